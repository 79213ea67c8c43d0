import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from 'kysely';
import type { Sql } from './sql.ts';

/** Builds statements and never runs one: sessions and pools are the engine's own. */
const builder: Kysely<unknown> = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** Runs a built statement. Shape: the rows as PostgreSQL sends them, int8 as text. */
export async function runBuilt<Row extends object>(
  on: Sql,
  statement: RawBuilder<Row>,
): Promise<readonly Row[]> {
  const { sql: text, parameters } = statement.compile(builder);
  return await on.query<Row>(text, parameters);
}

export { sql };
