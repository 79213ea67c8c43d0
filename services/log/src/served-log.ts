import type { Sql } from '@ledger/projection-engine';
import {
  encodeEntries,
  eventLeaf,
  HASH_BYTES,
  hashFrom,
  TILE_WIDTH,
  type TileResource,
} from '@ledger/transparency-log';
import { newestPublished, type PublishedCheckpoint } from './published.ts';
import { hasTables } from './tables.ts';

/** What a log serves, as https://c2sp.org/tlog-tiles says, read from the ledger's database. */
export class ServedLog {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** The newest checkpoint. Shape: undefined before the first. */
  async checkpoint(): Promise<PublishedCheckpoint | undefined> {
    return (await hasTables(this.#sql)) ? await newestPublished(this.#sql) : undefined;
  }

  /**
   * A tile, or the entries under one.
   *
   * Shape: undefined for a tile that the tree under the newest checkpoint does not have, or not that wide. Once there, the
   *        bytes never change.
   */
  async read({ kind, tile }: TileResource): Promise<Uint8Array | undefined> {
    const { level, index, width } = tile;
    const published = await this.checkpoint();
    const hashes = Math.floor((published?.size ?? 0) / TILE_WIDTH ** level);
    if (index * TILE_WIDTH + width > hashes) return undefined;
    return kind === 'hashes' ? await this.#hashes(level, index, width) : await this.#entries(index, width);
  }

  async #hashes(level: number, index: number, width: number): Promise<Uint8Array | undefined> {
    const bytes = width * HASH_BYTES;
    const [row] = await this.#sql.query<{ hashes: Buffer }>(
      'SELECT substring(hashes FROM 1 FOR $3) AS hashes FROM ledger.tile WHERE level = $1 AND index = $2',
      [level, index, bytes],
    );
    return row?.hashes.length === bytes ? row.hashes : undefined;
  }

  async #entries(index: number, width: number): Promise<Uint8Array | undefined> {
    const rows = await this.#sql.query<{ hash: Buffer }>(
      'SELECT hash FROM ledger.journal WHERE position > $1 AND position <= $2 ORDER BY position',
      [index * TILE_WIDTH, index * TILE_WIDTH + width],
    );
    if (rows.length !== width) return undefined;
    return encodeEntries(rows.map(({ hash }) => eventLeaf(hashFrom(hash))));
  }
}
