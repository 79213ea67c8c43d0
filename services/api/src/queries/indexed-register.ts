import type { ColumnValues, ReadModels } from '@ledger/projection-engine';
import {
  conditionsOf,
  type IndexedEntry,
  publicRegister,
  REGISTER_COLUMN_NAMES,
  REGISTER_ORDER,
  RegisterIndex,
} from '@ledger/public-register';
import type { Position } from '@ledger/schemas';
import type { RegisterSearch } from '@ledger/schemas/http/register';

/** Entries read at once while the index is filled. */
const CHUNK_ROWS = 1_000;
/** Changes taken in at once. */
const CHANGES = 500;

/** What a search found, and the position it stands for at least. */
export interface Found {
  readonly keys: readonly string[];
  readonly total: number;
  readonly next?: { readonly sort: string; readonly key: string };
  readonly position: Position;
}

/**
 * The register's index in memory, filled at the first question and brought up to the head before each answer: whoever has
 * waited for a command to be projected finds what it did.
 *
 * Errors: its methods throw what the read models throw; the next question tries again.
 */
export class IndexedRegister {
  readonly #readModels: ReadModels;
  #filled: { readonly index: RegisterIndex; position: Position } | undefined;
  #filling: Promise<void> | undefined;
  #underWay: Promise<void> = Promise.resolve();

  constructor(readModels: ReadModels) {
    this.#readModels = readModels;
  }

  /** What the index finds; undefined while it is being filled. */
  async find(
    search: RegisterSearch,
    after: { readonly sort: string; readonly key: string } | undefined,
  ): Promise<Found | undefined> {
    const filled = this.#filled;
    if (filled === undefined) {
      // Whoever asks meanwhile is answered by the database; a failure is tried again at the next question.
      this.#begin().catch(() => undefined);
      return undefined;
    }
    await this.#catchUp(filled);
    return {
      ...filled.index.find(conditionsOf(search), after, search.limit),
      position: filled.position,
    };
  }

  #begin(): Promise<void> {
    this.#filling ??= this.#fill().finally(() => {
      this.#filling = undefined;
    });
    return this.#filling;
  }

  async #fill(): Promise<void> {
    // Before the first row is read: what changes meanwhile is taken in again from the feed.
    const position = await this.#readModels.position();
    const rows = this.#readModels.rowsOf(publicRegister);
    const entries: IndexedEntry[] = [];
    for (let after = ''; ; ) {
      const chunk = await rows.columns(REGISTER_COLUMN_NAMES, { after, limit: CHUNK_ROWS });
      entries.push(...chunk.map(entryOf));
      const last = chunk.at(-1);
      if (last === undefined || chunk.length < CHUNK_ROWS) break;
      after = last.key;
    }
    const index = new RegisterIndex();
    index.apply(entries);
    this.#filled = { index, position };
  }

  /** One at a time, so that nobody takes in twice what another is taking in; one failure is nobody else's. */
  async #catchUp(filled: { readonly index: RegisterIndex; position: Position }): Promise<void> {
    const head = await this.#readModels.position();
    if (filled.position >= head) return;
    const turn = this.#underWay.catch(() => undefined).then(() => this.#takeIn(filled, head));
    this.#underWay = turn;
    await turn;
  }

  async #takeIn(
    filled: { readonly index: RegisterIndex; position: Position },
    head: Position,
  ): Promise<void> {
    const rows = this.#readModels.rowsOf(publicRegister);
    while (filled.position < head) {
      const page = await this.#readModels.readFeed('register', filled.position, CHANGES);
      const keys = [...new Set(page.items.flatMap(({ fileId }) => fileId ?? []))];
      if (keys.length > 0) {
        const found = (await rows.columns(REGISTER_COLUMN_NAMES, { keys, limit: keys.length })).map(entryOf);
        filled.index.apply(found, keys);
      }
      filled.position = page.next;
    }
  }
}

function entryOf({ key, values }: ColumnValues): IndexedEntry {
  const named = Object.fromEntries(REGISTER_COLUMN_NAMES.map((name, place) => [name, values[place] ?? null]));
  // The columns of the register are texts and lists of texts.
  return { key, order: String(named[REGISTER_ORDER] ?? ''), values: named as IndexedEntry['values'] };
}
