import { NO_REVISION } from '../protocol/expected-revision.ts';
import { isSoftDeleted, NO_METADATA, REVISION_MAX, type StreamMetadata } from './stream-metadata.ts';

/** What must be known of a stream to append to it or to read it. */
export interface StreamHead {
  /** Row id of the stream; undefined while it never had an event. */
  readonly id: bigint | undefined;
  /** Last revision; `NO_REVISION` without events, `REVISION_MAX` when tombstoned. */
  readonly last: bigint;
  readonly metadata: StreamMetadata;
  /** Whether `$$stream` holds an event. */
  readonly hasMetadata: boolean;
}

/** The head of a stream that is nowhere mentioned. */
export const EMPTY_HEAD: StreamHead = {
  id: undefined,
  last: NO_REVISION,
  metadata: NO_METADATA,
  hasMetadata: false,
};

/** Whether the stream was deleted for ever. */
export function isTombstoned(head: StreamHead): boolean {
  return head.last === REVISION_MAX;
}

/** Whether the stream was deleted but may come again. */
export function isDeleted(head: StreamHead): boolean {
  return isSoftDeleted(head.metadata);
}

/** The lowest revision that `$tb` and `$maxCount` leave visible. */
export function lowestVisible(head: StreamHead): bigint {
  const { truncateBefore = 0n, maxCount } = head.metadata;
  const byCount = maxCount === undefined ? 0n : head.last - maxCount + 1n;
  return byCount > truncateBefore ? byCount : truncateBefore;
}
