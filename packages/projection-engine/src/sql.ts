import { once } from 'node:events';
import { Socket } from 'node:net';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { CopyOut } from './copy-out.ts';

/** One session with PostgreSQL; every statement of the engine goes through it. */
export interface Sql {
  /** Runs a statement; under a name it is prepared once in its session. */
  query<Row extends object>(
    text: string,
    values?: readonly unknown[],
    name?: string,
  ): Promise<readonly Row[]>;
}

/** A session of one's own, as opposed to a pool's. */
export interface Session extends Sql {
  /** Aborts when the connection is gone. */
  readonly lost: AbortSignal;
  /** What `COPY … TO STDOUT` gives, see {@link CopyOut}. A reading that is given up takes the session with it. */
  copyOut(statement: string): AsyncIterable<Buffer>;
  /** `COPY … FROM STDIN` has taken all the pieces. */
  copyIn(statement: string, pieces: Iterable<Uint8Array>): Promise<void>;
  /** The connection is gone, and whatever it was doing fails; PostgreSQL may find out later. */
  cutOff(reason: Error): void;
  /** The session has ended; one that does not answer is cut off. Never throws. */
  close(): Promise<void>;
}

/** A client or a pool as {@link Sql}. */
export function sqlOf(queryable: Pick<pg.ClientBase | pg.Pool, 'query'>): Sql {
  return {
    async query<Row extends object>(text: string, values: readonly unknown[] = [], name?: string) {
      const statement = { text, values: [...values], ...(name !== undefined && { name }) };
      const result = await queryable.query<Row>(statement);
      return result.rows;
    },
  };
}

const GOODBYE_MS_MAX = 1_000;

/** Opens a session. Errors: what pg throws when the server cannot be reached. */
export async function openSession(databaseUrl: string, purpose: string): Promise<Session> {
  const socket = new Socket();
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: `ledger ${purpose}`,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // Our own, so that it can be cut off when the other side has gone silent.
    stream: () => socket,
  });
  const lost = new AbortController();
  // Without a listener the loss of an idle connection would end the process.
  client.on('error', (error) => lost.abort(error));
  client.on('end', () => lost.abort(new Error('PostgreSQL has ended the session')));
  await client.connect();
  return {
    ...sqlOf(client),
    lost: lost.signal,
    copyOut: (statement) => client.query(new CopyOut(statement)),
    async copyIn(statement, pieces) {
      const into = client.query(copyFrom(statement));
      for (const piece of pieces) if (!into.write(piece)) await once(into, 'drain');
      into.end();
      await once(into, 'finish');
    },
    cutOff(reason) {
      lost.abort(reason);
      socket.destroy(reason);
    },
    async close() {
      const deadline = setTimeout(() => socket.destroy(), GOODBYE_MS_MAX);
      await client.end().catch(() => undefined);
      clearTimeout(deadline);
    },
  };
}

/** Runs the body in one transaction: committed when it returns, rolled back when it throws. */
export async function transaction<Result>(
  sql: Sql,
  body: () => Promise<Result>,
  mode: 'READ WRITE' | 'ISOLATION LEVEL REPEATABLE READ READ ONLY' = 'READ WRITE',
): Promise<Result> {
  await sql.query(`BEGIN ${mode}`);
  try {
    const result = await body();
    await sql.query('COMMIT');
    return result;
  } catch (error) {
    // A cut connection has rolled back already.
    await sql.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** The name as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The value as JSON that PostgreSQL can turn into text: U+0000 and half characters become U+FFFD. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/\\u(?:0000|d[89a-f][0-9a-f]{2})/g, '\\ufffd');
}

/** Characters of JSON in one statement, unless a single record has more; a string has its limits, and so has memory. */
const ARRAY_CHARACTERS_MAX = 8_000_000;

/** The rendered records as JSON arrays of bearable size, in their order. Shape: nothing for no records. */
export function* jsonArrays(records: readonly string[]): Generator<string> {
  let start = 0;
  let characters = 0;
  for (const [index, record] of records.entries()) {
    if (index > start && characters + record.length > ARRAY_CHARACTERS_MAX) {
      yield `[${records.slice(start, index).join(',')}]`;
      start = index;
      characters = 0;
    }
    characters += record.length;
  }
  if (start < records.length) yield `[${records.slice(start).join(',')}]`;
}
