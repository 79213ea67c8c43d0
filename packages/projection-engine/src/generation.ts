import { hash as digestHex } from 'node:crypto';
import type { JournalledEvent, Position, Sha256Hex } from '@ledger/schemas';
import { EngineError } from './engine-error.ts';
import { foldEvent } from './fold.ts';
import type { Projection } from './projection.ts';
import { type HeldRow, loadRows } from './projection-row.ts';
import type { Sql } from './sql.ts';

/** Digest of no events at all. */
export const NOTHING_CONSUMED = '0'.repeat(64) as Sha256Hex;

/** What a generation has folded so far. */
export interface Consumed {
  readonly count: number;
  readonly digest: Sha256Hex;
}

/** Adds one event: the digest of the digest before and the event's hash, so that order and completeness both show. */
export function consume({ count, digest }: Consumed, hash: Sha256Hex): Consumed {
  const both = Buffer.from(digest + hash, 'hex');
  return { count: count + 1, digest: digestHex('sha256', both) as Sha256Hex };
}

/** What has been consumed so far, event by event: {@link consume} for millions of them. */
export class RunningConsumption {
  /** The digest and behind it the hash that comes next. */
  readonly #both = Buffer.alloc(64);
  #count: number;

  constructor({ count, digest }: Consumed) {
    this.#count = count;
    this.#both.write(digest, 0, 'hex');
  }

  /** Adds one event. Units: `hash` has 32 bytes. */
  add(hash: Uint8Array): void {
    this.#both.set(hash, 32);
    // As text: a buffer made for each of them would cost more than the hash.
    this.#both.write(digestHex('sha256', this.#both), 0, 'hex');
    this.#count += 1;
  }

  get count(): number {
    return this.#count;
  }

  get consumed(): Consumed {
    return { count: this.#count, digest: this.#both.toString('hex', 0, 32) as Sha256Hex };
  }
}

/** A generation of a projection, as the ledger records it. */
export interface Generation extends Consumed {
  readonly projection: string;
  readonly generation: number;
  readonly version: number;
}

/** The live generations of all projections there are, by name. */
export async function readLive(sql: Sql): Promise<ReadonlyMap<string, Generation>> {
  const rows = await sql.query<{
    projection: string;
    generation: number;
    version: number;
    consumed: string;
    digest: Sha256Hex;
  }>(
    `SELECT projection, generation, version, consumed, encode(digest, 'hex') AS digest
     FROM ledger.live JOIN ledger.generation USING (projection, generation)`,
  );
  return new Map(rows.map(({ consumed, ...row }) => [row.projection, { ...row, count: Number(consumed) }]));
}

/**
 * The live generation that a projection of this program may write to behind `position`.
 *
 * Errors: PROJECTION_SUPERSEDED, PROJECTION_NOT_BUILT.
 */
export function liveGenerationOf(
  live: ReadonlyMap<string, Generation>,
  { name, version }: Projection,
  position: Position,
): Generation {
  const found = live.get(name);
  if (found !== undefined && found.version > version) {
    throw new EngineError(
      'PROJECTION_SUPERSEDED',
      `The rows of ${name} are version ${found.version}, this program makes version ${version}: use the newer program.`,
    );
  }
  if (found !== undefined && isComplete(found, version, position)) return found;
  const state =
    found === undefined
      ? 'has no rows yet'
      : `has rows of version ${found.version} that stand at position ${found.count}`;
  throw new EngineError(
    'PROJECTION_NOT_BUILT',
    `${name} ${state}, version ${version} at position ${position} is needed: start the projector again, it builds them first.`,
  );
}

/** Whether a generation is the fold of everything up to `position`; one that a program did not keep up is not. */
export function isComplete(generation: Generation, version: number, position: Position): boolean {
  return generation.version === version && generation.count === position;
}

/** The generations have consumed so much. */
export async function writeConsumed(
  sql: Sql,
  generations: readonly (Consumed & { readonly projection: string; readonly generation: number })[],
): Promise<void> {
  await sql.query(
    `UPDATE ledger.generation SET consumed = done.count, digest = decode(done.digest, 'hex')
     FROM json_to_recordset($1::json) AS done(projection text, generation integer, count bigint, digest text)
     WHERE generation.projection = done.projection AND generation.generation = done.generation`,
    [JSON.stringify(generations)],
  );
}

/** The rows of a generation in memory. */
export class HeldRows {
  readonly projection: Projection;
  readonly generation: number;
  readonly #sql: Sql;
  readonly #rows = new Map<string, HeldRow | undefined>();

  constructor(sql: Sql, projection: Projection, generation: number) {
    this.#sql = sql;
    this.projection = projection;
    this.generation = generation;
  }

  get size(): number {
    return this.#rows.size;
  }

  has(key: string): boolean {
    return this.#rows.get(key) !== undefined;
  }

  /** Reads what is not held yet of these keys; one statement at most. Shape: the keys that were found. */
  async prefetch(keys: Iterable<string>): Promise<Iterable<string>> {
    const missing = [...new Set(keys)].filter((key) => !this.#rows.has(key));
    const found = await loadRows(this.#sql, this.projection, this.generation, missing);
    for (const key of missing) this.#rows.set(key, found.get(key));
    return found.keys();
  }

  set(key: string, held: HeldRow): void {
    this.#rows.set(key, held);
  }

  clear(): void {
    this.#rows.clear();
  }

  /** What the event makes of the row under a key that was prefetched; nothing is kept yet. Shape: undefined when nothing changes. */
  fold(key: string, event: JournalledEvent): RowChange | undefined {
    const before = this.#rows.get(key);
    const after = foldEvent(this.projection, key, before, event);
    return after && { before, after };
  }
}

/** A row before and after an event. */
export interface RowChange {
  readonly before: HeldRow | undefined;
  readonly after: HeldRow;
}
