import type { JournalledEvent, Position } from '@ledger/schemas';
import { EngineError } from './engine-error.ts';
import { type Consumed, consume, HeldRows, NOTHING_CONSUMED, readLive, writeConsumed } from './generation.ts';
import type { Projection } from './projection.ts';
import { type HeldRow, renderRow, writeRows } from './projection-row.ts';
import { tableOf } from './projection-table.ts';
import type { Sql } from './sql.ts';

/** Rows held in memory before they are written and forgotten. */
const HELD_ROWS_MAX = 50_000;
const DROPPED_ROWS_AT_ONCE = 20_000;

/** Builds a generation of rows that nobody sees yet; one at a time for each projection. */
export class GenerationBuilder {
  readonly projection: Projection;
  readonly #sql: Sql;
  readonly #held: HeldRows;
  readonly #changed = new Map<string, HeldRow>();
  #consumed: Consumed = { count: 0, digest: NOTHING_CONSUMED };
  /** Rows were forgotten, so that a key not held may stand in the table. */
  #spilled = false;

  private constructor(sql: Sql, projection: Projection, generation: number) {
    this.#sql = sql;
    this.projection = projection;
    this.#held = new HeldRows(sql, projection, generation);
  }

  /** An empty generation behind all others. Errors: PROJECTION_SUPERSEDED. */
  static async begin(sql: Sql, projection: Projection): Promise<GenerationBuilder> {
    const live = (await readLive(sql)).get(projection.name);
    if (live !== undefined && live.version > projection.version) {
      throw new EngineError(
        'PROJECTION_SUPERSEDED',
        `The rows of ${projection.name} are version ${live.version} already, this program makes version ${projection.version}: use the newer program.`,
      );
    }
    const [row] = await sql.query<{ generation: number }>(
      `INSERT INTO ledger.generation (projection, generation, version, consumed, digest)
       SELECT $1, coalesce(max(generation), 0) + 1, $2, 0, decode($3, 'hex')
       FROM ledger.generation WHERE projection = $1
       RETURNING generation`,
      [projection.name, projection.version, NOTHING_CONSUMED],
    );
    if (row === undefined) throw new Error('an insert without a row');
    return new GenerationBuilder(sql, projection, row.generation);
  }

  /** The position up to which the generation is the fold of the ledger. */
  get position(): Position {
    return this.#consumed.count as Position;
  }

  /** Folds the next events, in memory as long as there is room. Errors: PROJECTION_FAILED. */
  async fold(events: readonly JournalledEvent[]): Promise<void> {
    if (this.#spilled) await this.#held.prefetch(events.flatMap((event) => this.#keyOf(event) ?? []));
    for (const event of events) {
      const key = this.#keyOf(event);
      if (key !== undefined) this.#foldOne(key, event);
      this.#consumed = consume(this.#consumed, event.hash);
    }
    if (this.#held.size > HELD_ROWS_MAX) {
      await this.flush();
      this.#held.clear();
      this.#spilled = true;
    }
  }

  /** What has changed since the last flush stands in the table. Errors: PROJECTION_FAILED. */
  async flush(): Promise<void> {
    const rendered = [...this.#changed].map(([key, held]) =>
      this.#guarded(held.position, () => renderRow(this.projection, key, held)),
    );
    await writeRows(this.#sql, this.projection, this.#held.generation, rendered);
    this.#changed.clear();
  }

  /** The generation is the live one as soon as the transaction around this commits. */
  async goLive(): Promise<void> {
    await this.flush();
    const { generation } = this.#held;
    await writeConsumed(this.#sql, [{ projection: this.projection.name, generation, ...this.#consumed }]);
    await this.#sql.query(
      `INSERT INTO ledger.live (projection, generation) VALUES ($1, $2)
       ON CONFLICT (projection) DO UPDATE SET generation = excluded.generation`,
      [this.projection.name, generation],
    );
  }

  #keyOf(event: JournalledEvent): string | undefined {
    return this.#guarded(event.position, () => this.projection.key(event));
  }

  #foldOne(key: string, event: JournalledEvent): void {
    const change = this.#guarded(event.position, () => this.#held.fold(key, event));
    if (change === undefined) return;
    this.#held.set(key, change.after);
    this.#changed.set(key, change.after);
  }

  #guarded<Result>(position: Position, body: () => Result): Result {
    try {
      return body();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new EngineError(
        'PROJECTION_FAILED',
        `${this.projection.name} version ${this.projection.version} cannot fold event ${position} of the journal: ${reason}. Readers keep the rows they had.`,
        { cause },
      );
    }
  }
}

/**
 * Only the live generation of the projection is left. Rows go by DELETE, so that a reader whose snapshot is older than
 * the switch keeps seeing the generation that was live then.
 */
export async function dropOtherGenerations(sql: Sql, projection: Projection): Promise<void> {
  const live = `(SELECT generation FROM ledger.live WHERE projection = $1)`;
  let dropped: readonly object[];
  do {
    dropped = await sql.query(
      `DELETE FROM ${tableOf(projection)} WHERE ctid = ANY(ARRAY(
         SELECT ctid FROM ${tableOf(projection)} WHERE generation IS DISTINCT FROM ${live} LIMIT $2
       )) RETURNING 1`,
      [projection.name, DROPPED_ROWS_AT_ONCE],
    );
  } while (dropped.length === DROPPED_ROWS_AT_ONCE);
  await sql.query(
    `DELETE FROM ledger.generation WHERE projection = $1 AND generation IS DISTINCT FROM ${live}`,
    [projection.name],
  );
}
