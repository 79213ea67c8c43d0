import { type ExpectedRevision, NO_REVISION } from '../protocol/expected-revision.ts';
import type { EventPlace } from './event-id-memory.ts';
import { isDeleted, isTombstoned, type StreamHead } from './stream-head.ts';

/** What becomes of a write, decided before anything is stored. */
export type WriteDecision =
  | { readonly kind: 'write' }
  /** A retry: everything is there already, and ends at `revision`. */
  | { readonly kind: 'already-written'; readonly revision: bigint }
  | { readonly kind: 'wrong-revision'; readonly current: bigint }
  | { readonly kind: 'stream-deleted' };

/** What is known of event ids when an append is decided. */
export interface KnownIds {
  /** Where `id` was written first, if that is remembered. */
  readonly firstPlace: (id: string) => Pick<EventPlace, 'stream' | 'revision'> | undefined;
  /** The id of the event at `revision` of the stream. */
  readonly idAt: (revision: bigint) => string | undefined;
}

const WRITE: WriteDecision = { kind: 'write' };
const STREAM_DELETED: WriteDecision = { kind: 'stream-deleted' };

/** The revision that must be the last one for an append to be a first attempt; undefined for `any` and `stream_exists`. */
export function exactRevision(expected: ExpectedRevision): bigint | undefined {
  if (typeof expected === 'bigint') return expected;
  return expected === 'no_stream' ? NO_REVISION : undefined;
}

/** Whether deciding this append needs the ids that the stream holds after the expected revision. */
export function needsStreamIds(head: StreamHead, expected: ExpectedRevision, count: number): boolean {
  const exact = exactRevision(expected);
  return exact !== undefined && exact < head.last && !isTombstoned(head) && count > 0;
}

/**
 * Decides an append; ids alone tell a retry from a conflict, types and data are not compared.
 *
 * Errors: never throws.
 */
export function decideAppend(
  head: StreamHead,
  expected: ExpectedRevision,
  ids: readonly string[],
  known: KnownIds,
): WriteDecision {
  if (isTombstoned(head)) return STREAM_DELETED;
  if (expected === 'stream_exists') {
    if (isDeleted(head)) return STREAM_DELETED;
    if (head.last === NO_REVISION && !head.hasMetadata) return { kind: 'wrong-revision', current: head.last };
  }
  const exact = exactRevision(expected);
  if (ids.length === 0) return decideEmpty(head, exact);
  return exact === undefined ? decideByMemory(head, ids, known) : decideByStream(head, exact, ids, known);
}

function decideEmpty(head: StreamHead, exact: bigint | undefined): WriteDecision {
  if (exact === undefined || exact === head.last || (exact === NO_REVISION && isDeleted(head))) return WRITE;
  return { kind: 'wrong-revision', current: head.last };
}

function decideByMemory(head: StreamHead, ids: readonly string[], known: KnownIds): WriteDecision {
  let revision: bigint | undefined;
  for (const id of ids) {
    const place = known.firstPlace(id);
    if (place === undefined || place.stream !== head.id) {
      // An unknown first id makes everything new; an unknown later one contradicts a known first.
      return revision === undefined ? WRITE : { kind: 'wrong-revision', current: head.last };
    }
    revision = place.revision;
  }
  return revision === undefined ? WRITE : { kind: 'already-written', revision };
}

function decideByStream(
  head: StreamHead,
  exact: bigint,
  ids: readonly string[],
  known: KnownIds,
): WriteDecision {
  if (exact === head.last) return WRITE;
  if (exact > head.last) return { kind: 'wrong-revision', current: head.last };
  let revision = exact;
  for (const id of ids) {
    revision += 1n;
    if (known.idAt(revision) === id) continue;
    const startsAnew = exact === NO_REVISION && isDeleted(head) && revision === 0n;
    return startsAnew ? WRITE : { kind: 'wrong-revision', current: head.last };
  }
  return { kind: 'already-written', revision };
}

/** Decides a soft delete. */
export function decideDelete(head: StreamHead, expected: ExpectedRevision): WriteDecision {
  if (isTombstoned(head)) return STREAM_DELETED;
  const mayBegin = head.last !== NO_REVISION && (expected !== 'no_stream' || isDeleted(head));
  if (mayBegin && (typeof expected !== 'bigint' || expected === head.last)) return WRITE;
  return { kind: 'wrong-revision', current: head.last };
}

/** Decides a tombstone. */
export function decideTombstone(head: StreamHead, expected: ExpectedRevision): WriteDecision {
  if (isTombstoned(head)) return STREAM_DELETED;
  if (expected === 'stream_exists' && isDeleted(head)) return STREAM_DELETED;
  const missing = head.last === NO_REVISION;
  const fits =
    expected === 'any' ||
    (expected === 'no_stream' && (missing || isDeleted(head))) ||
    (expected === 'stream_exists' && !missing) ||
    (typeof expected === 'bigint' && !missing && expected === head.last);
  return fits ? WRITE : { kind: 'wrong-revision', current: head.last };
}
