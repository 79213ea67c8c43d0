import type { TreeSize } from './counts.ts';
import { type Hash, nodeHash } from './hash.ts';
import { joinPeaks, type ReadSubtree, type Subtree, subtreesOf, wholeTree } from './subtree.ts';

/**
 * All that a tree needs to remember to grow: its size and the hashes of its largest complete subtrees. A tree of a
 * million leaves remembers at most twenty hashes.
 */
export interface Frontier {
  readonly size: TreeSize;
  /** From left to right, one for each binary one of the size. */
  readonly peaks: readonly Hash[];
}

/** A subtree that has become complete, with the hash it will always have. */
export interface CompletedSubtree extends Subtree {
  readonly hash: Hash;
}

/** What growing gives: the new frontier, and what to store beside it. */
export interface Growth {
  readonly frontier: Frontier;
  /** In the order they became complete: each leaf, then every subtree it closes. */
  readonly completed: readonly CompletedSubtree[];
}

/** The tree without leaves. */
export const EMPTY_FRONTIER: Frontier = { size: 0 as TreeSize, peaks: [] };

/** The frontier after these leaves; the one given is left as it was. Units: leaf hashes, in log order. */
export function grow(frontier: Frontier, leaves: Iterable<Hash>): Growth {
  const peaks = [...frontier.peaks];
  const completed: CompletedSubtree[] = [];
  let size: number = frontier.size;
  for (const leaf of leaves) {
    let subtree: CompletedSubtree = { level: 0, index: size, hash: leaf };
    completed.push(subtree);
    // As an odometer turns: a right child meets its left sibling, the last peak, and both become their parent.
    while (subtree.index % 2 === 1) {
      const left = peaks.pop();
      if (left === undefined) throw new Error(`a frontier of ${size} lacks a peak`);
      subtree = {
        level: subtree.level + 1,
        index: (subtree.index - 1) / 2,
        hash: nodeHash(left, subtree.hash),
      };
      completed.push(subtree);
    }
    peaks.push(subtree.hash);
    size += 1;
  }
  return { frontier: { size: size as TreeSize, peaks }, completed };
}

/** The root of the tree that ends at this frontier. */
export function frontierRoot({ peaks }: Frontier): Hash {
  return joinPeaks(peaks);
}

/** The frontier of a stored tree, to go on growing it. Errors: what `read` throws. */
export function frontierAt(size: TreeSize, read: ReadSubtree): Frontier {
  return { size, peaks: subtreesOf(wholeTree(size)).map(read) };
}
