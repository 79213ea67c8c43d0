import { NO_REVISION } from '../protocol/expected-revision.ts';
import { LINK_TYPE } from '../protocol/recorded-event.ts';
import { addressKey, type EventAddress } from '../storage/event-store.ts';
import type { EventLog } from './event-log.ts';
import type { StoredEvent } from './stored-event.ts';
import { isDeleted, isTombstoned, lowestVisible, type StreamHead } from './stream-head.ts';
import { REVISION_MAX } from './stream-metadata.ts';

/** An event as it is shown: itself, or what a link points to together with the link. */
export interface ShownEvent {
  /** Undefined when a link points to what cannot be read. */
  readonly event: StoredEvent | undefined;
  readonly link: StoredEvent | undefined;
}

interface LinkTarget {
  readonly stream: string;
  /** `NO_REVISION` means the last event. */
  readonly revision: bigint;
}

/** Shows events without looking behind links. */
export function showPlain(events: readonly StoredEvent[]): ShownEvent[] {
  return events.map((event) => ({ event, link: undefined }));
}

/** Shows events, each link by the event it points to; one level only. */
export async function resolveLinks(log: EventLog, events: readonly StoredEvent[]): Promise<ShownEvent[]> {
  const targets = events.map(linkTarget);
  const names = [...new Set(targets.flatMap((target) => target?.stream ?? []))];
  if (names.length === 0) return showPlain(events);
  const heads = await log.readHeads(names);
  const headOf = new Map(names.map((name, index) => [name, heads[index]]));
  const addresses = targets.map((target) => target && addressOf(target, headOf.get(target.stream)));
  const found = await log.store.readAddresses(addresses.filter((address) => address !== undefined));
  return events.map((event, index) => {
    const target = targets[index];
    if (target === undefined) return { event, link: undefined };
    const address = addresses[index];
    const pointed = address && found.get(addressKey(address));
    return {
      event: pointed && isYoung(pointed, headOf.get(target.stream), log.now()) ? pointed : undefined,
      link: event,
    };
  });
}

/** Reads `revision@stream`; undefined when the event is no link that can be followed. */
function linkTarget(event: StoredEvent): LinkTarget | undefined {
  if (event.type !== LINK_TYPE) return undefined;
  const match = /^\s*([+-]?\d{1,19})\s*@(.*)$/s.exec(event.data.toString('utf8'));
  if (match === null) return undefined;
  const revision = BigInt((match[1] ?? '').replace('+', ''));
  return revision > REVISION_MAX ? undefined : { stream: match[2] ?? '', revision };
}

function addressOf(target: LinkTarget, head: StreamHead | undefined): EventAddress | undefined {
  if (head?.id === undefined || isTombstoned(head) || isDeleted(head)) return undefined;
  const revision = target.revision === NO_REVISION ? head.last : target.revision;
  if (revision < lowestVisible(head) || revision > head.last) return undefined;
  return { stream: head.id, revision };
}

/** Whether `$maxAge` leaves the event visible. */
export function isYoung(event: StoredEvent, head: StreamHead | undefined, nowMs: number): boolean {
  const maxAge = head?.metadata.maxAgeSeconds;
  return maxAge === undefined || BigInt(Math.trunc(nowMs - event.createdMs)) < maxAge * 1000n;
}
