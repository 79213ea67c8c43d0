import type { Position } from '@ledger/schemas';
import type { RawBuilder, SqlBool } from 'kysely';
import { EngineError } from './engine-error.ts';
import { sortableInstant } from './instants.ts';
import type { Projection } from './projection.ts';
import { tableOf } from './projection-table.ts';
import { runBuilt, sql } from './query-builder.ts';
import type {
  ColumnQuery,
  ColumnValues,
  Condition,
  RowCursor,
  RowPage,
  RowQuery,
  Rows,
  Tally,
  Where,
} from './read-models.ts';
import type { Sql } from './sql.ts';

/** The live rows of a projection, read in single statements: pointer and rows are of one snapshot. */
export function rowsOf<Row>(on: Sql, projection: Projection<Row>): Rows<Row> {
  return {
    async get(key) {
      const [found] = await runBuilt(
        on,
        sql<{ row: Row }>`SELECT row FROM ${liveRows(projection)} AND key = ${key}`,
      );
      return found?.row;
    },
    page: (query) => readPage(on, projection, query),
    async count(where) {
      const [found] = await runBuilt(
        on,
        sql<{
          count: string;
        }>`SELECT count(*) AS count FROM ${liveRows(projection)} AND ${anyOf(projection, where)}`,
      );
      return Number(found?.count ?? 0);
    },
    columns: (names, query) => readColumns(on, projection, names, query),
    tally: (columns, where) => readTallies(on, projection, columns, where),
  };
}

async function readColumns(
  on: Sql,
  projection: Columns,
  names: readonly string[],
  { keys, after = '', limit }: ColumnQuery,
): Promise<readonly ColumnValues[]> {
  const values = sql.join(
    names.map((name, place) => sql`${columnOf(projection, name)} AS ${sql.ref(`v${place}`)}`),
  );
  const among = keys === undefined ? sql`` : sql`AND key = ANY(${[...keys]}::text[])`;
  const rows = await runBuilt(
    on,
    sql<Readonly<Record<string, ColumnValues['values'][number]>> & { readonly key: string }>`
      SELECT key, ${values} FROM ${liveRows(projection)} AND key > ${after} ${among} ORDER BY key LIMIT ${limit}`,
  );
  return rows.map((row) => ({ key: row.key, values: names.map((_, place) => row[`v${place}`] ?? null) }));
}

async function readTallies(
  on: Sql,
  projection: Columns,
  columns: readonly string[],
  where: RowQuery['where'],
): Promise<readonly (readonly Tally[])[]> {
  if (columns.length === 0) return [];
  const each = columns.map((name, place) => {
    const column = columnOf(projection, name);
    const value = projection.columns[name]?.type === 'text[]' ? sql`unnest(${column})` : sql`${column}::text`;
    return sql`SELECT ${sql.lit(place)}::integer AS place, value, count(*) AS count
      FROM (SELECT ${value} AS value FROM ${liveRows(projection)} AND ${anyOf(projection, where)}) AS counted
      WHERE value IS NOT NULL GROUP BY value`;
  });
  // One statement, and so one snapshot.
  const rows = await runBuilt(
    on,
    sql<{
      place: number;
      value: string;
      count: string;
    }>`SELECT * FROM (${sql.join(each, sql` UNION ALL `)}) AS tally ORDER BY place, value COLLATE "C"`,
  );
  return columns.map((_, place) =>
    rows.filter((row) => row.place === place).map(({ value, count }) => ({ value, count: Number(count) })),
  );
}

interface PageRow<Row> {
  readonly head: string;
  readonly key: string | null;
  readonly row: Row;
  readonly position: string;
  readonly sort: RowCursor['sort'];
}

async function readPage<Row>(on: Sql, projection: Projection<Row>, query: RowQuery): Promise<RowPage<Row>> {
  const first = await readPart(on, projection, query);
  // Rows without a value come last, from a statement of their own, so that both parts follow the index.
  const nullsLeft = query.limit + 1 - first.rows.length;
  const second =
    nullsLeft > 0 && !isNotNull(query.sort) && query.after?.sort !== null
      ? await readPart(on, projection, { ...query, limit: nullsLeft - 1, after: undefined }, 'nulls')
      : undefined;
  const rows = [...first.rows, ...(second?.rows ?? [])];
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    rows: page.map(({ key, row, position }) => ({ key, row, position: Number(position) as Position })),
    ...(rows.length > query.limit && last !== undefined && { next: { sort: last.sort, key: last.key } }),
    position: first.head,
  };
}

