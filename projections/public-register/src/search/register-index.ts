import { type IndexedEntry, IndexShelf } from './index-shelf.ts';
import type { RegisterConditions } from './register-search.ts';

export type { IndexedEntry };

/** Entries on a shelf when it is filled; beyond twice as many it becomes several. */
const SHELF_ENTRIES = 2_000;

/** A place between entries. */
export interface IndexPlace {
  readonly sort: string;
  readonly key: string;
}

/** What a search finds. Shape: keys in order, at most `limit` of them behind `after`; `total` of all that match. */
export interface IndexFinding {
  readonly keys: readonly string[];
  readonly total: number;
  /** Where to go on; absent when there is no more. */
  readonly next?: IndexPlace;
}

/**
 * The register's search columns in memory, in the order of lists: a search is a look along texts that lie end to end.
 *
 * Kept on shelves, so that a change lays the texts of one shelf anew and not those of the register.
 */
export class RegisterIndex {
  #shelves: IndexShelf[] = [];
  readonly #places = new Map<string, IndexPlace>();
  readonly #shelfEntries: number;

  constructor(shelfEntries = SHELF_ENTRIES) {
    this.#shelfEntries = shelfEntries;
  }

  get size(): number {
    return this.#places.size;
  }

  /** These entries stand in the index, in place of those with the same keys; those of `removed` do not. */
  apply(entries: readonly IndexedEntry[], removed: Iterable<string> = []): void {
    const replaced = [...entries.map(({ key }) => key), ...removed].flatMap(
      (key) => this.#places.get(key) ?? [],
    );
    for (const place of replaced) this.#places.delete(place.key);
    const gone = new Set(replaced.map(({ key }) => key));
    const leaving = Map.groupBy(replaced, (place) => this.#shelfOf(place));
    const coming = Map.groupBy(entries, ({ order: sort, key }) => this.#shelfOf({ sort, key }));
    for (const { key, order: sort } of entries) this.#places.set(key, { sort, key });
    this.#shelves = (this.#shelves.length === 0 ? [new IndexShelf([])] : this.#shelves).flatMap(
      (shelf, at) => {
        const more = coming.get(at) ?? [];
        if (more.length === 0 && !leaving.has(at)) return [shelf];
        const kept = shelf.entries.filter(({ key }) => !gone.has(key));
        return shelvesOf([...kept, ...more].sort(byPlace), this.#shelfEntries);
      },
    );
  }

  /** The entries that meet all conditions of at least one alternative. */
  find(
    alternatives: readonly RegisterConditions[],
    after: IndexPlace | undefined,
    limit: number,
  ): IndexFinding {
    const found: IndexedEntry[] = [];
    let total = 0;
    for (const shelf of this.#shelves) {
      const marks = shelf.marks(alternatives);
      for (let at = 0; at < marks.length; at += 1) {
        if (marks[at] === 0) continue;
        total += 1;
        if (found.length > limit) continue;
        const entry = shelf.entries[at];
        if (entry !== undefined && (after === undefined || isBehind(entry, after))) found.push(entry);
      }
    }
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      keys: page.map(({ key }) => key),
      total,
      ...(found.length > limit && last !== undefined && { next: { sort: last.order, key: last.key } }),
    };
  }

  /** The shelf an entry belongs on: the last that begins at or before its place. */
  #shelfOf(place: IndexPlace): number {
    let [low, high] = [0, this.#shelves.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const first = this.#shelves[middle]?.entries[0];
      if (first !== undefined && isBefore(place, first)) high = middle - 1;
      else low = middle;
    }
    return low;
  }
}

function shelvesOf(entries: readonly IndexedEntry[], each: number): readonly IndexShelf[] {
  // An empty shelf would begin nowhere, and the search for a place among the shelves would go astray.
  if (entries.length === 0) return [];
  if (entries.length <= 2 * each) return [new IndexShelf(entries)];
  const shelves: IndexShelf[] = [];
  for (let from = 0; from < entries.length; from += each)
    shelves.push(new IndexShelf(entries.slice(from, from + each)));
  return shelves;
}

function byPlace(one: IndexedEntry, other: IndexedEntry): number {
  if (one.order !== other.order) return one.order < other.order ? -1 : 1;
  return one.key < other.key ? -1 : 1;
}

function isBehind({ order, key }: IndexedEntry, place: IndexPlace): boolean {
  return order > place.sort || (order === place.sort && key > place.key);
}

function isBefore(place: IndexPlace, { order, key }: IndexedEntry): boolean {
  return place.sort < order || (place.sort === order && place.key < key);
}
