import { concatBytes, equalBytes, textOf } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { TreeSize } from './counts.ts';
import { decodeEntries } from './entry-bundle.ts';
import { TransparencyLogError } from './errors.ts';
import { EMPTY_FRONTIER, frontierRoot, grow } from './frontier.ts';
import { type Hash, leafHash } from './hash.ts';
import { judgeCheckpoint, type Policy } from './policy.ts';
import { joinPeaks } from './subtree.ts';
import { TILE_WIDTH, tilesOf } from './tile.ts';
import { entriesPath, tilePath } from './tile-path.ts';
import { formatVerifierKey } from './verifier-key.ts';

/** Gives a served file by its path below the log's prefix, or undefined when there is none. */
export type ReadServed = (path: string) => Promise<Uint8Array | undefined>;

/** What verifying all that a log serves came to. */
export type LogVerdict =
  | { readonly intact: true; readonly checkpoint: Checkpoint; readonly files: number }
  /** The first file that is not what the checkpoint commits to, and what is wrong with it. */
  | { readonly intact: false; readonly path: string; readonly reason: string };

/** Where a log serves its newest checkpoint. */
export const CHECKPOINT_PATH = 'checkpoint';
/** Where this log serves its verifier key. */
export const VKEY_PATH = 'vkey';

/**
 * Verifies every file that a log serves for its checkpoint: entries against leaves, tiles against the tiles below,
 * the root against the checkpoint, the checkpoint against the policy. Any bit that differs is found.
 *
 * Shape:  reads from left to right, one file at a time; holds one hash in memory for each 256 entries.
 * Errors: throws what `read` throws; what is wrong with the log is in the verdict.
 */
export async function verifyServedLog(read: ReadServed, policy: Policy): Promise<LogVerdict> {
  let path = CHECKPOINT_PATH;
  let files = 0;
  const served = async (wanted: string): Promise<Uint8Array> => {
    path = wanted;
    files += 1;
    const bytes = await read(wanted);
    return bytes ?? wrong('is missing');
  };
  try {
    const judgement = judgeCheckpoint(policy, await served(CHECKPOINT_PATH));
    if (!judgement.accepted) return wrong(`is ${judgement.reason}`);
    const vkey = textOf(await served(VKEY_PATH));
    if (vkey !== `${formatVerifierKey(judgement.log)}\n`) return wrong('is not the key of the log');
    const { checkpoint } = judgement;
    const root = await rootOfServed(checkpoint.size, served);
    path = CHECKPOINT_PATH;
    if (!equalBytes(root, checkpoint.root)) return wrong('has another root than the tiles');
    return { intact: true, checkpoint, files };
  } catch (error) {
    if (error instanceof Wrong || error instanceof TransparencyLogError)
      return { intact: false, path, reason: error.message };
    throw error;
  }
}

type Served = (path: string) => Promise<Uint8Array>;

async function rootOfServed(size: TreeSize, served: Served): Promise<Hash> {
  const peaks: Hash[] = [];
  // What the full tiles of the level below amount to; tiles come level by level, from the leaves up.
  let below: readonly Hash[] = [];
  let full: Hash[] = [];
  let level = 0;
  for (const tile of tilesOf(size)) {
    if (tile.level !== level) [level, below, full] = [tile.level, full, []];
    const hashes =
      level === 0
        ? decodeEntries(await served(entriesPath(tile)), tile.width).map(leafHash)
        : below.slice(tile.index * TILE_WIDTH, tile.index * TILE_WIDTH + tile.width);
    if (!equalBytes(await served(tilePath(tile)), concatBytes(...hashes)))
      wrong('differs from what is below it');
    const { frontier } = grow(EMPTY_FRONTIER, hashes);
    // A full tile is a hash of the next level; a partial one ends its level, and its peaks are peaks of the tree.
    if (tile.width === TILE_WIDTH) full.push(frontierRoot(frontier));
    else peaks.unshift(...frontier.peaks);
  }
  return joinPeaks(peaks);
}

/** Ends the verification: the file being read is wrong. */
class Wrong extends Error {
  override readonly name = 'Wrong';
}

function wrong(why: string): never {
  throw new Wrong(why);
}
