import type { TreeSize } from './counts.ts';
import { TransparencyLogError } from './errors.ts';
import { EMPTY_FRONTIER, type Frontier, grow } from './frontier.ts';
import type { Hash } from './hash.ts';
import { rootOf, type Subtree } from './subtree.ts';

/** A tree with every hash in memory: for trees that are made at once, as that of the heads, and for tools. */
export class MemoryTree {
  readonly #levels: Hash[][] = [];
  #frontier: Frontier = EMPTY_FRONTIER;

  /** The tree over these leaf hashes. */
  static of(leaves: Iterable<Hash>): MemoryTree {
    const tree = new MemoryTree();
    tree.append(leaves);
    return tree;
  }

  get size(): TreeSize {
    return this.#frontier.size;
  }

  /** Adds leaves at the end. */
  append(leaves: Iterable<Hash>): void {
    const { frontier, completed } = grow(this.#frontier, leaves);
    for (const { level, hash } of completed) {
      const hashes = this.#levels[level] ?? [];
      hashes.push(hash);
      this.#levels[level] = hashes;
    }
    this.#frontier = frontier;
  }

  /** The root when the tree had `size` leaves; without it, of all leaves. Errors: throws COUNT_OUT_OF_RANGE. */
  root(size: TreeSize = this.size): Hash {
    return rootOf(size, this.read);
  }

  /** The hash of a complete subtree. Errors: throws COUNT_OUT_OF_RANGE when it is not complete. */
  readonly read = ({ level, index }: Subtree): Hash => {
    const hash = this.#levels[level]?.[index];
    if (hash !== undefined) return hash;
    throw new TransparencyLogError(
      'COUNT_OUT_OF_RANGE',
      `a tree of ${this.size} has no subtree ${index} at level ${level}`,
    );
  };
}
