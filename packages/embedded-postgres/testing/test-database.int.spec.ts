import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { createTestDatabase } from './index.ts';

async function rows(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('a test database', () => {
  it('is a fresh database of a PostgreSQL 18 that loses nothing', async () => {
    const database = await createTestDatabase();
    expect(await rows(database.url, 'SHOW server_version_num')).toEqual([
      { server_version_num: expect.stringMatching(/^18/) },
    ]);
    expect(await rows(database.url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    expect(await rows(database.url, 'SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
    expect(
      await rows(
        database.url,
        'SELECT pg_encoding_to_char(encoding) AS encoding, datcollate FROM pg_database WHERE datname = current_database()',
      ),
    ).toEqual([{ encoding: 'UTF8', datcollate: 'C' }]);
    await database.drop();
  });

  it('shares nothing with another one', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await rows(one.url, 'CREATE TABLE filing (id int)');
    expect(await rows(other.url, "SELECT to_regclass('filing') AS found")).toEqual([{ found: null }]);
    await Promise.all([one.drop(), other.drop()]);
  });

  it('is gone after drop, although a session was open, and dropping again changes nothing', async () => {
    const database = await createTestDatabase();
    const session = new pg.Client({ connectionString: database.url });
    session.on('error', () => undefined);
    await session.connect();
    await database.drop();
    await database.drop();
    await expect(rows(database.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
  });
});
