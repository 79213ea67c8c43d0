import type { Column, Projection } from './projection.ts';
import { identifier, type Sql, transaction } from './sql.ts';

/** Any constant of ours: makers of tables wait for each other. */
const TABLE_LOCK = 7_250_311;

/** The PostgreSQL types of declared columns; names sort by their bytes, whatever the cluster's locale is. */
const TYPES: Readonly<Record<Column<never>['type'], string>> = {
  text: 'text COLLATE "C"',
  'text[]': 'text[]',
  integer: 'integer',
  bigint: 'bigint',
  boolean: 'boolean',
  instant: 'text COLLATE "C"',
};

/** The type a column's value has inside a JSON record. */
export function recordTypeOf({ type }: Column<never>): Exclude<Column<never>['type'], 'instant'> {
  return type === 'instant' ? 'text' : type;
}

/** The table that holds all generations of a projection's rows, as an SQL name. */
export function tableOf(projection: Pick<Projection, 'name'>): string {
  return `projection.${identifier(`${tableName(projection)}_rows`)}`;
}

/** The view that shows the live rows to anyone with SQL, as an SQL name. */
export function viewOf(projection: Pick<Projection, 'name'>): string {
  return `projection.${identifier(tableName(projection))}`;
}

/**
 * The projection's table has a column and an index for each declared one, and its view shows the live rows.
 *
 * A table that has them all is left alone, so that a start takes no lock readers would feel.
 */
export async function ensureTable(sql: Sql, projection: Projection): Promise<void> {
  const present = await presentColumns(sql, projection);
  if (present.size > 0 && Object.keys(projection.columns).every((name) => present.has(name))) return;
  await transaction(sql, async () => {
    await sql.query('SELECT pg_advisory_xact_lock($1)', [TABLE_LOCK]);
    for (const statement of tableStatements(projection)) await sql.query(statement);
  });
}

async function presentColumns(sql: Sql, projection: Projection): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'projection' AND table_name = $1`,
    [tableName(projection)],
  );
  return new Set(rows.map((row) => row.name));
}

function tableStatements(projection: Projection): readonly string[] {
  const table = tableOf(projection);
  const view = viewOf(projection);
  const columns = Object.entries(projection.columns);
  return [
    // All generations stand in one table and readers join it with the pointer: one statement sees one snapshot of both,
    // in every isolation level, and no DDL ever waits for a reader or lets one see an emptied table.
    `CREATE TABLE IF NOT EXISTS ${table} (
       generation integer NOT NULL,
       key        text COLLATE "C" NOT NULL,
       row        json NOT NULL,
       position   bigint NOT NULL,
       shown      boolean NOT NULL,
       PRIMARY KEY (generation, key)
     )`,
    ...columns.map(
      ([name, { type }]) =>
        `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${identifier(name)} ${TYPES[type]}`,
    ),
    ...columns.flatMap(([name, column]) => indexStatement(projection, name, column)),
    `DROP VIEW IF EXISTS ${view}`,
    `CREATE VIEW ${view} AS
       SELECT ${['key', 'row', 'position', ...columns.map(([name]) => identifier(name))].join(', ')}
       FROM ${table}
       WHERE shown AND generation = (SELECT generation FROM ledger.live WHERE projection = '${projection.name}')`,
  ];
}

function indexStatement(projection: Projection, name: string, { index }: Column<never>): readonly string[] {
  if (index === undefined) return [];
  const indexName = identifier(`${tableName(projection)}_${name}`);
  const on = index === 'gin' ? `USING gin (${identifier(name)})` : `(generation, ${identifier(name)}, key)`;
  return [`CREATE INDEX IF NOT EXISTS ${indexName} ON ${tableOf(projection)} ${on} WHERE shown`];
}

function tableName({ name }: Pick<Projection, 'name'>): string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) throw new Error(`not a projection's name: ${name}`);
  return name.replaceAll('-', '_');
}
