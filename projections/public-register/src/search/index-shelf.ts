import { meets, type RegisterConditions } from './register-search.ts';

/** A register entry as far as a search looks at it: the values of its columns. */
export interface IndexedEntry {
  readonly key: string;
  readonly order: string;
  readonly values: Readonly<Record<keyof RegisterConditions, string | readonly string[] | null>>;
}

/** Stands in no name and no question: no match runs across two entries. */
const BETWEEN = '\0';

/** The texts of one column of all entries as one text, each between two marks, and where the mark before each stands. */
interface Haystack {
  readonly text: string;
  readonly starts: Int32Array;
}

type Column = keyof RegisterConditions;
type Condition = Parameters<typeof meets>[1];

/** What stands in the haystack of a column exactly where an entry meets the condition; undefined when nothing does. */
function needleOf(condition: Condition): string | undefined {
  if ('contains' in condition) return condition.contains || undefined;
  if ('startsWith' in condition) return condition.startsWith && `${BETWEEN}${condition.startsWith}`;
  return 'is' in condition ? condition.is && `${BETWEEN}${condition.is}${BETWEEN}` : undefined;
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
    const all = Object.entries(conditions) as [Column, Condition][];
    if (all.length === 0) marks.fill(1);
    // A part of a text is rarer than a prefix or a whole value of these columns, and leaves less to look at.
    const [first, ...rest] = all.sort(([, one], [, other]) => rank(one) - rank(other));
    if (first === undefined) return;
    const [column, condition] = first;
    const needle = needleOf(condition);
    if (needle === undefined || needle === '') this.#each(marks, all);
    else this.#having(marks, column, needle, rest);
  }

  /** Looks at every entry. */
  #each(marks: Uint8Array, conditions: readonly [Column, Condition][]): void {
    for (let place = 0; place < marks.length; place += 1)
      if (this.#meetsAll(place, conditions)) marks[place] = 1;
  }

  /** Looks at the entries that have the needle in their text. */
  #having(marks: Uint8Array, column: Column, needle: string, rest: readonly [Column, Condition][]): void {
    const { text, starts } = this.#haystack(column);
    let place = 0;
    for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, starts[place] ?? text.length)) {
      while ((starts[place + 1] ?? text.length) <= at) place += 1;
      if (rest.length === 0 || this.#meetsAll(place, rest)) marks[place] = 1;
      place += 1;
      if (place >= marks.length) return;
    }
  }

  #meetsAll(place: number, conditions: readonly [Column, Condition][]): boolean {
    const values = this.entries[place]?.values;
    if (values === undefined) return false;
    for (const [column, condition] of conditions) if (!meets(values[column], condition)) return false;
    return true;
  }

  #haystack(column: Column): Haystack {
    const known = this.#haystacks.get(column);
    if (known !== undefined) return known;
    const starts = new Int32Array(this.entries.length);
    const texts: string[] = [''];
    let length = 0;
    for (const [place, { values }] of this.entries.entries()) {
      const value = values[column];
      const text = typeof value === 'string' ? value : '';
      starts[place] = length;
      texts.push(text);
      length += BETWEEN.length + text.length;
    }
    const haystack = { text: `${texts.join(BETWEEN)}${BETWEEN}`, starts };
    this.#haystacks.set(column, haystack);
    return haystack;
  }
}

function rank(condition: Condition): number {
  return 'contains' in condition ? 0 : 'startsWith' in condition ? 1 : 2;
}
