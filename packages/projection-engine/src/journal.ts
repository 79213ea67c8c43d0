import {
  type EventId,
  effectiveFrom,
  type FileHead,
  type JournalledEvent,
  type LedgerEvent,
  type Position,
  type Revision,
  type Sha256Hex,
  type StoredEvent,
  type StorePosition,
  type StreamName,
} from '@ledger/schemas';
import type { NewestForm } from './event-source.ts';
import type { HashedEvent } from './hashed-event.ts';
import { sortableInstant } from './instants.ts';
import { numbered } from './numbered.ts';
import { jsonArrays, type Sql } from './sql.ts';

/** An event that got its number. */
export interface AcceptedEvent {
  readonly event: StoredEvent;
  readonly hash: Sha256Hex;
  readonly position: Position;
  /** The line of the journal, as the JSON text that goes in. */
  readonly line: string;
}

/** A line of the journal as {@link JOURNAL_COLUMNS} reads it. */
export interface JournalRow {
  readonly position: string;
  readonly event_id: EventId;
  readonly stream: StreamName;
  readonly revision: Revision;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: LedgerEvent['metadata'];
  readonly hash: Sha256Hex;
}

export const JOURNAL_COLUMNS = `position, event_id, stream, revision, type, data, metadata, encode(hash, 'hex') AS hash`;

/** The line as an event for projections and readers, in the newest form. */
export function journalledOf(row: JournalRow, newestForm: NewestForm): JournalledEvent {
  const { event_id: id, stream, revision, type, data, metadata, hash } = row;
  return numbered(
    newestForm({ stream, revision, id, type, data, metadata }),
    Number(row.position) as Position,
    hash,
  );
}

/** The accepted events stand in the journal. */
export async function writeJournal(sql: Sql, accepted: readonly AcceptedEvent[]): Promise<void> {
  for (const lines of jsonArrays(accepted.map(({ line }) => line))) {
    await sql.query(
      `INSERT INTO ledger.journal (position, event_id, stream, revision, type, data, metadata, hash,
         store_commit, store_prepare, recorded_at, effective_from, late)
       SELECT position, event_id, stream, revision, type, data::json, metadata::json, decode(hash, 'hex'),
         store_commit, store_prepare, recorded_at, effective_from, late
       FROM json_to_recordset($1::json) AS line(position bigint, event_id uuid, stream text, revision integer, type text,
         data text, metadata text, hash text, store_commit bigint, store_prepare bigint, recorded_at text,
         effective_from text, late boolean)`,
      [lines],
    );
  }
}

/**
 * The event under its number. `late` says that it waited in a parked file, so that its number is later than its place
 * in the store.
 *
 * Errors: throws when its instants are none, or a name in it holds what PostgreSQL's text cannot.
 */
export function acceptedOf(
  { event, data, metadata, hash }: HashedEvent,
  position: Position,
  late: boolean,
): AcceptedEvent {
  if (event.type.includes('\0') || event.stream.includes('\0'))
    throw new Error('a name with the character U+0000');
  const line = JSON.stringify({
    position,
    event_id: event.id,
    stream: event.stream,
    revision: event.revision,
    type: event.type,
    hash,
    store_commit: String(event.storePosition.commit),
    store_prepare: String(event.storePosition.prepare),
    recorded_at: sortableInstant(event.metadata.recordedAt),
    effective_from: sortableInstant(effectiveFrom(event.metadata)),
    late,
    // As text within the text: PostgreSQL would unescape them on the way, and cannot hold every character JSON can.
    data,
    metadata,
  });
  return { event, hash, position, line };
}

