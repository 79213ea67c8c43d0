import type { Position } from '@ledger/schemas';
import { EngineError } from './engine-error.ts';
import { sortableInstant } from './instants.ts';
import type { Projection } from './projection.ts';
import { tableOf } from './projection-table.ts';
import type { Condition, RowCursor, RowPage, RowQuery, Rows, Where } from './read-models.ts';
import { identifier, type Sql } from './sql.ts';

/** The live rows of a projection, read in single statements: pointer and rows are of one snapshot. */
export function rowsOf<Row>(sql: Sql, projection: Projection<Row>): Rows<Row> {
  const query = (parameters: Parameters) => new RowsStatement(projection, parameters);
  return {
    async get(key) {
      const parameters = new Parameters();
      const [found] = await sql.query<{ row: Row }>(
        `SELECT row FROM ${query(parameters).live()} AND key = ${parameters.add(key)}`,
        parameters.values,
      );
      return found?.row;
    },
    page: (rowQuery) => readPage(sql, projection, rowQuery),
    async count(where) {
      const parameters = new Parameters();
      const statement = query(parameters);
      const [found] = await sql.query<{ count: string }>(
        `SELECT count(*) AS count FROM ${statement.live()} AND ${statement.where(where)}`,
        parameters.values,
      );
      return Number(found?.count ?? 0);
    },
  };
}

interface PageRow<Row> {
  readonly head: string;
  readonly key: string | null;
  readonly row: Row;
  readonly position: string;
  readonly sort: RowCursor['sort'];
}

async function readPage<Row>(sql: Sql, projection: Projection<Row>, query: RowQuery): Promise<RowPage<Row>> {
  const first = await readPart(sql, projection, query);
  // Rows without a value come last, from a statement of their own, so that both parts follow the index.
  const nullsLeft = query.limit + 1 - first.rows.length;
  const second =
    nullsLeft > 0 && !isNotNull(query.sort) && query.after?.sort !== null
      ? await readPart(sql, projection, { ...query, limit: nullsLeft - 1, after: undefined }, 'nulls')
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
  sql: Sql,
  projection: Projection<Row>,
  query: RowQuery,
  part: 'values' | 'nulls' = query.after?.sort === null ? 'nulls' : 'values',
): Promise<{ readonly head: Position; readonly rows: readonly (PageRow<Row> & { readonly key: string })[] }> {
  const parameters = new Parameters();
  const statement = new RowsStatement(projection, parameters);
  const rows = await sql.query<PageRow<Row>>(
    `SELECT checkpoint.position AS head, found.* FROM ledger.checkpoint LEFT JOIN LATERAL (
       ${statement.page(query, part)}
     ) AS found ON true`,
    parameters.values,
  );
  return {
    head: Number(rows[0]?.head ?? 0) as Position,
    rows: rows.filter((row): row is PageRow<Row> & { readonly key: string } => row.key !== null),
  };
}

function isNotNull(sort = 'key'): boolean {
  return sort === 'key' || sort === 'position';
}

class Parameters {
  readonly values: unknown[] = [];
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

class RowsStatement {
  readonly #projection: Pick<Projection, 'name' | 'columns'>;
  readonly #parameters: Parameters;

  constructor(projection: Pick<Projection, 'name' | 'columns'>, parameters: Parameters) {
    this.#projection = projection;
    this.#parameters = parameters;
  }

  live(): string {
    const name = this.#parameters.add(this.#projection.name);
    return `${tableOf(this.#projection)} WHERE shown AND generation = (SELECT generation FROM ledger.live WHERE projection = ${name})`;
  }

  page(
    { where, sort = 'key', descending = false, after, limit }: RowQuery,
    part: 'values' | 'nulls',
  ): string {
    const column = this.#column(sort);
    const direction = descending ? 'DESC' : 'ASC';
    const further = descending ? '<' : '>';
    const conditions = [this.where(where)];
    if (part === 'nulls') {
      conditions.push(`${column} IS NULL`);
      if (after !== undefined) conditions.push(`key ${further} ${this.#parameters.add(after.key)}`);
    } else {
      if (!isNotNull(sort)) conditions.push(`${column} IS NOT NULL`);
      if (after !== undefined) {
        const cursor = `${this.#parameters.add(after.sort)}, ${this.#parameters.add(after.key)}`;
        conditions.push(`(${column}, key) ${further} (${cursor})`);
      }
    }
    // One more than asked for tells whether there is a next page.
    return `SELECT key, row, position, ${column} AS sort FROM ${this.live()} AND ${conditions.join(' AND ')}
       ORDER BY ${column} ${direction}, key ${direction} LIMIT ${this.#parameters.add(limit + 1)}`;
  }

  where(where: RowQuery['where'] = {}): string {
    const alternatives = Array.isArray(where) ? (where as readonly Where[]) : [where as Where];
    return `(${alternatives.map((all) => this.#all(all)).join(' OR ') || 'false'})`;
  }

  #all(where: Where): string {
    const conditions = Object.entries(where).map(([name, condition]) => this.#condition(name, condition));
    return conditions.length === 0 ? 'true' : `(${conditions.join(' AND ')})`;
  }

  #condition(name: string, condition: Condition): string {
    const column = this.#column(name);
    const isInstant = this.#projection.columns[name]?.type === 'instant';
    const comparable = (given: unknown) =>
      isInstant && typeof given === 'string' ? sortableInstant(given) : given;
    const value = (given: unknown) =>
      this.#parameters.add(Array.isArray(given) ? given.map(comparable) : comparable(given));
    if ('is' in condition)
      return condition.is === null ? `${column} IS NULL` : `${column} = ${value(condition.is)}`;
    if ('in' in condition) return `${column} = ANY(${value(condition.in)})`;
    if ('startsWith' in condition) return `starts_with(${column}, ${value(condition.startsWith)})`;
    if ('contains' in condition) return `strpos(${column}, ${value(condition.contains)}) > 0`;
    if ('has' in condition) return `${column} @> ARRAY[${value(condition.has)}::text]`;
    if ('hasAnyOf' in condition) return `${column} && ${value(condition.hasAnyOf)}::text[]`;
    const bounds = [
      ...(condition.from === undefined ? [] : [`${column} >= ${value(condition.from)}`]),
      ...(condition.before === undefined ? [] : [`${column} < ${value(condition.before)}`]),
    ];
    return bounds.length === 0 ? 'true' : bounds.join(' AND ');
  }

  #column(name: string): string {
    if (name === 'key' || name === 'position' || Object.hasOwn(this.#projection.columns, name))
      return identifier(name);
    throw new EngineError(
      'UNKNOWN_NAME',
      `${this.#projection.name} has no column ${name}; it has ${Object.keys(this.#projection.columns).join(', ')}.`,
    );
  }
}
