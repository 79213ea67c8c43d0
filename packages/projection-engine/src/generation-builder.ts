import type { JournalledEvent, Position } from '@ledger/schemas';
import { EngineError } from './engine-error.ts';
import { HeldRows } from './generation.ts';
import type { Projection } from './projection.ts';
import { copyRows, type HeldRow, type RenderedRow, renderRow, writeRows } from './projection-row.ts';
import type { Session } from './sql.ts';

/** About so much of JSON is held in memory before it is written and forgotten. Units: characters. */
const HELD_CHARACTERS_MAX = 48_000_000;
/** One row in so many is measured. */
const MEASURED_ONE_IN = 64;

/** Folds events into a generation of rows that nobody sees yet, in memory as long as there is room. */
export class GenerationBuilder {
  readonly #session: Session;
  readonly #projection: Projection;
  readonly #held: HeldRows;
  readonly #changed = new Map<string, HeldRow>();
  /** Keys whose row stands in the table, as far as that is known. */
  readonly #stored = new Set<string>();
  /** The table may have rows of keys that are not held. */
  #hasForgotten: boolean;
  #measured = { rows: 0, characters: 0 };
  #changes = 0;

  /** A generation that has rows already, of this very fold, is gone on with. */
  constructor(
    session: Session,
    projection: Projection,
    { generation, hasRows }: { readonly generation: number; readonly hasRows: boolean },
  ) {
    this.#session = session;
    this.#projection = projection;
    this.#held = new HeldRows(session, projection, generation);
    this.#hasForgotten = hasRows;
  }

  /** More is held than should be: flush, then forget. */
  get isFull(): boolean {
    const { rows, characters } = this.#measured;
    return rows > 0 && this.#held.size * (characters / rows) > HELD_CHARACTERS_MAX;
  }

  /** Folds the next events. Errors: PROJECTION_FAILED. */
  async fold(events: readonly JournalledEvent[]): Promise<void> {
    if (this.#hasForgotten) {
      const found = await this.#held.prefetch(events.flatMap((event) => this.#keyOf(event) ?? []));
      for (const key of found) this.#stored.add(key);
    }
    for (const event of events) {
      const key = this.#keyOf(event);
      if (key !== undefined) this.#foldOne(key, event);
    }
  }

  /** What has changed since the last flush stands in the table. Errors: PROJECTION_FAILED. */
  async flush(): Promise<void> {
    const fresh: RenderedRow[] = [];
    const known: RenderedRow[] = [];
    for (const [key, held] of this.#changed) {
      const rendered = this.#guarded(held.position, () => renderRow(this.#projection, key, held));
      (this.#stored.has(key) ? known : fresh).push(rendered);
      this.#stored.add(key);
    }
    const { generation } = this.#held;
    await copyRows(this.#session, this.#projection, generation, fresh);
    await writeRows(this.#session, this.#projection, generation, known);
    this.#changed.clear();
  }

  /** Makes room; to be called when all is flushed. */
  forget(): void {
    this.#held.clear();
    this.#stored.clear();
    this.#hasForgotten = true;
  }

  #keyOf(event: JournalledEvent): string | undefined {
    return this.#guarded(event.position, () => this.#projection.key(event));
  }

  #foldOne(key: string, event: JournalledEvent): void {
    const change = this.#guarded(event.position, () => this.#held.fold(key, event));
    if (change === undefined) return;
    this.#held.set(key, change.after);
    this.#changed.set(key, change.after);
    if (this.#changes % MEASURED_ONE_IN === 0) this.#measure(change.after);
    this.#changes += 1;
  }

  #measure({ row }: HeldRow): void {
    // What is no JSON at all shows when it is rendered.
    const characters = JSON.stringify(row)?.length ?? 0;
    this.#measured = {
      rows: this.#measured.rows + 1,
      characters: this.#measured.characters + characters,
    };
  }

  #guarded<Result>(position: Position, body: () => Result): Result {
    try {
      return body();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const { name, version } = this.#projection;
      throw new EngineError(
        'PROJECTION_FAILED',
        `${name} version ${version} cannot fold event ${position} of the journal: ${reason}. Readers keep the rows they had.`,
        { cause },
      );
    }
  }
}
