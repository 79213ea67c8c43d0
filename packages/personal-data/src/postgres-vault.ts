import type { Pool } from 'pg';
import { KEY_BYTES, type RandomBytes } from './authenticated-cipher.ts';
import type { IdentityHash } from './identity-hash.ts';
import type { KeyVault } from './key-vault.ts';
import type { MasterKey } from './master-key.ts';
import type { PersonKey, PersonKeyId } from './person-key.ts';
import { PersonalDataError } from './personal-data-error.ts';

/** What a vault in PostgreSQL is opened with. */
export interface PostgresVaultOptions {
  readonly pool: Pool;
  readonly masterKey: MasterKey;
  readonly random: RandomBytes;
}

/**
 * A vault in the schema `vault` of a database, which is made when it is not there.
 *
 * Errors: throws MASTER_KEY_DIFFERS when its keys were wrapped by another master key: better no start than events
 *         sealed under keys of two; and what PostgreSQL throws.
 */
export async function openPostgresVault(options: PostgresVaultOptions): Promise<KeyVault> {
  await options.pool.query(SCHEMA);
  const { rows } = await options.pool.query<{ master_key: string }>(
    'SELECT DISTINCT master_key FROM vault.person_key WHERE master_key <> $1',
    [options.masterKey.id],
  );
  const [other] = rows;
  if (other === undefined) return new PostgresVault(options);
  throw new PersonalDataError(
    'MASTER_KEY_DIFFERS',
    `the vault holds keys wrapped by ${other.master_key}, not by ${options.masterKey.id}`,
  );
}

// Two processes that start at once both make the schema: the lock lets one wait for the other.
const SCHEMA = `
  BEGIN;
  SELECT pg_advisory_xact_lock(hashtext('ledger personal-data vault'));
  CREATE SCHEMA IF NOT EXISTS vault;
  CREATE TABLE IF NOT EXISTS vault.person_key (
    id         text PRIMARY KEY COLLATE "C",
    person     text NOT NULL UNIQUE COLLATE "C",
    master_key text NOT NULL,
    wrapped    bytea NOT NULL
  );
  COMMIT;
`;

interface Row {
  readonly id: PersonKeyId;
  readonly wrapped: Buffer;
}

class PostgresVault implements KeyVault {
  readonly #pool: Pool;
  readonly #masterKey: MasterKey;
  readonly #random: RandomBytes;

  constructor({ pool, masterKey, random }: PostgresVaultOptions) {
    this.#pool = pool;
    this.#masterKey = masterKey;
    this.#random = random;
  }

  async keyOf(person: IdentityHash): Promise<PersonKey> {
    // Between two steps another process may make the key, or destroy it: then once more.
    while (true) {
      const stored = await this.#pool.query<Row>(
        'SELECT id, wrapped FROM vault.person_key WHERE person = $1',
        [person],
      );
      const [row] = stored.rows;
      if (row !== undefined) return this.#unwrap(row);
      const key = this.#freshKey();
      const wrapped = await this.#masterKey.wrap(key.secret, key.id);
      const inserted = await this.#pool.query(
        'INSERT INTO vault.person_key (id, person, master_key, wrapped) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
        [key.id, person, this.#masterKey.id, Buffer.from(wrapped)],
      );
      if (inserted.rowCount === 1) return key;
    }
  }

  async find(person: IdentityHash): Promise<PersonKeyId | undefined> {
    const { rows } = await this.#pool.query<Pick<Row, 'id'>>(
      'SELECT id FROM vault.person_key WHERE person = $1',
      [person],
    );
    return rows[0]?.id;
  }

  async read(ids: Iterable<PersonKeyId>): Promise<ReadonlyMap<PersonKeyId, PersonKey>> {
    const { rows } = await this.#pool.query<Row>(
      'SELECT id, wrapped FROM vault.person_key WHERE id = ANY($1)',
      [[...ids]],
    );
    const keys = await Promise.all(rows.map((row) => this.#unwrap(row)));
    return new Map(keys.map((key) => [key.id, key]));
  }

  async destroy(ids: Iterable<PersonKeyId>): Promise<number> {
    const { rowCount } = await this.#pool.query('DELETE FROM vault.person_key WHERE id = ANY($1)', [
      [...ids],
    ]);
    return rowCount ?? 0;
  }

  async #unwrap({ id, wrapped }: Row): Promise<PersonKey> {
    return { id, secret: await this.#masterKey.unwrap(wrapped, id) };
  }

  #freshKey(): PersonKey {
    const id = Buffer.from(this.#random(16)).toString('hex') as PersonKeyId;
    return { id, secret: this.#random(KEY_BYTES) };
  }
}
