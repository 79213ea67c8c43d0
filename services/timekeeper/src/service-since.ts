import type { Instant } from '@ledger/statutory-calendar';
import type { ClientBase, Pool } from 'pg';

/**
 * Keeps the instant at which a timekeeper first took its turn; the one that stands, ours or an earlier one.
 *
 * Durable: it is written once and never changes. Called by whoever holds the turn, so that nobody else does.
 */
export async function beginService(client: ClientBase, now: Instant): Promise<Instant> {
  await client.query('CREATE SCHEMA IF NOT EXISTS timekeeper');
  await client.query(`CREATE TABLE IF NOT EXISTS timekeeper.service (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    since text NOT NULL
  )`);
  await client.query('INSERT INTO timekeeper.service (since) VALUES ($1) ON CONFLICT DO NOTHING', [now]);
  return (await serviceSince(client)) ?? now;
}

/** When a timekeeper of this ledger first went into service; undefined before. Errors: what pg throws. */
export async function serviceSince(database: ClientBase | Pool): Promise<Instant | undefined> {
  const { rows: tables } = await database.query<{ present: boolean }>(
    "SELECT to_regclass('timekeeper.service') IS NOT NULL AS present",
  );
  if (tables[0]?.present !== true) return undefined;
  const { rows } = await database.query<{ since: Instant }>('SELECT since FROM timekeeper.service');
  return rows[0]?.since;
}
