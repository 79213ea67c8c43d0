import type { Projection } from './projection.ts';
import { tableOf } from './projection-table.ts';
import type { Sql } from './sql.ts';

/** How the rows of a generation differ from the live ones. */
export interface RowDifferences {
  readonly projection: string;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** In the order of the keys' bytes; at most {@link NAMED_ROWS_MAX}. */
  readonly named: readonly RowDifference[];
}

/** One row, `null` where there is none. */
export interface RowDifference {
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** So many rows are named; of more than that, the numbers tell. */
const NAMED_ROWS_MAX = 1_000;

/** Compares a generation's rows with the live ones; to be called in one snapshot of both. Hidden rows count too. */
export async function compareRows(
  sql: Sql,
  projection: Projection,
  generation: number,
): Promise<RowDifferences> {
  const rowsOf = (which: string): string =>
    `(SELECT key, row FROM ${tableOf(projection)} WHERE generation = ${which})`;
  // Canonical JSON: two rows are equal when their texts are.
  const differing = `${rowsOf('(SELECT generation FROM ledger.live WHERE projection = $1)')} AS live
    FULL JOIN ${rowsOf('$2')} AS built USING (key)
    WHERE live.row::text IS DISTINCT FROM built.row::text`;
  const values = [projection.name, generation];
  const [counts] = await sql.query<{ added: string; removed: string; changed: string }>(
    `SELECT count(*) FILTER (WHERE live.row IS NULL) AS added, count(*) FILTER (WHERE built.row IS NULL) AS removed,
       count(*) FILTER (WHERE live.row IS NOT NULL AND built.row IS NOT NULL) AS changed FROM ${differing}`,
    values,
  );
  const named = await sql.query<{ key: string; before: unknown; after: unknown }>(
    `SELECT key, live.row AS before, built.row AS after FROM ${differing} ORDER BY key LIMIT ${NAMED_ROWS_MAX}`,
    values,
  );
  return {
    projection: projection.name,
    added: Number(counts?.added ?? 0),
    removed: Number(counts?.removed ?? 0),
    changed: Number(counts?.changed ?? 0),
    named,
  };
}
