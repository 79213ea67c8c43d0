import pg from 'pg';
import type { LedgerUnderTest } from './ledger-under-test.ts';

/**
 * From the next connection on PostgreSQL says "committed" before it has written, unless a session asks otherwise.
 *
 * The control of the kill test: a run that finds nothing wrong with such a database proves nothing about a sound one.
 */
export async function makeForgetful(ledger: LedgerUnderTest): Promise<void> {
  const { databaseUrl } = await ledger.addresses();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('ALTER ROLE CURRENT_USER SET synchronous_commit = off');
  } finally {
    await client.end();
  }
}
