import { equalBytes, toBase64 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { type Checkpoint, type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts';
import { proveConsistency, type TreeHead, verifyConsistency } from './consistency-proof.ts';
import type { TreeSize } from './counts.ts';
import { TransparencyLogError } from './errors.ts';
import type { Hash } from './hash.ts';
import { JsonReader, parseCanonicalJson } from './json-reader.ts';
import { type ReadSubtree, rootOf } from './subtree.ts';
import type { Verifier } from './verifier.ts';

/**
 * That a log signed two checkpoints of which neither extends the other: the crime a transparency log cannot deny.
 *
 * The smaller checkpoint names one root for its size; the larger tree, by a proof anyone can check, begins with a
 * tree of that size and another root.
 */
export interface ForkProof {
  /** The signed checkpoint of the smaller tree, verbatim. */
  readonly smaller: string;
  /** The signed checkpoint of the larger tree, or of another tree of the same size, verbatim. */
  readonly larger: string;
  /** The root of the larger tree when it had the size of the smaller one. */
  readonly prefixRoot: Hash;
  /** That the larger tree extends a tree with that root. Empty when both have the same size. */
  readonly consistency: readonly Hash[];
}

/** What a fork proof proves. */
export type ForkVerdict =
  | { readonly forked: true; readonly smaller: OpenedCheckpoint; readonly larger: OpenedCheckpoint }
  | { readonly forked: false; readonly reason: 'unsigned' | 'other-log' | 'same-tree' | 'proof-fails' };

const FORMAT = 'ledger-fork-proof/v1';

/** The fork between two signed checkpoints, made from the larger one's tree. Errors: throws COUNT_OUT_OF_RANGE, and what `read` throws. */
export function proveFork(
  smaller: { readonly note: string; readonly size: TreeSize },
  larger: { readonly note: string; readonly size: TreeSize; readonly read: ReadSubtree },
): ForkProof {
  return {
    smaller: smaller.note,
    larger: larger.note,
    prefixRoot: rootOf(smaller.size, larger.read),
    consistency: proveConsistency(smaller.size, larger.size, larger.read),
  };
}

/** Whether the log, known by these keys, has forked. Errors: never throws. */
export function verifyForkProof(proof: ForkProof, verifiers: readonly Verifier[]): ForkVerdict {
  const smaller = opened(proof.smaller, verifiers);
  const larger = opened(proof.larger, verifiers);
  if (smaller === undefined || larger === undefined) return { forked: false, reason: 'unsigned' };
  const [before, after]: [Checkpoint, Checkpoint] = [smaller.checkpoint, larger.checkpoint];
  if (before.origin !== after.origin) return { forked: false, reason: 'other-log' };
  if (equalBytes(before.root, proof.prefixRoot)) return { forked: false, reason: 'same-tree' };
  const prefix: TreeHead = { size: before.size, root: proof.prefixRoot };
  return verifyConsistency(prefix, after, proof.consistency)
    ? { forked: true, smaller, larger }
    : { forked: false, reason: 'proof-fails' };
}

/** The proof as the bytes of a file. Shape: canonical JSON, so that one proof has one spelling. */
export function encodeForkProof({ smaller, larger, prefixRoot, consistency }: ForkProof): Uint8Array {
  const members = {
    smaller,
    larger,
    prefixRoot: toBase64(prefixRoot),
    consistency: consistency.map(toBase64),
  };
  return canonicalJson({ format: FORMAT, ...members });
}

/** The proof in the bytes of a file; nothing is verified. Errors: throws FORK_PROOF_MALFORMED. */
export function decodeForkProof(bytes: Uint8Array): ForkProof {
  const file = new JsonReader('FORK_PROOF_MALFORMED', parseCanonicalJson(bytes));
  file.object(['format', 'smaller', 'larger', 'prefixRoot', 'consistency']);
  if (file.at('format').text() !== FORMAT) throw file.refused(`is not of the format ${FORMAT}`);
  return {
    smaller: file.at('smaller').text(),
    larger: file.at('larger').text(),
    prefixRoot: file.at('prefixRoot').hash(),
    consistency: file.at('consistency').list((hash) => hash.hash()),
  };
}

function opened(note: string, verifiers: readonly Verifier[]): OpenedCheckpoint | undefined {
  try {
    return openCheckpoint(note, verifiers);
  } catch (error) {
    if (error instanceof TransparencyLogError) return undefined;
    throw error;
  }
}
