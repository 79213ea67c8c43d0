import { type EventId, type FileId, type JournalledEvent, type Position, streamOf } from '@ledger/schemas';
import type { NewestForm } from './event-source.ts';
import { hashedText } from './hashed-event.ts';
import { endOf } from './instants.ts';
import { JOURNAL_COLUMNS, type JournalRow, journalledOf } from './journal.ts';
import type { AsOf, EventPlace, Span } from './read-models.ts';
import type { Sql } from './sql.ts';

const PAGE_EVENTS = 500;

/** See {@link ReadModels.readHistory}. */
export async function readHistory(
  sql: Sql,
  newestForm: NewestForm,
  fileId: FileId,
  { asOf, knownAt, from, to }: AsOf & Partial<Span>,
): Promise<readonly JournalledEvent[]> {
  // The revision is the file's own order and agrees with the position within it.
  const rows = await sql.query<JournalRow>(
    `SELECT ${JOURNAL_COLUMNS} FROM ledger.journal
     WHERE stream = $1
       AND ($2::text IS NULL OR effective_from <= $2) AND ($3::text IS NULL OR recorded_at <= $3)
       AND ($4::integer IS NULL OR revision >= $4) AND ($5::integer IS NULL OR revision <= $5)
     ORDER BY revision`,
    [
      streamOf(fileId),
      asOf === undefined ? null : endOf(asOf),
      knownAt === undefined ? null : endOf(knownAt),
      from ?? null,
      to ?? null,
    ],
    'ledger_history',
  );
  return rows.map((row) => journalledOf(row, newestForm));
}

/** See {@link ReadModels.readHistoryPages}. */
export async function* readHistoryPages(
  sql: Sql,
  newestForm: NewestForm,
  fileId: FileId,
  { asOf, knownAt }: AsOf,
): AsyncGenerator<readonly JournalledEvent[]> {
  for (let after = -1; ; ) {
    const rows = await sql.query<JournalRow>(
      `SELECT ${JOURNAL_COLUMNS} FROM ledger.journal
       WHERE stream = $1 AND revision > $2
         AND ($3::text IS NULL OR effective_from <= $3) AND ($4::text IS NULL OR recorded_at <= $4)
       ORDER BY revision LIMIT ${PAGE_EVENTS}`,
      [
        streamOf(fileId),
        after,
        asOf === undefined ? null : endOf(asOf),
        knownAt === undefined ? null : endOf(knownAt),
      ],
      'ledger_history_page',
    );
    if (rows.length > 0) yield rows.map((row) => journalledOf(row, newestForm));
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_EVENTS) return;
    after = last.revision;
  }
}

/** See {@link ReadModels.readEvent}. */
export async function readEvent(
  sql: Sql,
  newestForm: NewestForm,
  place: EventPlace,
): Promise<JournalledEvent | undefined> {
  const [condition, values] = conditionOf(place);
  const [row] = await sql.query<JournalRow>(
    `SELECT ${JOURNAL_COLUMNS} FROM ledger.journal WHERE ${condition}`,
    values,
  );
  return row && journalledOf(row, newestForm);
}

/** See {@link ReadModels.readHashedBytes}. */
export async function readHashedBytes(sql: Sql, position: Position): Promise<Uint8Array | undefined> {
  const [row] = await sql.query<JournalRow & { readonly data: string; readonly metadata_text: string }>(
    `SELECT event_id, stream, revision, type, data::text AS data, metadata::text AS metadata_text
     FROM ledger.journal WHERE position = $1`,
    [position],
  );
  if (row === undefined) return undefined;
  const { event_id: id, stream, revision, type, data, metadata_text: metadata } = row;
  return new TextEncoder().encode(hashedText({ id, stream, revision, type, data, metadata }));
}

function conditionOf(place: EventPlace): readonly [string, readonly unknown[]] {
  if ('position' in place) return ['position = $1', [place.position]];
  if ('id' in place) return ['event_id = $1', [place.id satisfies EventId]];
  return ['stream = $1 AND revision = $2', [streamOf(place.fileId), place.revision]];
}
