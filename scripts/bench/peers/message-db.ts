import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { openConnections } from './connections.ts';
import type { SampleEvent } from './sample-event.ts';
import type { Store } from './store.ts';

/** The statements of its install.sh, in that order; its roles and privileges are left out, since the owner connects. */
const SCRIPTS = [
  'schema/message-store',
  'extensions/pgcrypto',
  'tables/messages',
  'types/message',
  'functions/message-store-version',
  'functions/hash-64',
  'functions/acquire-lock',
  'functions/category',
  'functions/is-category',
  'functions/id',
  'functions/cardinal-id',
  'functions/stream-version',
  'functions/write-message',
  'functions/get-stream-messages',
  'functions/get-category-messages',
  'functions/get-last-stream-message',
  'indexes/messages-id',
  'indexes/messages-stream',
  'indexes/messages-category',
];

const SEARCH_PATH = '-c search_path=message_store,public';

/** `@eventide/message-db`, called by prepared statements over one connection for each writer. */
export async function openMessageDb(database: string, connections: number): Promise<Store> {
  await install(database);
  const lent = await openConnections(connections, { connectionString: database, options: SEARCH_PATH });
  return {
    append: (stream, length, events) =>
      lent.use(async (client) => {
        const [only] = events;
        if (only !== undefined && events.length === 1) return write(client, stream, length, only);
        await client.query('BEGIN');
        for (const [index, event] of events.entries()) await write(client, stream, length + index, event);
        await client.query('COMMIT');
      }),
    readStream: (stream) =>
      lent.use(async (client) => {
        const { rows } = await client.query<{ data: string; metadata: string }>({
          name: 'get-stream-messages',
          text: 'SELECT * FROM get_stream_messages($1)',
          values: [stream],
        });
        return rows.map(({ data, metadata }) => [JSON.parse(data), JSON.parse(metadata)]).length;
      }),
    close: () => lent.close(),
  };
}

async function install(database: string): Promise<void> {
  const folder = new URL('database/', import.meta.resolve('@eventide/message-db/package.json'));
  const client = new pg.Client({ connectionString: database, options: SEARCH_PATH });
  await client.connect();
  try {
    for (const script of SCRIPTS)
      await client.query(await readFile(new URL(`${script}.sql`, folder), 'utf8'));
  } finally {
    await client.end();
  }
}

async function write(client: pg.Client, stream: string, length: number, event: SampleEvent): Promise<void> {
  await client.query({
    name: 'write-message',
    text: 'SELECT write_message($1, $2, $3, $4::jsonb, $5::jsonb, $6)',
    values: [
      event.id,
      stream,
      event.type,
      JSON.stringify(event.data),
      JSON.stringify(event.metadata),
      length - 1,
    ],
  });
}
