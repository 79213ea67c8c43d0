import { Client } from 'pg';
import { DATABASE_USER } from './cluster.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import type { Home } from './home.ts';

const ANSWER_MS = 3000;
const WRONG_PASSWORD = '28P01';
const DATABASE_EXISTS = '42P04';

/** The address of a database in the server on `port`. */
export function urlOf(home: Home, port: number, database: string): string {
  return `postgres://${DATABASE_USER}:${encodeURIComponent(home.password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/**
 * Tells whether the server on `port` answers to this home's password, which no other cluster shares.
 *
 * Errors: `POSTGRES_PASSWORD_REFUSED`; a server that is silent, starting or somebody else's is `false`.
 */
export async function answers(home: Home, port: number): Promise<boolean> {
  try {
    await query(home, port, 'SHOW server_version');
    return true;
  } catch (error) {
    if (sqlState(error) !== WRONG_PASSWORD) return false;
    throw new EmbeddedPostgresError(
      'POSTGRES_PASSWORD_REFUSED',
      `PostgreSQL on port ${port} refuses the password in ${home.dataDirectory}/password: put the right one back.`,
      { cause: error },
    );
  }
}

/** The database exists; one that is there already is left as it is. */
export async function createDatabase(home: Home, port: number, name: string): Promise<void> {
  try {
    await query(home, port, `CREATE DATABASE "${name.replaceAll('"', '""')}"`);
  } catch (error) {
    if (sqlState(error) !== DATABASE_EXISTS) throw error;
  }
}

async function query(home: Home, port: number, sql: string): Promise<void> {
  const client = new Client({
    connectionString: urlOf(home, port, 'postgres'),
    connectionTimeoutMillis: ANSWER_MS,
    ...(sql.startsWith('SHOW') ? { query_timeout: ANSWER_MS } : {}),
  });
  // A server killed while we hold the connection must not end this process as well.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function sqlState(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
