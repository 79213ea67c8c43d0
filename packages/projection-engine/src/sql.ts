import pg from 'pg';

/** One session with PostgreSQL; every statement of the engine goes through it. */
export interface Sql {
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/** A session of one's own, as opposed to a pool's. */
export interface Session extends Sql {
  /** Aborts when the connection is gone. */
  readonly lost: AbortSignal;
  close(): Promise<void>;
}

/** A client or a pool as {@link Sql}. */
export function sqlOf(queryable: Pick<pg.ClientBase | pg.Pool, 'query'>): Sql {
  return {
    async query<Row extends object>(text: string, values: readonly unknown[] = []) {
      // One result for each statement; the engine sends them one at a time.
      const result = await queryable.query<Row>(text, [...values]);
      return result.rows;
    },
  };
}

/** Opens a session. Errors: what pg throws when the server cannot be reached. */
export async function openSession(databaseUrl: string, purpose: string): Promise<Session> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: `ledger ${purpose}`,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  const lost = new AbortController();
  // Without a listener the loss of an idle connection would end the process.
  client.on('error', (error) => lost.abort(error));
  client.on('end', () => lost.abort());
  await client.connect();
  return {
    ...sqlOf(client),
    lost: lost.signal,
    async close() {
      await client.end().catch(() => undefined);
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
