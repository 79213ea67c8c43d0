import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  cosigner,
  ed25519Signer,
  encodeEntries,
  encodeTile,
  entriesPath,
  eventLeaf,
  formatSigningKey,
  formatVerifierKey,
  leafHash,
  leafIndex,
  MemoryTree,
  proveConsistency,
  proveInclusion,
  sha256,
  signCheckpoint,
  TILE_WIDTH,
  tilePath,
  tilesOf,
  toBase64,
  treeSize,
} from '@ledger/transparency-log';

const ORIGIN = 'ledger.example/sumdb-check';
const utf8 = new TextEncoder();
const seed = sha256(utf8.encode(ORIGIN));
const log = ed25519Signer(ORIGIN, seed);
const witness = cosigner('witness.example/sumdb-check', sha256(utf8.encode('witness')), () => 1_795_000_000);

/**
 * Writes a log of each size as it is served, with proofs of it and the keys to verify them by.
 *
 * Shape: `logs/‹size›/` with `checkpoint`, `tile/…` and `proofs.json`; beside it `vkey`, `cosigner`, `signing-key` and
 *        a note `signed` by that key.
 */
export function writeLogs(directory: string, sizes: readonly number[]): void {
  const entries = Array.from({ length: Math.max(...sizes) }, (_, at) =>
    eventLeaf(sha256(utf8.encode(`event ${at}`))),
  );
  const tree = MemoryTree.of(entries.map(leafHash));
  write(directory, 'vkey', `${formatVerifierKey(log.key)}\n`);
  write(directory, 'cosigner', `${formatVerifierKey(witness.key)}\n`);
  write(directory, 'signing-key', `${formatSigningKey(ORIGIN, seed)}\n`);
  write(directory, 'signed', signCheckpoint({ origin: ORIGIN, size: tree.size, root: tree.root() }, [log]));
  for (const size of sizes) writeLog(join(directory, 'logs', String(size)), size, entries, tree);
}

function writeLog(directory: string, count: number, entries: readonly Uint8Array[], tree: MemoryTree): void {
  const size = treeSize(count);
  write(
    directory,
    'checkpoint',
    signCheckpoint({ origin: ORIGIN, size, root: tree.root(size) }, [log, witness]),
  );
  for (const tile of tilesOf(size)) {
    write(directory, tilePath(tile), encodeTile(tile, tree.read));
    const from = tile.index * TILE_WIDTH;
    if (tile.level === 0)
      write(directory, entriesPath(tile), encodeEntries(entries.slice(from, from + tile.width)));
  }
  const places = placesIn(count);
  const proofs = {
    inclusion: places.map((at) => ({
      index: at,
      proof: proveInclusion(leafIndex(at), size, tree.read).map(toBase64),
    })),
    consistency: places.map((at) => ({
      earlier: at + 1,
      root: toBase64(tree.root(treeSize(at + 1))),
      proof: proveConsistency(treeSize(at + 1), size, tree.read).map(toBase64),
    })),
  };
  write(directory, 'proofs.json', JSON.stringify(proofs));
}

/** Every leaf of a small tree; of a large one those at its ends, at the edges of tiles, and some between. */
function placesIn(count: number): readonly number[] {
  if (count <= 2 * TILE_WIDTH) return Array.from({ length: count }, (_, at) => at);
  const edges = [0, 1, 255, 256, 257, 65_279, 65_280, 65_535, 65_536, count - 2, count - 1];
  const between = Array.from({ length: 50 }, (_, at) => Math.floor((at * count) / 50));
  return [...new Set([...edges, ...between])].filter((at) => at < count);
}

function write(directory: string, path: string, content: string | Uint8Array): void {
  const file = join(directory, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
