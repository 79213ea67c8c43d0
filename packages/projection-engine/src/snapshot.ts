import type { Position } from '@ledger/schemas';
import type pg from 'pg';
import { readCheckpoint } from './checkpoint.ts';
import { itemOf } from './fold.ts';
import type { Projection } from './projection.ts';
import { viewOf } from './projection-table.ts';
import type { SnapshotPage } from './read-models.ts';
import { type Sql, sqlOf } from './sql.ts';

const PAGE_ROWS = 1_000;

/** See {@link ReadModels.readSnapshot}. */
export async function* readSnapshot(pool: pg.Pool, projection: Projection): AsyncGenerator<SnapshotPage> {
  const client = await pool.connect();
  let whole = false;
  try {
    const sql = sqlOf(client);
    await sql.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    yield* pages(sql, projection);
    await sql.query('COMMIT');
    whole = true;
  } finally {
    // A transaction that was given up half-way ends with its connection.
    client.release(!whole);
  }
}

async function* pages(sql: Sql, projection: Projection): AsyncGenerator<SnapshotPage> {
  const { position } = await readCheckpoint(sql);
  for (let after = ''; ; ) {
    const rows = await sql.query<{ key: string; row: unknown; position: string }>(
      `SELECT key, row, position FROM ${viewOf(projection)} WHERE key > $1 ORDER BY key LIMIT ${PAGE_ROWS}`,
      [after],
    );
    const shown = rows.map(({ key, row, position: changed }) => ({
      key,
      item: itemOf(projection, { row, position: Number(changed) as Position }),
    }));
    yield { position, items: shown.filter(({ item }) => item !== null) };
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_ROWS) return;
    after = last.key;
  }
}
