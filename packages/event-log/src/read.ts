import type { Revision, StoredEvent, StorePosition, StreamName } from '@ledger/schemas';
import { decode, isLedgerStream, type RawRecord } from './codec.ts';
import type { UnreadableEvent } from './event-log.ts';
import { readPage, type StoreAccess, unknownPosition } from './page.ts';

// Some 2 MB in memory and well below a second at the slowest store that was measured.
const PAGE_EVENTS = 1_000;
const HEAD_PAGE_EVENTS = 32;

/** See {@link EventLog.readStream}. */
export async function* readStream(
  access: StoreAccess,
  stream: StreamName,
  from: Revision | undefined,
): AsyncGenerator<StoredEvent, void, undefined> {
  let next = BigInt(from ?? 0);
  for (;;) {
    const page = await readPage(access, { stream, from: next, maxCount: PAGE_EVENTS });
    for (const record of page) yield eventIn(record);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_EVENTS) return;
    next = last.revision + 1n;
  }
}

function eventIn(record: RawRecord): StoredEvent {
  const decoded = decode(record);
  if (decoded.kind === 'unreadable') throw decoded.unreadable.error;
  return decoded.event;
}

/** See {@link EventLog.readAll}. */
export async function* readAll(
  access: StoreAccess,
  after: StorePosition | undefined,
  onUnreadable: ((event: UnreadableEvent) => void) | undefined,
): AsyncGenerator<StoredEvent, void, undefined> {
  for await (const page of readAllPages(access, after)) {
    for (const record of page) {
      if (!isLedgerStream(record.streamId)) continue;
      const decoded = decode(record);
      if (decoded.kind === 'event') yield decoded.event;
      else if (onUnreadable === undefined) throw decoded.unreadable.error;
      else onUnreadable(decoded.unreadable);
    }
  }
}

/**
 * The records of the whole store behind `after`, page by page; the next page is asked for while one is being consumed.
 *
 * Errors: UNKNOWN_POSITION when the store has nothing at `after`.
 */
async function* readAllPages(
  access: StoreAccess,
  after: StorePosition | undefined,
): AsyncGenerator<readonly RawRecord[], void, undefined> {
  let position = after;
  let coming: Promise<readonly RawRecord[]> | undefined;
  for (;;) {
    const page = await (coming ?? pageBehind(access, position, PAGE_EVENTS));
    const last = page.at(-1)?.position;
    if (last === undefined) return;
    position = last;
    coming = pageBehind(access, position, PAGE_EVENTS);
    // Its failure is met when it is awaited; a consumer that stops early never meets it.
    coming.catch(() => undefined);
    yield page;
  }
}

/** Up to so many records behind the position. Errors: UNKNOWN_POSITION when the store has nothing there. */
export async function pageBehind(
  access: StoreAccess,
  after: StorePosition | undefined,
  maxCount: number,
  stop?: AbortSignal,
): Promise<readonly RawRecord[]> {
  if (after === undefined) return await readPage(access, { all: 'forwards', from: 'start', maxCount }, stop);
  // A read forwards includes its start. That record is proof that this is the store the position comes from.
  const page = await readPage(access, { all: 'forwards', from: { ...after }, maxCount: maxCount + 1 }, stop);
  if (page[0]?.position?.commit !== after.commit) throw unknownPosition();
  return page.filter((record) => record.position !== undefined && isBehind(record.position, after));
}

/** True when the store keeps `one` after `other`. */
export function isBehind(one: StorePosition, other: StorePosition): boolean {
  return one.commit > other.commit || (one.commit === other.commit && one.prepare > other.prepare);
}

/** See {@link EventLog.head}. */
export async function readHead(access: StoreAccess): Promise<StoredEvent | undefined> {
  let from: StorePosition | 'end' = 'end';
  let maxCount = HEAD_PAGE_EVENTS;
  for (;;) {
    const page: readonly RawRecord[] = await readPage(access, { all: 'backwards', from, maxCount });
    const head = page.find((record) => isLedgerStream(record.streamId));
    if (head !== undefined) return eventIn(head);
    const oldest = page.at(-1)?.position;
    if (oldest === undefined) return undefined;
    from = oldest;
    maxCount = PAGE_EVENTS;
  }
}
