import { equalBytes } from './bytes.ts';
import type { LeafIndex, TreeSize } from './counts.ts';
import { TransparencyLogError } from './errors.ts';
import { type Hash, nodeHash } from './hash.ts';
import { hashOfRange, isRight, type LeafRange, parent, type ReadSubtree, splitOf } from './subtree.ts';

/** What {@link verifyInclusion} compares: a leaf at an index, and the root of the tree it is said to stand in. */
export interface InclusionClaim {
  readonly leaf: Hash;
  readonly index: LeafIndex;
  readonly size: TreeSize;
  readonly root: Hash;
}

/**
 * The ranges of leaves whose hashes prove the leaf at `index` in the tree of `size`.
 *
 * Shape:  from the leaf's sibling up to the child of the root.
 * Errors: throws COUNT_OUT_OF_RANGE when the tree has no such leaf.
 * @see RFC 6962 §2.1.1, PATH(m, D[n])
 */
export function inclusionRanges(index: LeafIndex, size: TreeSize): readonly LeafRange[] {
  if (index >= size)
    throw new TransparencyLogError('COUNT_OUT_OF_RANGE', `a tree of ${size} has no leaf ${index}`);
  const siblings: LeafRange[] = [];
  let [start, end]: [number, number] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      siblings.push({ start: middle, end });
      end = middle;
    } else {
      siblings.push({ start, end: middle });
      start = middle;
    }
  }
  return siblings.reverse();
}

/** The hashes that lead from the leaf at `index` to the root of the tree of `size`. Errors: as {@link inclusionRanges}, and what `read` throws. */
export function proveInclusion(index: LeafIndex, size: TreeSize, read: ReadSubtree): readonly Hash[] {
  return inclusionRanges(index, size).map((range) => hashOfRange(range, read));
}

/** Whether the proof leads from the leaf to the root. Errors: never throws. */
export function verifyInclusion(claim: InclusionClaim, proof: readonly Hash[]): boolean {
  const root = rootOfInclusion(claim, proof);
  return root !== undefined && equalBytes(root, claim.root);
}

/**
 * The root the proof leads to, or undefined when it has too few or too many hashes for this index and size.
 *
 * Errors: never throws.
 * @see RFC 9162 §2.1.3.2
 */
function rootOfInclusion(
  { leaf, index, size }: Omit<InclusionClaim, 'root'>,
  proof: readonly Hash[],
): Hash | undefined {
  if (index >= size) return undefined;
  let node: number = index;
  let last: number = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return undefined;
    if (isRight(node) || node === last) {
      hash = nodeHash(sibling, hash);
      // The last node of a level without a sibling stands for itself one level up.
      while (!isRight(node) && node !== 0) [node, last] = [parent(node), parent(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [parent(node), parent(last)];
  }
  return last === 0 ? hash : undefined;
}
