import type { TreeSize } from './counts.ts';
import { EMPTY_ROOT, type Hash, nodeHash } from './hash.ts';

/**
 * A complete subtree: the leaves `index · 2^level` up to, without it, `(index + 1) · 2^level`. Its hash never
 * changes once its last leaf is there, so it is what a log stores.
 */
export interface Subtree {
  readonly level: number;
  readonly index: number;
}

/** Gives the hash of a complete subtree, from wherever hashes are kept. */
export type ReadSubtree = (subtree: Subtree) => Hash;

/** Neighbouring leaves `start`, `start + 1`, … up to, without it, `end`. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** All leaves of a tree of this size. */
export function wholeTree(size: TreeSize): LeafRange {
  return { start: 0, end: size };
}

/**
 * The complete subtrees that together are the range.
 *
 * Shape: from left to right, each larger than the next; the binary digits of the range's width. Only for ranges
 *        that a Merkle tree has, which start at a multiple of the largest power of two not above their width.
 */
export function subtreesOf({ start, end }: LeafRange): readonly Subtree[] {
  const subtrees: Subtree[] = [];
  let from = start;
  while (from < end) {
    const level = Math.floor(Math.log2(end - from));
    subtrees.push({ level, index: from / 2 ** level });
    from += 2 ** level;
  }
  return subtrees;
}

/** The Merkle tree hash of the range, RFC 6962 §2.1; {@link EMPTY_ROOT} when it is empty. Errors: what `read` throws. */
export function hashOfRange(range: LeafRange, read: ReadSubtree): Hash {
  return joinPeaks(subtreesOf(range).map(read));
}

/** The root over complete subtrees that stand side by side, each larger than the next. */
export function joinPeaks(peaks: readonly Hash[]): Hash {
  // From the right: the smaller subtrees are hashed together before they meet a larger one.
  return (
    peaks.reduceRight<Hash | undefined>(
      (right, left) => (right === undefined ? left : nodeHash(left, right)),
      undefined,
    ) ?? EMPTY_ROOT
  );
}

/** The root of the tree of this size. Errors: what `read` throws. */
export function rootOf(size: TreeSize, read: ReadSubtree): Hash {
  return hashOfRange(wholeTree(size), read);
}

/** The largest power of two smaller than `width`: where RFC 6962 splits a tree of two leaves or more. */
export function splitOf(width: number): number {
  let split = 1;
  while (2 * split < width) split *= 2;
  return split;
}

/** Whether a node, counted from the left of its level, is the right child of its parent. */
export function isRight(node: number): boolean {
  return node % 2 === 1;
}

/** The place of a node's parent, counted from the left of the level above. */
export function parent(node: number): number {
  return Math.floor(node / 2);
}
