import type { Position } from '@ledger/schemas';
import { canonicalJsonText } from '@ledger/transparency-log/canonical-json';
import { type CopyValue, copyOf } from './copy-format.ts';
import { sortableInstant } from './instants.ts';
import type { Column, Projection } from './projection.ts';
import { recordTypeOf, tableOf } from './projection-table.ts';
import { identifier, jsonArrays, type Session, type Sql, storableJson } from './sql.ts';

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

/** A row as it goes into its table. */
export interface RenderedRow {
  readonly key: string;
  /** Canonical JSON. */
  readonly json: string;
  readonly position: Position;
  readonly shown: boolean;
  /** In the order in which the projection declares them. */
  readonly columns: readonly ColumnValue[];
}

type ColumnValue = ReturnType<Column<never>['of']>;

/**
 * The row with its declared columns.
 *
 * Errors: throws when the row is no plain JSON, or what a column's function throws.
 */
export function renderRow<Row>(
  projection: Projection<Row>,
  key: string,
  { row, position }: HeldRow,
): RenderedRow {
  // The engine hands a projection only rows that this projection made.
  const own = row as Row;
  if (key.includes('\0')) throw new Error('a key with the character U+0000');
  const shown = isShown(projection, own);
  const columns = Object.values(projection.columns).map((column) =>
    shown ? columnValue(column, own) : null,
  );
  return { key, json: canonicalJsonText(row), position, shown, columns };
}

function columnValue<Row>(column: Column<Row>, row: Row): ColumnValue {
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
  rendered: readonly RenderedRow[],
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
  for (const records of jsonArrays(rendered.map((row) => recordOf(projection, row)))) {
    await sql.query(statement, [generation, records]);
  }
}

function recordOf(projection: Projection, { key, json, position, shown, columns }: RenderedRow): string {
  const values = Object.keys(projection.columns).map(
    (name, index) => `,${JSON.stringify(name)}:${storableJson(columns[index] ?? null)}`,
  );
  // As text within the text: PostgreSQL would unescape it on the way, and cannot hold every character JSON can.
  const row = JSON.stringify(json);
  return `{"key":${JSON.stringify(key)},"row":${row},"position":${position},"shown":${shown}${values.join('')}}`;
}

/** The rendered rows stand in the generation beside those with other keys: by COPY, in bulk. Errors: throws when a key is taken. */
export async function copyRows(
  session: Session,
  projection: Projection,
  generation: number,
  rendered: readonly RenderedRow[],
): Promise<void> {
  if (rendered.length === 0) return;
  const columns = Object.entries(projection.columns);
  const names = [
    'generation',
    'key',
    'row',
    'position',
    'shown',
    ...columns.map(([name]) => identifier(name)),
  ];
  const tuple = ({ key, json, position, shown, columns: values }: RenderedRow): readonly CopyValue[] => [
    { type: 'integer', value: generation },
    { type: 'text', value: key },
    { type: 'json', value: json },
    { type: 'bigint', value: position },
    { type: 'boolean', value: shown },
    ...columns.map(([, column], index) => copyValueOf(column, values[index] ?? null)),
  ];
  await session.copyIn(
    `COPY ${tableOf(projection)} (${names.join(', ')}) FROM STDIN (FORMAT binary)`,
    copyOf(rendered.map(tuple)),
  );
}

function copyValueOf(column: Column<never>, value: ColumnValue): CopyValue {
  const type = recordTypeOf(column);
  // What storableJson does for values that go in as JSON.
  const storable = (text: string): string => text.replaceAll('\0', '\ufffd').toWellFormed();
  switch (type) {
    case 'text[]':
      return { type, value: Array.isArray(value) ? value.map(storable) : null };
    case 'integer':
    case 'bigint':
      return { type, value: typeof value === 'number' ? value : null };
    case 'boolean':
      return { type, value: typeof value === 'boolean' ? value : null };
    default:
      return { type: 'text', value: value === null ? null : storable(String(value)) };
  }
}
