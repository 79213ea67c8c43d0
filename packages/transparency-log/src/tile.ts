import { concatBytes } from './bytes.ts';
import type { TreeSize } from './counts.ts';
import { TransparencyLogError } from './errors.ts';
import { HASH_BYTES, type Hash, hashFrom, nodeHash } from './hash.ts';
import type { ReadSubtree, Subtree } from './subtree.ts';

/** Levels of the tree that one tile spans. */
export const TILE_HEIGHT = 8;
/** Hashes of a full tile. */
export const TILE_WIDTH = 2 ** TILE_HEIGHT;

/**
 * A tile: `width` neighbouring hashes at tree level `8 · level`, from the hash `256 · index` on.
 *
 * Units: level from 0 to 63, index from 0, width from 1 to 256; below 256 the tile is partial.
 * @see https://c2sp.org/tlog-tiles#merkle-tree
 */
export interface Tile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** Gives the bytes of a tile of a tree, as served. */
export type ReadTile = (tile: Tile) => Uint8Array;

/** The tiles of a tree of this size, level by level, in each from left to right; the last of a level may be partial. */
export function tilesOf(size: TreeSize): readonly Tile[] {
  return tilesBetween(0 as TreeSize, size);
}

/**
 * The tiles that a tree of `size` has and the tree of `earlier` had not: what is to be published when it has grown.
 *
 * Shape: level by level, from left to right. A partial tile that grew is there with its new width.
 */
export function tilesBetween(earlier: TreeSize, size: TreeSize): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0; hashesAt(level, size) > 0; level++) {
    const [before, now] = [hashesAt(level, earlier), hashesAt(level, size)];
    if (before === now) continue;
    for (let index = Math.floor(before / TILE_WIDTH); index * TILE_WIDTH < now; index++)
      tiles.push({ level, index, width: Math.min(TILE_WIDTH, now - index * TILE_WIDTH) });
  }
  return tiles;
}

/** The bytes of a tile: its hashes, one after another. Errors: what `read` throws. */
export function encodeTile({ level, index, width }: Tile, read: ReadSubtree): Uint8Array {
  const hashes = Array.from({ length: width }, (_, at) =>
    read({ level: level * TILE_HEIGHT, index: index * TILE_WIDTH + at }),
  );
  return concatBytes(...hashes);
}

/** The hashes of a served tile. Errors: throws TILE_MALFORMED when there are not `width` of them. */
export function decodeTile(tile: Tile, bytes: Uint8Array): readonly Hash[] {
  if (bytes.length !== tile.width * HASH_BYTES) {
    const found = `has ${bytes.length} bytes, not ${tile.width * HASH_BYTES}`;
    throw new TransparencyLogError('TILE_MALFORMED', `tile ${tile.level}/${tile.index} ${found}`);
  }
  return Array.from({ length: tile.width }, (_, at) =>
    hashFrom(bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)),
  );
}

/** The tile, of a tree of this size, from which the hash of a complete subtree can be had. */
export function tileHolding({ level, index }: Subtree, size: TreeSize): Tile {
  const tileLevel = Math.floor(level / TILE_HEIGHT);
  const first = index * 2 ** (level % TILE_HEIGHT);
  const tileIndex = Math.floor(first / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, hashesAt(tileLevel, size) - tileIndex * TILE_WIDTH);
  return { level: tileLevel, index: tileIndex, width };
}

/**
 * Reads subtrees of a tree of this size out of its tiles, so that proofs can be made of what a log serves.
 *
 * Errors: throws TILE_MALFORMED for a tile of another length, and what `readTile` throws. Whether a tile is true is
 *         another matter: compare the root first.
 */
export function subtreesFromTiles(size: TreeSize, readTile: ReadTile): ReadSubtree {
  return (subtree) => {
    const tile = tileHolding(subtree, size);
    const hashes = decodeTile(tile, readTile(tile));
    const level = subtree.level % TILE_HEIGHT;
    const before = (tile.index * TILE_WIDTH) / 2 ** level;
    return hashWithin(hashes, { level, index: subtree.index - before }, tile);
  };
}

/** Hashes that a tree of this size has at the level of these tiles. */
function hashesAt(level: number, size: TreeSize): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** The hash of a subtree whose leaves are the hashes of one tile. */
function hashWithin(hashes: readonly Hash[], { level, index }: Subtree, tile: Tile): Hash {
  if (level > 0) {
    const child = (at: number): Hash => hashWithin(hashes, { level: level - 1, index: 2 * index + at }, tile);
    return nodeHash(child(0), child(1));
  }
  const hash = hashes[index];
  if (hash !== undefined) return hash;
  throw new TransparencyLogError(
    'TILE_MALFORMED',
    `tile ${tile.level}/${tile.index} of width ${tile.width} holds no hash ${index}`,
  );
}
