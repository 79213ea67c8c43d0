import { type Sql, transaction } from '@ledger/projection-engine';

/** Any constant of ours: whoever holds it makes the tables. */
const CREATION_LOCK = 7_250_315;

const STATEMENTS = [
  'CREATE SCHEMA IF NOT EXISTS log',
  // Every checkpoint that was ever signed, whole; never changed, never deleted.
  `CREATE TABLE IF NOT EXISTS log.signed (
     size       bigint      PRIMARY KEY CHECK (size >= 0),
     checkpoint text        NOT NULL,
     vkey       text        NOT NULL,
     signed_at  timestamptz NOT NULL
   )`,
  // How signing stands, as the process that signs said last.
  `CREATE TABLE IF NOT EXISTS log.standing (
     only_row boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
     reason   text,
     sentence text,
     since    timestamptz NOT NULL
   )`,
];

/** The log's own tables are there. The engine's must be. */
export async function makeTables(sql: Sql): Promise<void> {
  await transaction(sql, async () => {
    // CREATE … IF NOT EXISTS alone fails when two processes do it at once.
    await sql.query('SELECT pg_advisory_xact_lock($1)', [CREATION_LOCK]);
    for (const statement of STATEMENTS) await sql.query(statement);
  });
}

/** Whether the log's own tables are there; they come with the first process that signs. */
export async function hasTables(sql: Sql): Promise<boolean> {
  const [row] = await sql.query<{ found: boolean }>(
    `SELECT to_regclass('log.standing') IS NOT NULL AS found`,
  );
  return row?.found === true;
}
