import type { ExpectedRevision } from '../protocol/expected-revision.ts';

/** An event to be appended, checked for everything that can be checked without the stream. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly customMetadata: Uint8Array;
  readonly data: Uint8Array;
}

interface StreamWrite {
  readonly stream: string;
  readonly expected: ExpectedRevision;
}

/** A change of one stream; it happens whole or not at all. */
export type WriteRequest =
  | (StreamWrite & {
      readonly kind: 'append';
      readonly events: readonly ProposedEvent[];
      /** Milliseconds since 1970 after which nothing may be written any more. */
      readonly deadlineMs: number | undefined;
    })
  | (StreamWrite & { readonly kind: 'delete' })
  | (StreamWrite & { readonly kind: 'tombstone' });

/** What became of a write; everything it tells of is on disk. */
export type WriteOutcome =
  | { readonly kind: 'written'; readonly revision: bigint; readonly position: bigint | undefined }
  | { readonly kind: 'wrong-revision'; readonly current: bigint }
  | { readonly kind: 'stream-deleted' }
  | { readonly kind: 'timed-out' };
