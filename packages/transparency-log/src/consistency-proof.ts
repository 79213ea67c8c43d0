import { equalBytes } from './bytes.ts';
import type { TreeSize } from './counts.ts';
import { TransparencyLogError } from './errors.ts';
import { EMPTY_ROOT, type Hash, nodeHash } from './hash.ts';
import { hashOfRange, isRight, type LeafRange, parent, type ReadSubtree, splitOf } from './subtree.ts';

/** A tree as a checkpoint names it. */
export interface TreeHead {
  readonly size: TreeSize;
  readonly root: Hash;
}

/**
 * The ranges of leaves whose hashes prove that the tree of `size` begins with the tree of `earlier`.
 *
 * Shape:  empty when `earlier` is 0 or equal to `size`.
 * Errors: throws COUNT_OUT_OF_RANGE when `earlier` is the larger one.
 * @see RFC 6962 §2.1.2, SUBPROOF(m, D[n], b)
 */
export function consistencyRanges(earlier: TreeSize, size: TreeSize): readonly LeafRange[] {
  if (earlier > size)
    throw new TransparencyLogError('COUNT_OUT_OF_RANGE', `a tree of ${earlier} does not grow into ${size}`);
  if (earlier === 0 || earlier === size) return [];
  const ranges: LeafRange[] = [];
  let [start, end]: [number, number] = [0, size];
  while (end !== earlier) {
    const middle = start + splitOf(end - start);
    if (earlier <= middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  // What remains ends where the earlier tree ends. When it is the whole earlier tree, the verifier has its root.
  if (start > 0) ranges.push({ start, end });
  return ranges.reverse();
}

/** The hashes that lead from the root at `earlier` to the root at `size`. Errors: as {@link consistencyRanges}, and what `read` throws. */
export function proveConsistency(earlier: TreeSize, size: TreeSize, read: ReadSubtree): readonly Hash[] {
  return consistencyRanges(earlier, size).map((range) => hashOfRange(range, read));
}

/**
 * Whether the proof shows that the later tree begins with all leaves of the earlier one, in their order.
 *
 * Errors: never throws.
 * @see RFC 9162 §2.1.4.2
 */
export function verifyConsistency(earlier: TreeHead, later: TreeHead, proof: readonly Hash[]): boolean {
  if (earlier.size > later.size) return false;
  if (earlier.size === 0) return proof.length === 0 && equalBytes(earlier.root, EMPTY_ROOT);
  if (earlier.size === later.size) return proof.length === 0 && equalBytes(earlier.root, later.root);

  let node = earlier.size - 1;
  let last = later.size - 1;
  // Up to the largest complete subtree that ends where the earlier tree ends.
  while (isRight(node)) [node, last] = [parent(node), parent(last)];
  // Node 0 there is the whole earlier tree, and its hash is not sent but known.
  const [seed, ...rest] = node === 0 ? [earlier.root, ...proof] : proof;
  if (seed === undefined) return false;
  let [earlierRoot, laterRoot] = [seed, seed];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isRight(node) || node === last) {
      earlierRoot = nodeHash(sibling, earlierRoot);
      laterRoot = nodeHash(sibling, laterRoot);
      while (!isRight(node) && node !== 0) [node, last] = [parent(node), parent(last)];
    } else {
      laterRoot = nodeHash(laterRoot, sibling);
    }
    [node, last] = [parent(node), parent(last)];
  }
  return last === 0 && equalBytes(earlierRoot, earlier.root) && equalBytes(laterRoot, later.root);
}
