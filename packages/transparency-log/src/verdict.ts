import type { Checkpoint } from './checkpoint.ts';
import type { LeafIndex } from './counts.ts';
import type { ShownEvent } from './event-bytes.ts';

/** What is looked at in an evidence bundle, in this order. */
export const CHECKS = ['format', 'event', 'checkpoint', 'key', 'inclusion', 'chain', 'heads'] as const;
export type CheckName = (typeof CHECKS)[number];

/**
 * How a check came out: it holds, it fails, or the bundle does not show enough to tell. What comes after a failed
 * check that it needs is not shown either.
 */
export interface Check {
  readonly name: CheckName;
  readonly outcome: 'holds' | 'fails' | 'not-shown';
  /** Why it does not hold; plain words for a technical reader. */
  readonly detail?: string;
}

/** What verifying an evidence bundle came to. The same bytes and the same trust give the same verdict everywhere. */
export interface Verdict {
  /** Whether the event is proved: nothing fails, and format, event, checkpoint, key and inclusion hold. */
  readonly proved: boolean;
  /** One for each of {@link CHECKS}, in their order. */
  readonly checks: readonly Check[];
  /** Present when the check of the same name holds. */
  readonly event?: ShownEvent;
  readonly log?: ProvenLog;
  readonly file?: ProvenFile;
}

/** The log the event is in, and who vouches for it. */
export interface ProvenLog {
  readonly checkpoint: Checkpoint;
  /** The place of the event; its position in the ledger is one more. */
  readonly index: LeafIndex;
  /** The name of the key that signed for the log. */
  readonly signer: string;
  /** Whether the reader brought the keys, or they are only those the bundle itself names. */
  readonly trust: 'of-the-reader' | 'named-by-the-bundle';
  /** Trusted witnesses that cosigned. Units: seconds since 1970-01-01T00:00:00Z. */
  readonly cosigners: readonly { readonly name: string; readonly time: number }[];
  /** Names on signature lines whose keys nobody here knows; they count for nothing. */
  readonly unknownSigners: readonly string[];
}

/** The file the event stands in. */
export interface ProvenFile {
  readonly fileId: string;
  /** How many events the file had when the heads were sealed; absent while that is not proved. */
  readonly length?: number;
  /** The heads cover the ledger up to this position. Units: one-based. */
  readonly sealedAt?: number;
  /** Later events of the chain that the bundle does not show. */
  readonly withheld: number;
}
