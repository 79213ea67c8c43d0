import type { GrpcCall } from '../grpc/call.ts';
import type { EventLog } from '../log/event-log.ts';
import { isYoung } from '../log/links.ts';
import { isMissing, readableHead } from '../log/readable-stream.ts';
import type { StoredEvent } from '../log/stored-event.ts';
import { lowestVisible } from '../log/stream-head.ts';
import {
  encodeFirstStreamPosition,
  encodeLastStreamPosition,
  encodeStreamNotFound,
  type StreamFrom,
} from '../protocol/read.ts';
import { isLastPage, PAGE_EVENTS } from '../storage/event-store.ts';
import { type Rendering, renderEvents } from '../subscriptions/render.ts';
import { badRequest } from './bad-request.ts';

export interface StreamRead {
  readonly stream: string;
  readonly from: StreamFrom;
  readonly backwards: boolean;
  readonly count: bigint;
  /** Whether the client wants to be told where the stream ends. */
  readonly tellEnd: boolean;
}

/** The number that also stands for the end of a stream. */
const END_REVISION = 2n ** 64n - 1n;

/** Answers a read of one stream. */
export async function readStream(
  log: EventLog,
  call: GrpcCall,
  read: StreamRead,
  rendering: Rendering,
): Promise<void> {
  if (read.stream === '') throw badRequest('The name of the stream is empty.');
  if (read.count === 0n) throw badRequest('The count must be positive.');
  const atEnd = read.from === 'end' || read.from === END_REVISION;
  if (atEnd && !read.backwards) throw badRequest('A stream cannot be read forwards from its end.');
  const head = await readableHead(log, read.stream);
  if (head.id === undefined || isMissing(head)) {
    call.write(encodeStreamNotFound(read.stream));
    return;
  }
  const streamId = head.id;
  const lowest = lowestVisible(head);
  let next = firstRevision(read, atEnd, head.last, lowest);
  let wanted = read.count;
  let shownAny = false;
  while (wanted > 0n && next >= 0n && !call.over) {
    const limit = wanted < PAGE_EVENTS ? Number(wanted) : PAGE_EVENTS;
    const events: StoredEvent[] = read.backwards
      ? await log.store.readStreamBackwards(streamId, next, lowest, limit)
      : await log.store.readStreamForwards(streamId, next, limit);
    const now = log.now();
    const visible = events.filter((event) => isYoung(event, head, now));
    if (visible.length > 0) {
      shownAny = true;
      call.writeFrames(Buffer.concat(await renderEvents(log, visible, rendering)));
    }
    wanted -= BigInt(visible.length);
    const last = events.at(-1);
    if (last === undefined || isLastPage(events, limit)) break;
    next = read.backwards ? last.revision - 1n : last.revision + 1n;
    await call.drained();
  }
  if (!read.tellEnd) return;
  if (!shownAny) call.write(encodeFirstStreamPosition(lowest < 0n ? 0n : lowest));
  call.write(encodeLastStreamPosition(head.last));
}

function firstRevision(read: StreamRead, atEnd: boolean, last: bigint, lowest: bigint): bigint {
  const from = read.from === 'start' || typeof read.from !== 'bigint' ? 0n : read.from;
  if (read.backwards) return atEnd || from > last ? last : from;
  return from > lowest ? from : lowest;
}
