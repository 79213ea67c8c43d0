import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type RunningPostgres, startPostgres } from '../src/index.ts';
import { postgresDirectory } from './run-directory.ts';
import './global-setup.ts';

/** An empty database of a real PostgreSQL, for one test file or one test. */
export interface TestDatabase {
  readonly url: string;
  /** The database is gone, open sessions are cut off; a second call changes nothing. */
  drop(): Promise<void>;
}

let server: Promise<RunningPostgres> | undefined;

/**
 * Makes a fresh database; the first call of a test run starts its PostgreSQL, the end of the run stops it.
 *
 * Errors: `EmbeddedPostgresError`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  server ??= startPostgres({
    dataDirectory: postgresDirectory(inject('runDirectory')),
    log: () => undefined,
  });
  const postgres = await server;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await postgres.createDatabase(name);
  return { url: postgres.url(name), drop: () => dropDatabase(postgres.url('postgres'), name) };
}

async function dropDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  } finally {
    await client.end();
  }
}
