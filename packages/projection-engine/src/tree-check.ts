import { createHash, type Hash as RunningHash } from 'node:crypto';
import {
  EMPTY_FRONTIER,
  equalBytes,
  type Frontier,
  frontierRoot,
  grow,
  HASH_BYTES,
  TILE_WIDTH,
  type Tile,
  tilePath,
  toHex,
} from '@ledger/transparency-log';
import { leafOf, readFrontier, tileGrowths } from './log-tree.ts';
import type { Sql } from './sql.ts';

/** Grows the log's tree anew, from hashes that were computed and not read, and compares what is stored with it. */
export class TreeCheck {
  #frontier: Frontier = EMPTY_FRONTIER;
  /** A digest for each tile, in place of its 8 KiB; the last of each level still runs. */
  readonly #tiles = new Map<string, { readonly tile: Tile; readonly digest: RunningHash }>();

  /** Adds the next event, by its hash. */
  add(eventHash: Uint8Array): void {
    const { frontier, completed } = grow(this.#frontier, [leafOf(eventHash)]);
    this.#frontier = frontier;
    for (const { level, index, first, hashes } of tileGrowths(completed)) {
      const key = `${level}/${index}`;
      const digest = this.#tiles.get(key)?.digest ?? createHash('sha256');
      for (const hash of hashes) digest.update(hash);
      this.#tiles.set(key, { tile: { level, index, width: first + hashes.length }, digest });
    }
  }

  /** The root of the tree grown anew, in hex. */
  get root(): string {
    return toHex(frontierRoot(this.#frontier));
  }

  /** What is stored and is not so in the tree grown anew. Shape: `tree`, or the paths of tiles; empty when all agrees. */
  async differences(sql: Sql): Promise<readonly string[]> {
    const found: string[] = [];
    const stored = await readFrontier(sql);
    const isSame =
      stored.size === this.#frontier.size &&
      equalBytes(Buffer.concat(stored.peaks), Buffer.concat(this.#frontier.peaks));
    if (!isSame) found.push('tree');
    const rows = await sql.query<{ level: number; index: string; bytes: number; digest: string }>(
      `SELECT level, index, octet_length(hashes) AS bytes, encode(sha256(hashes), 'hex') AS digest
       FROM ledger.tile ORDER BY level, index`,
    );
    for (const { level, index, bytes, digest } of rows) {
      const key = `${level}/${index}`;
      const expected = this.#tiles.get(key);
      this.#tiles.delete(key);
      const width = Math.min(bytes / HASH_BYTES, TILE_WIDTH);
      if (expected?.digest.digest('hex') !== digest)
        found.push(tilePath({ level, index: Number(index), width }));
    }
    for (const { tile } of this.#tiles.values()) found.push(tilePath(tile));
    return found;
  }
}
