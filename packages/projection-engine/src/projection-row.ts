import type { Position } from '@ledger/schemas';
import { canonicalJsonText } from '@ledger/transparency-log';
import type { Projection } from './projection.ts';
import { tableOf } from './projection-table.ts';
import { identifier, type Sql } from './sql.ts';

/** A row of a projection in memory. */
export interface HeldRow {
  readonly row: unknown;
  /** Of the last event that changed it. */
  readonly position: Position;
}

/** How many rows go to PostgreSQL in one statement; a few megabytes of text. */
const WRITE_ROWS_MAX = 2_000;

/** The rows of one generation under these keys. Shape: only those that exist. */
export async function loadRows(
  sql: Sql,
  projection: Projection,
  generation: number,
  keys: readonly string[],
): Promise<ReadonlyMap<string, HeldRow>> {
  if (keys.length === 0) return new Map();
  const rows = await sql.query<{ key: string; row: unknown; position: string }>(
    `SELECT key, row, position FROM ${tableOf(projection)} WHERE generation = $1 AND key = ANY($2)`,
    [generation, keys],
  );
  return new Map(rows.map(({ key, row, position }) => [key, { row, position: Number(position) as Position }]));
}

/**
 * The record of a row as JSON text, its declared columns beside it.
 *
 * Errors: throws when the row is no plain JSON, or what a column's function throws.
 */
export function renderRow<Row>(projection: Projection<Row>, key: string, { row, position }: HeldRow): string {
  // The engine hands a projection only rows that this projection made.
  const own = row as Row;
  if (key.includes('\0')) throw new Error('a key with the character U+0000');
  const shown = isShown(projection, own);
  const columns = Object.entries(projection.columns).map(([name, column]) => {
    const value = shown ? column.of(own) : null;
    return `,${JSON.stringify(name)}:${JSON.stringify(value).replaceAll('\\u0000', '\\ufffd')}`;
  });
  return `{"key":${JSON.stringify(key)},"row":${canonicalJsonText(row)},"position":${position},"shown":${shown}${columns.join('')}}`;
}

/** Whether readers may see the row. */
export function isShown<Row>(projection: Projection<Row>, row: Row): boolean {
  return projection.isShown?.(row) ?? true;
}

/** The rendered rows stand in the generation, in place of those with the same keys. */
export async function writeRows(
  sql: Sql,
  projection: Projection,
  generation: number,
  rendered: readonly string[],
): Promise<void> {
  const columns = Object.entries(projection.columns).map(([name, { type }]) => ({ name: identifier(name), type }));
  const names = ['key', 'row', 'position', 'shown', ...columns.map(({ name }) => name)];
  const record = ['key text', 'row json', 'position bigint', 'shown boolean', ...columns.map(({ name, type }) => `${name} ${type}`)];
  const statement = `
    INSERT INTO ${tableOf(projection)} (generation, ${names.join(', ')})
    SELECT $1, ${names.join(', ')} FROM json_to_recordset($2::json) AS record(${record.join(', ')})
    ON CONFLICT (generation, key) DO UPDATE SET
      ${names.slice(1).map((name) => `${name} = excluded.${name}`).join(', ')}`;
  for (let start = 0; start < rendered.length; start += WRITE_ROWS_MAX) {
    await sql.query(statement, [generation, `[${rendered.slice(start, start + WRITE_ROWS_MAX).join(',')}]`]);
  }
}
