import type {
  ChainBreak,
  EventId,
  LedgerEvent,
  Revision,
  StoredEvent,
  StorePosition,
  StreamName,
} from '@ledger/schemas';
import type { Delivery } from './event-source.ts';
import { jsonArrays, type Sql, storableJson } from './sql.ts';

/** Why an event was not accepted; it and all later ones of its stream wait, without a number. */
export interface Parking {
  readonly stream: StreamName;
  readonly reason:
    | ChainBreak['reason']
    /** The record in the store is no event of the ledger. */
    | 'unreadable'
    /** Canonical JSON cannot carry it, so that it has no hash. */
    | 'not-canonical'
    /** Another event of the journal bears its id. */
    | 'event-id-taken'
    /** A projection threw. */
    | 'projection-failed';
  readonly expected: string;
  readonly found: string;
  readonly projection?: string;
  readonly revision: Revision;
  readonly eventId?: EventId;
}

/** Something of a parked stream: an event, or a record that only the store can show again. */
export interface Waiting {
  readonly stream: StreamName;
  readonly revision: Revision;
  readonly storePosition: StorePosition;
  readonly event?: LedgerEvent;
}

/** What is delivered of a stream, under a name that the database can hold. */
export function waitingOf(delivery: Extract<Delivery, { kind: 'event' | 'unreadable' }>): Waiting {
  const { stream, revision, storePosition } =
    delivery.kind === 'event' ? delivery.event : delivery.unreadable;
  return {
    stream: stream.replaceAll('\0', '\ufffd') as StreamName,
    revision,
    storePosition,
    ...(delivery.kind === 'event' && { event: delivery.event }),
  };
}

export async function readParkedStreams(sql: Sql): Promise<Set<StreamName>> {
  const rows = await sql.query<{ stream: StreamName }>('SELECT stream FROM ledger.parked');
  return new Set(rows.map(({ stream }) => stream));
}

/** The streams are parked, in the words of the first event that could not be accepted. */
export async function writeParked(
  sql: Sql,
  parked: readonly Parking[],
  waiting: readonly Waiting[],
): Promise<void> {
  if (parked.length > 0) {
    await sql.query(
      `INSERT INTO ledger.parked (stream, reason, expected, found, projection, revision, event_id)
       SELECT stream, reason, expected, found, projection, revision, event_id FROM json_to_recordset($1::json)
         AS file(stream text, reason text, expected text, found text, projection text, revision integer, event_id text)`,
      [storableJson(parked.map(renderParking))],
    );
  }
  for (const items of jsonArrays(waiting.map(renderWaiting))) {
    await sql.query(
      `INSERT INTO ledger.waiting (stream, revision, store_commit, store_prepare, event_id, event)
       SELECT stream, revision, store_commit, store_prepare, event_id, event::json FROM json_to_recordset($1::json)
         AS item(stream text, revision bigint, store_commit bigint, store_prepare bigint, event_id text, event text)
       ON CONFLICT DO NOTHING`,
      [items],
    );
  }
}

/** What waits of a stream, in the store's order. */
export async function readWaiting(sql: Sql, stream: StreamName): Promise<readonly Waiting[]> {
  const rows = await sql.query<{
    revision: string;
    event: LedgerEvent | null;
    store_commit: string;
    store_prepare: string;
  }>(
    `SELECT revision, event, store_commit, store_prepare FROM ledger.waiting WHERE stream = $1 ORDER BY store_commit, store_prepare`,
    [stream],
  );
  return rows.map(({ revision, event, store_commit, store_prepare }) => ({
    stream,
    revision: Number(revision) as Revision,
    storePosition: { commit: BigInt(store_commit), prepare: BigInt(store_prepare) },
    ...(event && { event }),
  }));
}

/** A waiting event as the store delivered it; undefined for a record that does not parse. */
export function storedEventOf({ event, storePosition }: Waiting): StoredEvent | undefined {
  return event && { ...event, storePosition };
}

/** The stream is no longer parked and nothing of it waits. */
export async function unpark(sql: Sql, stream: StreamName): Promise<void> {
  await sql.query('DELETE FROM ledger.parked WHERE stream = $1', [stream]);
}

function renderParking({ eventId, ...parking }: Parking): object {
  return { ...parking, event_id: eventId };
}

function renderWaiting({ stream, revision, storePosition, event }: Waiting): string {
  return JSON.stringify({
    stream,
    revision,
    store_commit: String(storePosition.commit),
    store_prepare: String(storePosition.prepare),
    event_id: event?.id,
    event: event && jsonText(event),
  });
}

function jsonText({ stream, revision, id, type, data, metadata }: LedgerEvent): string {
  return JSON.stringify({ stream, revision, id, type, data, metadata });
}
