import type { Position } from '@ledger/schemas';
import { canonicalJsonText } from '@ledger/transparency-log';
import { sortableInstant } from './instants.ts';
import type { Column, Projection } from './projection.ts';
import { recordTypeOf, tableOf } from './projection-table.ts';
import { identifier, jsonArrays, type Sql, storableJson } from './sql.ts';

/** A row of a projection in memory. */
export interface HeldRow {
  readonly row: unknown;
  /** Of the last event that changed it. */
  readonly position: Position;
}

/** The rows of one generation under these keys. Shape: only those that exist. */
export async function loadRows(
  sql: Sql,
  projection: Projection,
  generation: number,
  keys: readonly string[],
): Promise<ReadonlyMap<string, HeldRow>> {
  // PostgreSQL's text has no U+0000, so that no row has it in its key.
  const possible = keys.filter((key) => !key.includes('\0'));
  if (possible.length === 0) return new Map();
  const rows = await sql.query<{ key: string; row: unknown; position: string }>(
    `SELECT key, row, position FROM ${tableOf(projection)} WHERE generation = $1 AND key = ANY($2)`,
    [generation, possible],
  );
  return new Map(
    rows.map(({ key, row, position }) => [key, { row, position: Number(position) as Position }]),
  );
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
    return `,${JSON.stringify(name)}:${storableJson(shown ? columnValue(column, own) : null)}`;
  });
  // As text within the text: PostgreSQL would unescape it on the way, and cannot hold every character JSON can.
  const text = JSON.stringify(canonicalJsonText(row));
  return `{"key":${JSON.stringify(key)},"row":${text},"position":${position},"shown":${shown}${columns.join('')}}`;
}

function columnValue<Row>(column: Column<Row>, row: Row): ReturnType<Column<Row>['of']> {
  const value = column.of(row);
  return column.type === 'instant' && typeof value === 'string' ? sortableInstant(value) : value;
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
  const columns = Object.entries(projection.columns).map(([name, column]) => ({
    name: identifier(name),
    type: recordTypeOf(column),
  }));
  const names = ['key', 'row', 'position', 'shown', ...columns.map(({ name }) => name)];
  const record = [
    'key text',
    'row text',
    'position bigint',
    'shown boolean',
    ...columns.map(({ name, type }) => `${name} ${type}`),
  ];
  const statement = `
    INSERT INTO ${tableOf(projection)} (generation, ${names.join(', ')})
    SELECT $1, key, row::json, ${names.slice(2).join(', ')} FROM json_to_recordset($2::json) AS record(${record.join(', ')})
    ON CONFLICT (generation, key) DO UPDATE SET
      ${names
        .slice(1)
        .map((name) => `${name} = excluded.${name}`)
        .join(', ')}`;
  for (const records of jsonArrays(rendered)) await sql.query(statement, [generation, records]);
}
