import type { StreamName } from '@ledger/schemas';
import type pg from 'pg';
import { readCheckpoint } from './checkpoint.ts';
import type { NewestForm } from './event-source.ts';
import { endOf } from './instants.ts';
import { JOURNAL_COLUMNS, type JournalRow, journalledOf } from './journal.ts';
import type { Projection } from './projection.ts';
import { isShown } from './projection-row.ts';
import type { AsOf, ViewAt } from './read-models.ts';
import { rowsOf } from './rows.ts';
import { type Sql, sqlOf } from './sql.ts';

/** Files whose events are read with one statement. */
const STREAMS_AT_ONCE = 500;

/** See {@link ReadModels.viewAt}. */
export async function viewAt<Row, Result>(
  pool: pg.Pool,
  newestForm: NewestForm,
  projection: Projection<Row>,
  at: AsOf,
  body: (view: ViewAt<Row>) => Promise<Result>,
): Promise<Result> {
  if (!projection.byStream) throw new Error(`${projection.name} has rows of several files`);
  const client = await pool.connect();
  let isWhole = false;
  try {
    const sql = sqlOf(client);
    await sql.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const point = {
      asOf: at.asOf === undefined ? NEVER : endOf(at.asOf),
      knownAt: at.knownAt === undefined ? NEVER : endOf(at.knownAt),
    };
    const streams = await streamsBehind(sql, point);
    const result = await body({
      position: (await readCheckpoint(sql)).position,
      rows: rowsOf(sql, projection),
      others: await foldOthers(sql, newestForm, projection, streams, point),
    });
    await sql.query('COMMIT');
    isWhole = true;
    return result;
  } finally {
    // A transaction that was given up half-way ends with its connection.
    client.release(!isWhole);
  }
}

/** A point that lies behind all instants there are. */
const NEVER = '~';

interface Point {
  readonly asOf: string;
  readonly knownAt: string;
}

/** The streams that have an event behind the point on either axis; found by index, however long the journal is. */
async function streamsBehind(sql: Sql, { asOf, knownAt }: Point): Promise<readonly StreamName[]> {
  const rows = await sql.query<{ stream: StreamName }>(
    `SELECT stream FROM ledger.journal WHERE recorded_at > $1
     UNION SELECT stream FROM ledger.journal WHERE effective_from > $2
     ORDER BY stream`,
    [knownAt, asOf],
  );
  return rows.map(({ stream }) => stream);
}

/** The rows of these streams as they were at the point. Shape: a key for each row there is now. */
async function foldOthers<Row>(
  sql: Sql,
  newestForm: NewestForm,
  projection: Projection<Row>,
  streams: readonly StreamName[],
  { asOf, knownAt }: Point,
): Promise<ReadonlyMap<string, Row | undefined>> {
  const others = new Map<string, Row | undefined>();
  for (let from = 0; from < streams.length; from += STREAMS_AT_ONCE) {
    const rows = await sql.query<JournalRow & { readonly then: boolean }>(
      `SELECT ${JOURNAL_COLUMNS}, recorded_at <= $2 AND effective_from <= $3 AS then
       FROM ledger.journal WHERE stream = ANY($1) ORDER BY stream, revision`,
      [streams.slice(from, from + STREAMS_AT_ONCE), knownAt, asOf],
    );
    for (const { then, ...row } of rows) {
      const event = journalledOf(row, newestForm);
      const key = projection.key(event);
      if (key === undefined) continue;
      const before = others.get(key);
      others.set(key, then ? projection.apply(before ?? projection.initial(key), event) : before);
    }
  }
  for (const [key, row] of others) {
    if (row !== undefined && !isShown(projection, row)) others.set(key, undefined);
  }
  return others;
}
