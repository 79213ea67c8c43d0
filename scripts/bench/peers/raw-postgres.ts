import type pg from 'pg';
import { openConnections } from './connections.ts';
import type { SampleEvent } from './sample-event.ts';
import type { StoreOfAll } from './store.ts';

const SCHEMA = `
  CREATE TABLE events (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stream text NOT NULL,
    revision bigint NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL,
    data jsonb NOT NULL,
    metadata jsonb NOT NULL,
    UNIQUE (stream, revision)
  )`;

const INSERT = `
  INSERT INTO events (stream, revision, id, type, data, metadata)
  SELECT $1, $2::bigint, $3, $4, $5, $6
  WHERE $2::bigint = (SELECT coalesce(max(revision) + 1, 0) FROM events WHERE stream = $1)`;

const PAGE = 1000;

/**
 * What a careful engineer writes by hand: one table, one prepared INSERT of one row that checks the version, a commit for each, over as
 * many connections as there are writers. Events that come together are inserted one by one in a transaction.
 */
export async function openRawPostgres(database: string, connections: number): Promise<StoreOfAll> {
  const lent = await openConnections(connections, { connectionString: database });
  await lent.use((client) => client.query(SCHEMA));
  return {
    append: (stream, length, events) =>
      lent.use(async (client) => {
        const [only] = events;
        if (only !== undefined && events.length === 1) return insert(client, stream, length, only);
        await client.query('BEGIN');
        for (const [index, event] of events.entries()) await insert(client, stream, length + index, event);
        await client.query('COMMIT');
      }),
    readStream: (stream) =>
      lent.use(async (client) => {
        const { rows } = await client.query({
          name: 'read-stream',
          text: 'SELECT revision, position, id, type, data, metadata FROM events WHERE stream = $1 ORDER BY revision',
          values: [stream],
        });
        return rows.length;
      }),
    readAll: (count) => lent.use((client) => readAll(client, count)),
    close: () => lent.close(),
  };
}

async function readAll(client: pg.Client, count: number): Promise<number> {
  let read = 0;
  for (let after = '0'; read < count; ) {
    const { rows } = await client.query<{ position: string }>({
      name: 'read-all',
      text: 'SELECT position, stream, revision, id, type, data, metadata FROM events WHERE position > $1 ORDER BY position LIMIT $2',
      values: [after, Math.min(PAGE, count - read)],
    });
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.position;
    read += rows.length;
  }
  return read;
}

async function insert(
  client: pg.Client,
  stream: string,
  revision: number,
  event: SampleEvent,
): Promise<void> {
  const { rowCount } = await client.query({
    name: 'insert-event',
    text: INSERT,
    values: [
      stream,
      revision,
      event.id,
      event.type,
      JSON.stringify(event.data),
      JSON.stringify(event.metadata),
    ],
  });
  if (rowCount !== 1) throw new Error(`${stream} does not hold ${revision} events`);
}
