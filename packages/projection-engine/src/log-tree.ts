import { hash } from 'node:crypto';
import type { Position } from '@ledger/schemas';
import {
  type CompletedSubtree,
  eventLeaf,
  type Frontier,
  grow,
  HASH_BYTES,
  type Hash,
  hashFrom,
  leafHash,
  TILE_HEIGHT,
  TILE_WIDTH,
  treeSize,
} from '@ledger/transparency-log';
import { type HashedParts, hashedText } from './hashed-event.ts';
import type { Sql } from './sql.ts';

/** Leaves that are hashed between two statements; fewer than would make PostgreSQL take the session for silent. */
const CHUNK_LEAVES = 10_000;

/**
 * The log's tree has one leaf for each line of the journal up to the position; to be called while the checkpoint is held.
 *
 * The leaves are read from the journal, so a tree that another program left behind catches up here.
 */
export async function growTree(sql: Sql, upTo: Position): Promise<void> {
  let frontier = await readFrontier(sql);
  if (frontier.size >= upTo) return;
  while (frontier.size < upTo) {
    const end = Math.min(frontier.size + CHUNK_LEAVES, upTo);
    const growth = grow(frontier, await readLeaves(sql, frontier.size, end));
    await writeTiles(sql, growth.completed);
    ({ frontier } = growth);
  }
  await sql.query('UPDATE ledger.tree SET size = $1, peaks = $2', [
    frontier.size,
    Buffer.concat(frontier.peaks),
  ]);
}

/** The tree as it is stored: its size and the hashes it grows from. */
export async function readFrontier(sql: Sql): Promise<Frontier> {
  const [row] = await sql.query<{ size: string; peaks: Buffer }>('SELECT size, peaks FROM ledger.tree');
  if (row === undefined) throw new Error('ledger.tree has no row');
  return { size: treeSize(Number(row.size)), peaks: hashesIn(row.peaks) };
}

/** The hash of the leaf that stands for an event. */
export function leafOf(eventHash: Uint8Array): Hash {
  return leafHash(eventLeaf(hashFrom(eventHash)));
}

async function readLeaves(sql: Sql, after: number, upTo: number): Promise<readonly Hash[]> {
  const rows = await sql.query<{ hash: Buffer }>(
    'SELECT hash FROM ledger.journal WHERE position > $1 AND position <= $2 ORDER BY position',
    [after, upTo],
  );
  if (rows.length !== upTo - after) throw new Error(`the journal has a hole between ${after} and ${upTo}`);
  return rows.map(({ hash }) => leafOf(hash));
}

/** Hashes that a tile gets: they go behind the `first` ones it has. */
interface TileGrowth {
  readonly level: number;
  readonly index: number;
  readonly first: number;
  readonly hashes: Hash[];
}

async function writeTiles(sql: Sql, completed: readonly CompletedSubtree[]): Promise<void> {
  const growths = [...tileGrowths(completed)];
  const written = await sql.query(
    `INSERT INTO ledger.tile AS tile (level, index, hashes)
     SELECT level, index, hashes FROM unnest($1::integer[], $2::bigint[], $4::bytea[]) AS grown(level, index, hashes)
     ON CONFLICT (level, index) DO UPDATE SET hashes = tile.hashes || excluded.hashes
     WHERE octet_length(tile.hashes) = ${HASH_BYTES} * (
       SELECT first FROM unnest($1::integer[], $2::bigint[], $3::integer[]) AS grown(level, index, first)
       WHERE grown.level = tile.level AND grown.index = tile.index)
     RETURNING level`,
    [
      growths.map(({ level }) => level),
      growths.map(({ index }) => index),
      growths.map(({ first }) => first),
      growths.map(({ hashes }) => Buffer.concat(hashes)),
    ],
  );
  if (written.length !== growths.length) throw new Error('a tile does not end where the tree does');
}

/** The hashes that tiles are made of, by tile. Shape: in the order the tiles begin to grow. */
export function tileGrowths(completed: readonly CompletedSubtree[]): Iterable<TileGrowth> {
  const growths = new Map<string, TileGrowth>();
  for (const { level: height, index: place, hash } of completed) {
    if (height % TILE_HEIGHT !== 0) continue;
    const [level, index] = [height / TILE_HEIGHT, Math.floor(place / TILE_WIDTH)];
    const growth = growths.get(`${level}/${index}`);
    if (growth !== undefined) growth.hashes.push(hash);
    else growths.set(`${level}/${index}`, { level, index, first: place % TILE_WIDTH, hashes: [hash] });
  }
  return growths.values();
}

function hashesIn(bytes: Uint8Array): readonly Hash[] {
  return Array.from({ length: bytes.length / HASH_BYTES }, (_, at) =>
    hashFrom(bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)),
  );
}

/**
 * The leaves of the journal behind `after` up to `upTo`, each from the bytes of its event, hashed anew.
 *
 * Shape: in the order of the log; fewer than asked for when lines are missing.
 */
export async function recomputeLeaves(sql: Sql, after: number, upTo: number): Promise<readonly Hash[]> {
  const leaves: Hash[] = [];
  for (let from = after; from < upTo; from += CHUNK_LEAVES) {
    const rows = await sql.query<HashedParts>(
      `SELECT event_id AS id, stream, revision, type, data::text AS data, metadata::text AS metadata
       FROM ledger.journal WHERE position > $1 AND position <= $2 ORDER BY position`,
      [from, Math.min(from + CHUNK_LEAVES, upTo)],
    );
    for (const row of rows) leaves.push(leafOf(hash('sha256', hashedText(row), 'buffer')));
  }
  return leaves;
}
