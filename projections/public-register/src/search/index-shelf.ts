import { meets, type RegisterConditions } from './register-search.ts';

/** A register entry as far as a search looks at it: the values of its columns. */
export interface IndexedEntry {
  readonly key: string;
  readonly order: string;
  readonly values: Readonly<Record<keyof RegisterConditions, string | readonly string[] | null>>;
}

/** Stands in no name and no question: no match runs across two entries. */
const BETWEEN = '\0';

/** The texts of one column of all entries as one text, and where each begins. */
interface Haystack {
  readonly text: string;
  readonly starts: Int32Array;
}

/** Some entries of the register that follow each other, with their texts laid end to end. */
export class IndexShelf {
  /** In the order of (order, key). */
  readonly entries: readonly IndexedEntry[];
  readonly #haystacks = new Map<string, Haystack>();

  constructor(entries: readonly IndexedEntry[]) {
    this.entries = entries;
  }

  /** Marks the entries that meet all conditions of at least one alternative. Shape: 1 where an entry does, 0 elsewhere. */
  marks(alternatives: readonly RegisterConditions[]): Uint8Array {
    const marks = new Uint8Array(this.entries.length);
    for (const conditions of alternatives) this.#mark(marks, conditions);
    return marks;
  }

  #mark(marks: Uint8Array, conditions: RegisterConditions): void {
    const all = Object.entries(conditions) as [keyof RegisterConditions, { readonly contains?: string }][];
    const [column, condition] = all.find(([, one]) => one.contains !== undefined) ?? [];
    const rest = all.filter(([name]) => name !== column) as [
      keyof RegisterConditions,
      Parameters<typeof meets>[1],
    ][];
    const mark = (place: number): void => {
      const entry = this.entries[place];
      if (entry !== undefined && rest.every(([name, one]) => meets(entry.values[name], one)))
        marks[place] = 1;
    };
    if (column !== undefined && condition?.contains !== undefined)
      this.#containing(column, condition.contains, mark);
    else for (let place = 0; place < this.entries.length; place += 1) mark(place);
  }

  #containing(column: keyof RegisterConditions, part: string, found: (place: number) => void): void {
    const { text, starts } = this.#haystack(column);
    let place = 0;
    for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, starts[place] ?? text.length)) {
      while ((starts[place + 1] ?? text.length) <= at) place += 1;
      found(place);
      place += 1;
      if (place >= this.entries.length) return;
    }
  }

  #haystack(column: keyof RegisterConditions): Haystack {
    const known = this.#haystacks.get(column);
    if (known !== undefined) return known;
    const starts = new Int32Array(this.entries.length);
    const texts: string[] = [];
    let length = 0;
    for (const [place, { values }] of this.entries.entries()) {
      const value = values[column];
      const text = typeof value === 'string' ? value : '';
      starts[place] = length;
      texts.push(text);
      length += text.length + BETWEEN.length;
    }
    const haystack = { text: texts.join(BETWEEN), starts };
    this.#haystacks.set(column, haystack);
    return haystack;
  }
}