async function readPart<Row>(
  on: Sql,
  projection: Projection<Row>,
  query: RowQuery,
  part: 'values' | 'nulls' = query.after?.sort === null ? 'nulls' : 'values',
): Promise<{ readonly head: Position; readonly rows: readonly (PageRow<Row> & { readonly key: string })[] }> {
  const rows = await runBuilt(
    on,
    sql<PageRow<Row>>`SELECT checkpoint.position AS head, found.* FROM ledger.checkpoint
      LEFT JOIN LATERAL (${pageOf(projection, query, part)}) AS found ON true`,
  );
  return {
    head: Number(rows[0]?.head ?? 0) as Position,
    rows: rows.filter((row): row is PageRow<Row> & { readonly key: string } => row.key !== null),
  };
}

function isNotNull(sort = 'key'): boolean {
  return sort === 'key' || sort === 'position';
}

type Columns = Pick<Projection, 'name' | 'columns'>;

/** Table and condition of the rows that readers see; the pointer is read in the same statement. */
function liveRows(projection: Columns): RawBuilder<unknown> {
  return sql`${sql.raw(tableOf(projection))} WHERE shown
    AND generation = (SELECT generation FROM ledger.live WHERE projection = ${projection.name})`;
}

function pageOf(
  projection: Columns,
  { where, sort = 'key', descending = false, after, limit }: RowQuery,
  part: 'values' | 'nulls',
): RawBuilder<unknown> {
  const column = columnOf(projection, sort);
  const [direction, further] = descending ? [sql`DESC`, sql`<`] : [sql`ASC`, sql`>`];
  const conditions = [anyOf(projection, where)];
  if (part === 'nulls') {
    conditions.push(sql<SqlBool>`${column} IS NULL`);
    if (after !== undefined) conditions.push(sql<SqlBool>`key ${further} ${after.key}`);
  } else {
    if (!isNotNull(sort)) conditions.push(sql<SqlBool>`${column} IS NOT NULL`);
    if (after !== undefined) {
      conditions.push(sql<SqlBool>`(${column}, key) ${further} (${after.sort}, ${after.key})`);
    }
  }
  // One more than asked for tells whether there is a next page.
  return sql`SELECT key, row, position, ${column} AS sort FROM ${liveRows(projection)} AND ${allOf(conditions)}
    ORDER BY ${column} ${direction}, key ${direction} LIMIT ${limit + 1}`;
}

function anyOf(projection: Columns, where: RowQuery['where'] = {}): RawBuilder<SqlBool> {
  const alternatives = Array.isArray(where) ? (where as readonly Where[]) : [where as Where];
  if (alternatives.length === 0) return sql<SqlBool>`false`;
  const each = alternatives.map((conditions) =>
    allOf(Object.entries(conditions).map(([name, condition]) => holds(projection, name, condition))),
  );
  return sql<SqlBool>`(${sql.join(each, sql` OR `)})`;
}

function allOf(conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return conditions.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`(${sql.join(conditions, sql` AND `)})`;
}

function holds(projection: Columns, name: string, condition: Condition): RawBuilder<SqlBool> {
  const column = columnOf(projection, name);
  const isInstant = projection.columns[name]?.type === 'instant';
  const comparable = (given: unknown): unknown =>
    isInstant && typeof given === 'string' ? sortableInstant(given) : given;
  if ('is' in condition) {
    return condition.is === null ? sql`${column} IS NULL` : sql`${column} = ${comparable(condition.is)}`;
  }
  if ('in' in condition) return sql`${column} = ANY(${condition.in.map(comparable)})`;
  if ('startsWith' in condition) return sql`starts_with(${column}, ${condition.startsWith})`;
  if ('contains' in condition) return sql`strpos(${column}, ${condition.contains}) > 0`;
  if ('has' in condition) return sql`${column} @> ARRAY[${condition.has}::text]`;
  if ('hasAnyOf' in condition) return sql`${column} && ${[...condition.hasAnyOf]}::text[]`;
  const { from, before } = condition;
  return allOf([
    ...(from === undefined ? [] : [sql<SqlBool>`${column} >= ${comparable(from)}`]),
    ...(before === undefined ? [] : [sql<SqlBool>`${column} < ${comparable(before)}`]),
  ]);
}

function columnOf(projection: Columns, name: string): RawBuilder<unknown> {
  if (name === 'key' || name === 'position' || Object.hasOwn(projection.columns, name)) return sql.ref(name);
  throw new EngineError(
    'UNKNOWN_NAME',
    `${projection.name} has no column ${name}; it has ${Object.keys(projection.columns).join(', ')}.`,
  );
}