/** Where each of the streams ends in the journal. Shape: only those that have an event. */
export async function readHeads(
  sql: Sql,
  streams: readonly StreamName[],
): Promise<Map<StreamName, FileHead>> {
  const rows = await sql.query<{ stream: StreamName; revision: Revision; hash: Sha256Hex }>(
    `SELECT wanted.stream, head.revision, encode(head.hash, 'hex') AS hash
     FROM unnest($1::text[]) AS wanted(stream)
     CROSS JOIN LATERAL (
       SELECT revision, hash FROM ledger.journal WHERE journal.stream = wanted.stream ORDER BY revision DESC LIMIT 1
     ) AS head`,
    // PostgreSQL's text has no U+0000, so that no stream of the journal has it.
    [streams.filter((stream) => !stream.includes('\0'))],
  );
  return new Map(rows.map(({ stream, revision, hash }) => [stream, { revision, hash }]));
}

/** What the journal says of an event: its number and everything its hash depends on. */
export interface JournalEntry {
  readonly position: Position;
  readonly stream: StreamName;
  readonly revision: Revision;
  readonly hash: Sha256Hex;
  readonly storePosition: StorePosition;
  readonly late: boolean;
}

/** The entries of the events with these ids. Shape: only those in the journal. */
export async function readEntries(
  sql: Sql,
  ids: readonly EventId[],
): Promise<ReadonlyMap<EventId, JournalEntry>> {
  const rows = await sql.query<EntryRow>(
    `SELECT ${ENTRY_COLUMNS} FROM ledger.journal WHERE event_id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.event_id, entryOf(row)]));
}

interface EntryRow {
  readonly event_id: EventId;
  readonly position: string;
  readonly stream: StreamName;
  readonly revision: Revision;
  readonly hash: Sha256Hex;
  readonly store_commit: string;
  readonly store_prepare: string;
  readonly late: boolean;
}

const ENTRY_COLUMNS = `event_id, position, stream, revision, encode(hash, 'hex') AS hash, store_commit, store_prepare, late`;

function entryOf(row: EntryRow): JournalEntry {
  const { stream, revision, hash, late } = row;
  const storePosition = { commit: BigInt(row.store_commit), prepare: BigInt(row.store_prepare) };
  return { position: Number(row.position) as Position, stream, revision, hash, storePosition, late };
}

/** The first entry and the last `count` ones, in position order; what the store is recognised by. */
export async function readLandmarks(sql: Sql, count: number): Promise<readonly JournalEntry[]> {
  const rows = await sql.query<EntryRow>(
    `SELECT ${ENTRY_COLUMNS} FROM ledger.journal
     WHERE position = 1 OR position > (SELECT coalesce(max(position), 0) FROM ledger.journal) - $1
     ORDER BY position`,
    [count],
  );
  return rows.map(entryOf);
}

/** The journal behind `after` up to `upTo`, in position order. Shape: never empty chunks of at most `chunk` events. */
export async function* readJournal(
  sql: Sql,
  newestForm: NewestForm,
  {
    after,
    upTo,
    chunk = 2_000,
  }: { readonly after: Position; readonly upTo: Position; readonly chunk?: number },
): AsyncGenerator<readonly JournalledEvent[]> {
  const read = (from: number) =>
    sql.query<JournalRow>(
      `SELECT ${JOURNAL_COLUMNS} FROM ledger.journal WHERE position > $1 AND position <= $2 ORDER BY position`,
      [from, Math.min(from + chunk, upTo)],
    );
  let next = after < upTo ? read(after) : undefined;
  for (let from: number = after; next !== undefined; from += chunk) {
    const rows = await next;
    // The next chunk is on its way while this one is worked on; its fault is met when it is awaited.
    next = from + chunk < upTo ? read(from + chunk) : undefined;
    next?.catch(() => undefined);
    if (rows.length > 0) yield rows.map((row) => journalledOf(row, newestForm));
  }
}

/** `‹stream›@‹revision›` of a number of the journal. */
export async function readPlace(sql: Sql, position: Position): Promise<string> {
  const [row] = await sql.query<{ place: string }>(
    `SELECT stream || '@' || revision AS place FROM ledger.journal WHERE position = $1`,
    [position],
  );
  return row?.place ?? 'nowhere';
}
