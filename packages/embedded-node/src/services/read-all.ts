import type { GrpcCall } from '../grpc/call.ts';
import type { EventLog } from '../log/event-log.ts';
import type { StoredEvent } from '../log/stored-event.ts';
import type { AllFrom } from '../protocol/read.ts';
import type { PositionPair } from '../protocol/shared.ts';
import { isLastPage, PAGE_EVENTS } from '../storage/event-store.ts';
import { type EventFilter, selectEvents } from '../subscriptions/event-filter.ts';
import { type Rendering, renderEvents } from '../subscriptions/render.ts';
import { badRequest } from './bad-request.ts';

export interface AllRead {
  readonly from: AllFrom;
  readonly backwards: boolean;
  readonly count: bigint;
  readonly filter: EventFilter | undefined;
}

/** The position pair that also stands for the end of `$all`. */
const END_POSITION = 2n ** 64n - 1n;

/** Answers a read of `$all`. */
export async function readAll(
  log: EventLog,
  call: GrpcCall,
  read: AllRead,
  rendering: Rendering,
): Promise<void> {
  // The real server never answers this; the client is left to its deadline without any work being done.
  if (read.count === 0n) return new Promise((resolve) => call.onClose(resolve));
  let wanted = read.count;
  const next = await startOf(log, read);
  let page = next === undefined ? undefined : readPage(log, read, next, wanted);
  while (page !== undefined && !call.over) {
    const { events, isLast } = await page;
    const matching = read.filter === undefined ? events : await selectEvents(read.filter, events);
    const shown = wanted < matching.length ? matching.slice(0, Number(wanted)) : matching;
    if (shown.length > 0) call.writeFrames(Buffer.concat(await renderEvents(log, shown, rendering)));
    wanted -= BigInt(shown.length);
    const last = events.at(-1);
    if (last === undefined || isLast || wanted === 0n) return;
    // PostgreSQL reads on while this page leaves; a reader that does not read has one page more waiting for it.
    page = readPage(log, read, read.backwards ? last.position : last.position + 1n, wanted);
    page.catch(() => {});
    await call.drained();
  }
}

interface Page {
  readonly events: StoredEvent[];
  readonly isLast: boolean;
}

async function readPage(log: EventLog, read: AllRead, from: bigint, wanted: bigint): Promise<Page> {
  const limit = wanted < PAGE_EVENTS && read.filter === undefined ? Number(wanted) : PAGE_EVENTS;
  const events = read.backwards
    ? await log.store.readAllBackwards(from, limit)
    : await log.store.readAllForwards(from, limit);
  return { events, isLast: isLastPage(events, limit) };
}

/** Where to begin: forwards at or after this position, backwards before it; undefined when nothing can come. */
async function startOf(log: EventLog, { from, backwards }: AllRead): Promise<bigint | undefined> {
  if (from === 'start') return backwards ? undefined : 0n;
  if (from === 'end' || from.commit === END_POSITION) return backwards ? log.nextPosition : undefined;
  if (from.prepare > from.commit) throw badRequest('The prepare position is after the commit position.');
  if (from.commit === 0n) return backwards ? undefined : 0n;
  const beyondEnd = from.commit >= log.nextPosition;
  if (beyondEnd && !backwards) return undefined;
  if (beyondEnd || !(await log.store.holdsPosition(from.commit))) throw noSuchPosition(from);
  if (!backwards || from.prepare === from.commit) return from.commit;
  const [skipped] = await log.store.readAllBackwards(from.commit, 1);
  return skipped?.position;
}

/** Refuses a position at which no event lies. */
function noSuchPosition(position: PositionPair): Error {
  return badRequest(`No event lies at position ${position.commit}/${position.prepare}.`);
}
