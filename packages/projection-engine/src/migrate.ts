import { readdir, readFile } from 'node:fs/promises';
import { EngineError } from './engine-error.ts';
import type { Projection } from './projection.ts';
import { ensureTable } from './projection-table.ts';
import { openSession, type Sql, transaction } from './sql.ts';

const MIGRATIONS = new URL('../migrations/', import.meta.url);
/** Any constant of ours will do: whoever holds it changes the tables, everybody else waits. */
const MIGRATION_LOCK = 7_250_310;

interface Migration {
  readonly version: number;
  readonly file: string;
}

/**
 * The engine's tables and those of the projections exist in the form this program knows; run again it changes nothing.
 *
 * Errors:  SCHEMA_AHEAD when a newer program has changed them.
 * Durable: all steps or none.
 */
export async function migrate(databaseUrl: string, projections: readonly Projection[] = []): Promise<void> {
  const session = await openSession(databaseUrl, 'migration');
  try {
    await transaction(session, async () => {
      await session.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
      await session.query('CREATE SCHEMA IF NOT EXISTS ledger');
      await session.query(
        'CREATE TABLE IF NOT EXISTS ledger.migration (version integer PRIMARY KEY, file text NOT NULL)',
      );
      const known = await migrations();
      const applied = await appliedVersion(session);
      assertNotAhead(applied, known);
      for (const { version, file } of known.slice(applied)) {
        await session.query(await readFile(new URL(file, MIGRATIONS), 'utf8'));
        await session.query('INSERT INTO ledger.migration (version, file) VALUES ($1, $2)', [version, file]);
      }
    });
    for (const projection of projections) await ensureTable(session, projection);
  } finally {
    await session.close();
  }
}

/** Passes when the tables are exactly those this program knows. Errors: SCHEMA_AHEAD, SCHEMA_BEHIND. */
export async function assertSchema(sql: Sql): Promise<void> {
  const known = await migrations();
  const [table] = await sql.query<{ found: boolean }>(
    `SELECT to_regclass('ledger.migration') IS NOT NULL AS found`,
  );
  const applied = table?.found ? await appliedVersion(sql) : 0;
  assertNotAhead(applied, known);
  if (applied < known.length) {
    throw new EngineError(
      'SCHEMA_BEHIND',
      `The database's tables are version ${applied}, this program needs ${known.length}: start the projector of this program first, it brings them up to date.`,
    );
  }
}

function assertNotAhead(applied: number, known: readonly Migration[]): void {
  if (applied > known.length) {
    throw new EngineError(
      'SCHEMA_AHEAD',
      `The database's tables are version ${applied}, this program knows only ${known.length}: use the newer program.`,
    );
  }
}

async function appliedVersion(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ version: number }>(
    'SELECT coalesce(max(version), 0) AS version FROM ledger.migration',
  );
  return row?.version ?? 0;
}

async function migrations(): Promise<readonly Migration[]> {
  const files = (await readdir(MIGRATIONS)).filter((file) => /^\d{4}-.*\.sql$/.test(file)).sort();
  return files.map((file, index) => {
    const version = Number(file.slice(0, 4));
    if (version !== index + 1) throw new Error(`migration ${file} is out of order`);
    return { version, file };
  });
}
