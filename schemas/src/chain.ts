import type { LedgerEvent } from './envelope.ts';
import { eventHash } from './event-hash.ts';
import type { Revision, StreamName } from './identity.ts';
import type { FileHead } from './recording.ts';

/** Where a file's chain breaks, and how. */
export interface ChainBreak {
  readonly stream: StreamName;
  /** The revision that ought to stand here. */
  readonly revision: Revision;
  readonly reason:
    | 'another-stream'
    | 'revision-out-of-order'
    | 'prior-missing'
    | 'prior-unexpected'
    | 'prior-differs';
  readonly expected: string;
  readonly found: string;
}

/**
 * Finds the first event that does not follow the one before it in its file.
 *
 * Shape:  undefined when every event follows: one stream, revisions contiguous on from `after` (from 0 without it),
 *         each `prior` the hash of the event before.
 * Errors: throws TransparencyLogError when an event holds what JSON cannot carry.
 */
export function verifyChain(events: Iterable<LedgerEvent>, after?: FileHead): ChainBreak | undefined {
  let head = after;
  let stream: StreamName | undefined;
  for (const event of events) {
    stream ??= event.stream;
    const broken = chainBreak(event, stream, head);
    if (broken !== undefined) return broken;
    head = { revision: event.revision, hash: eventHash(event) };
  }
  return undefined;
}

/** How an event fails to follow the head of its file, or undefined when it follows. Never throws. */
export function chainBreak(
  event: LedgerEvent,
  stream: StreamName,
  head: FileHead | undefined,
): ChainBreak | undefined {
  const revision = (head === undefined ? 0 : head.revision + 1) as Revision;
  const broken = (reason: ChainBreak['reason'], expected: string, found: string): ChainBreak => ({
    stream,
    revision,
    reason,
    expected,
    found,
  });
  const prior = event.metadata.prior;
  if (event.stream !== stream) return broken('another-stream', stream, event.stream);
  if (event.revision !== revision)
    return broken('revision-out-of-order', String(revision), String(event.revision));
  if (head === undefined) return prior === undefined ? undefined : broken('prior-unexpected', 'none', prior);
  if (prior === undefined) return broken('prior-missing', head.hash, 'none');
  return prior === head.hash ? undefined : broken('prior-differs', head.hash, prior);
}
