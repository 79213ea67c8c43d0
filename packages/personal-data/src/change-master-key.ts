import type { Pool, PoolClient } from 'pg';
import type { MasterKey } from './master-key.ts';
import type { PersonKeyId } from './person-key.ts';

/**
 * Wraps every key of a vault in PostgreSQL by another master key.
 *
 * Shape:   how many keys were wrapped anew; those that `to` wrapped already stay as they are, so a second run does
 *          nothing.
 * Errors:  throws MASTER_KEY_DIFFERS for a key that neither wrapped, and what PostgreSQL throws; then nothing has changed.
 * Durable: all or none. Vaults opened under the old master key give no key any more and are opened again.
 */
export async function changeMasterKey(pool: Pool, from: MasterKey, to: MasterKey): Promise<number> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const breaks = (error: Error): void => {
    broken = error;
  };
  // A client that is checked out has no other listener, and its connection may break at any time.
  client.on('error', breaks);
  try {
    await client.query('BEGIN');
    const count = await wrapAnew(client, from, to);
    await client.query('COMMIT');
    return count;
  } catch (error) {
    await client.query('ROLLBACK').catch(breaks);
    throw error;
  } finally {
    client.release(broken);
    client.off('error', breaks);
  }
}

async function wrapAnew(client: PoolClient, from: MasterKey, to: MasterKey): Promise<number> {
  // Nobody may add a key under the old master key while the others change.
  await client.query('LOCK TABLE vault.person_key IN EXCLUSIVE MODE');
  const { rows } = await client.query<{ id: PersonKeyId; wrapped: Buffer }>(
    'SELECT id, wrapped FROM vault.person_key WHERE master_key <> $1 ORDER BY id',
    [to.id],
  );
  for (const { id, wrapped } of rows) {
    const again = await to.wrap(await from.unwrap(wrapped, id), id);
    await client.query('UPDATE vault.person_key SET master_key = $2, wrapped = $3 WHERE id = $1', [
      id,
      to.id,
      Buffer.from(again),
    ]);
  }
  return rows.length;
}
