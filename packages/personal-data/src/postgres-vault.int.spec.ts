import { createTestDatabase, type TestDatabase } from '@ledger/embedded-postgres/testing';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hash, newKey, random } from '../testing/index.ts';
import { changeMasterKey } from './change-master-key.ts';
import type { KeyVault } from './key-vault.ts';
import { localMasterKey } from './master-key.ts';
import { openPayload, sealPayload } from './payload.ts';
import { openPostgresVault } from './postgres-vault.ts';

let database: TestDatabase;
let pool: pg.Pool;
const masterKey = localMasterKey(random(32), random);
const open = (): Promise<KeyVault> => openPostgresVault({ pool, masterKey, random });
const person = hash({ by: 'resident-id', value: '990000199001010017' });
const other = hash({ by: 'mobile', value: '19000001234' });

beforeEach(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url });
  // The end of a test cuts off whatever connection has not quite closed yet.
  pool.on('connect', (client) => client.on('error', () => undefined));
});
afterEach(async () => {
  await pool.end();
  await database.drop();
});

describe('a vault in PostgreSQL', () => {
  it('gives a person the same key for ever, and another person another', async () => {
    const vault = await open();
    const key = await vault.keyOf(person);
    expect(await vault.keyOf(person)).toEqual(key);
    expect((await vault.keyOf(other)).id).not.toBe(key.id);
    const later = await open();
    expect(await later.keyOf(person)).toEqual(key);
    expect(await later.find(person)).toBe(key.id);
    expect(await later.read([key.id])).toEqual(new Map([[key.id, key]]));
  });

  it('makes nothing by looking', async () => {
    const vault = await open();
    expect(await vault.find(person)).toBeUndefined();
    expect(await vault.read([newKey().id])).toEqual(new Map());
    expect((await pool.query('SELECT FROM vault.person_key')).rowCount).toBe(0);
  });

  it('gives many who ask at once one key, from vaults that open at once', async () => {
    const vaults = await Promise.all(Array.from({ length: 5 }, open));
    const keys = await Promise.all(Array.from({ length: 40 }, (_, at) => vaults[at % 5]?.keyOf(person)));
    expect(new Set(keys.map((key) => key?.id)).size).toBe(1);
    expect((await pool.query('SELECT FROM vault.person_key')).rowCount).toBe(1);
  });

  it('stores neither the key nor who the person is', async () => {
    const vault = await open();
    const key = await vault.keyOf(person);
    const { rows } = await pool.query('SELECT t::text FROM vault.person_key t');
    const stored = JSON.stringify(rows);
    expect(stored).not.toContain(Buffer.from(key.secret).toString('hex'));
    expect(stored).not.toContain('990000199001010017');
  });

  it('does not open under another master key', async () => {
    await (await open()).keyOf(person);
    const wrong = localMasterKey(random(32), random);
    await expect(openPostgresVault({ pool, masterKey: wrong, random })).rejects.toMatchObject({
      code: 'MASTER_KEY_DIFFERS',
      message: `the vault holds keys wrapped by ${masterKey.id}, not by ${wrong.id}`,
    });
  });

  it('does not give a key that was changed in the table', async () => {
    const vault = await open();
    const { id } = await vault.keyOf(person);
    await pool.query(
      'UPDATE vault.person_key SET wrapped = set_bit(wrapped, 100, 1 - get_bit(wrapped, 100))',
    );
    await expect(vault.read([id])).rejects.toMatchObject({ code: 'MASTER_KEY_DIFFERS' });
  });
});

describe('changing the master key of a vault in PostgreSQL', () => {
  const next = localMasterKey(random(32), random);

  it('keeps every key, under the new master key alone', async () => {
    const vault = await open();
    const keys = [await vault.keyOf(person), await vault.keyOf(other)];
    expect(await changeMasterKey(pool, masterKey, next)).toBe(2);
    expect(await changeMasterKey(pool, masterKey, next)).toBe(0);
    const later = await openPostgresVault({ pool, masterKey: next, random });
    expect([await later.keyOf(person), await later.keyOf(other)]).toEqual(keys);
    await expect(open()).rejects.toMatchObject({ code: 'MASTER_KEY_DIFFERS' });
    await expect(vault.keyOf(person)).rejects.toMatchObject({ code: 'MASTER_KEY_DIFFERS' });
  });

  it('changes nothing when one key does not open', async () => {
    const vault = await open();
    const [{ id }] = [await vault.keyOf(person), await vault.keyOf(other)];
    const stored = async () => (await pool.query('SELECT * FROM vault.person_key ORDER BY id')).rows;
    await pool.query(
      'UPDATE vault.person_key SET wrapped = set_bit(wrapped, 9, 1 - get_bit(wrapped, 9)) WHERE id = $1',
      [id],
    );
    const before = await stored();
    await expect(changeMasterKey(pool, masterKey, next)).rejects.toMatchObject({
      code: 'MASTER_KEY_DIFFERS',
    });
    expect(await stored()).toEqual(before);
  });
});

describe('erasing a person from a vault in PostgreSQL', () => {
  it('destroys the key for good, and a person who comes again is a new one', async () => {
    const vault = await open();
    const [key, kept] = [await vault.keyOf(person), await vault.keyOf(other)];
    expect(await vault.destroy([key.id])).toBe(1);
    expect(await vault.destroy([key.id])).toBe(0);
    expect(await vault.find(person)).toBeUndefined();
    expect([...(await vault.read([key.id, kept.id])).keys()]).toEqual([kept.id]);
    expect((await vault.keyOf(person)).id).not.toBe(key.id);
  });

  it('holds after a backup of last week was restored, once the erasures are replayed', async () => {
    const vault = await open();
    const sealing = { fileId: '650000-91650102MAFAKE019H', hash, vault, random };
    const paths = [{ path: 'residentId', kind: 'resident-id' }] as const;
    const sealed = await sealPayload({ residentId: '990000199001010017' }, paths, sealing);
    const { rows: backup } = await pool.query('SELECT * FROM vault.person_key');
    const { erased: none } = await openPayload(sealed, vault);
    expect(none.size).toBe(0);

    const erasures = [(await vault.find(person)) ?? newKey().id];
    await vault.destroy(erasures);
    for (const { id, person: whose, master_key, wrapped } of backup)
      await pool.query('INSERT INTO vault.person_key VALUES ($1, $2, $3, $4)', [
        id,
        whose,
        master_key,
        wrapped,
      ]);
    // The control: without the replay the backup gives the value back.
    expect((await openPayload(sealed, vault)).payload).toEqual({ residentId: '990000199001010017' });

    expect(await vault.destroy(erasures)).toBe(1);
    expect(await openPayload(sealed, vault)).toEqual({ payload: sealed, erased: new Set(erasures) });
  });

  it('leaves two who ask and destroy at once with one key or none, never with a key that is not stored', async () => {
    const vault = await open();
    for (let round = 0; round < 20; round++) {
      const { id } = await vault.keyOf(person);
      const [, asked] = await Promise.all([vault.destroy([id]), vault.keyOf(person)]);
      const stored = await vault.find(person);
      expect([asked.id === id, asked.id === stored]).toContain(true);
    }
  });
});
