/** Where an event id was written first. */
export interface EventPlace {
  readonly stream: bigint;
  readonly revision: bigint;
  /** In the order of all events. */
  readonly position: bigint;
}

/** An id is compared as four words of 32 bits. */
const WORDS = 4;
/** The table stays less than half full, so that a look-up ends after a step or two. */
const ROOM = 2;

/**
 * Remembers where the most recent event ids were written first; the oldest are forgotten beyond `capacity`.
 *
 * Appends that expect `any` or `stream_exists` are recognised as retries by it; exact ones are recognised for ever by the stream itself.
 * Places stand in a ring, found through a table of open addresses. All of it is numbers in arrays of fixed size: a map of a hundred
 * thousand strings and objects, a few of them exchanged with every commit, would keep the garbage collector busier than all else.
 *
 * Shape: ids are UUIDs in their canonical text; `salt` is one nobody else knows, so that nobody can choose ids that collide.
 */
export class EventIdMemory {
  readonly #capacity: number;
  readonly #ids: Uint32Array;
  readonly #streams: BigInt64Array;
  readonly #revisions: BigInt64Array;
  readonly #positions: BigInt64Array;
  /** Where in the ring an id stands, plus one; 0 = empty. */
  readonly #table: Int32Array;
  readonly #mask: number;
  readonly #salt = new Uint32Array(WORDS);
  readonly #wanted = new Uint32Array(WORDS);
  #size = 0;
  #next = 0;

  constructor(capacity: number, salt: string) {
    this.#capacity = capacity;
    this.#ids = new Uint32Array(WORDS * capacity);
    this.#streams = new BigInt64Array(capacity);
    this.#revisions = new BigInt64Array(capacity);
    this.#positions = new BigInt64Array(capacity);
    const tableSize = 2 ** Math.ceil(Math.log2(ROOM * capacity + 1));
    this.#table = new Int32Array(tableSize);
    this.#mask = tableSize - 1;
    readWords(salt, this.#salt);
  }

  get(id: string): EventPlace | undefined {
    readWords(id, this.#wanted);
    const place = this.#table[this.#find(this.#wanted, 0)] ?? 0;
    if (place === 0) return undefined;
    const at = place - 1;
    return {
      stream: this.#streams[at] ?? 0n,
      revision: this.#revisions[at] ?? 0n,
      position: this.#positions[at] ?? 0n,
    };
  }

  remember(id: string, place: EventPlace): void {
    readWords(id, this.#wanted);
    if (this.#table[this.#find(this.#wanted, 0)] !== 0) return;
    if (this.#size === this.#capacity) this.#forget(this.#next);
    else this.#size += 1;
    const at = this.#next;
    this.#ids.set(this.#wanted, WORDS * at);
    this.#streams[at] = place.stream;
    this.#revisions[at] = place.revision;
    this.#positions[at] = place.position;
    this.#table[this.#find(this.#wanted, 0)] = at + 1;
    this.#next = (at + 1) % this.#capacity;
  }

  clear(): void {
    this.#table.fill(0);
    this.#size = 0;
    this.#next = 0;
  }

  /** The entry of the table that holds the id at `offset` of `words`, or the empty one where it would go. */
  #find(words: Uint32Array, offset: number): number {
    let entry = this.#home(words, offset);
    for (;;) {
      const place = this.#table[entry] ?? 0;
      if (place === 0 || this.#equal(words, offset, WORDS * (place - 1))) return entry;
      entry = (entry + 1) & this.#mask;
    }
  }

  /** Empties the entry of the id at `place` of the ring, and moves up what had to go past it. */
  #forget(place: number): void {
    let hole = this.#find(this.#ids, WORDS * place);
    for (let entry = (hole + 1) & this.#mask; ; entry = (entry + 1) & this.#mask) {
      const moved = this.#table[entry] ?? 0;
      if (moved === 0) break;
      const home = this.#home(this.#ids, WORDS * (moved - 1));
      if (((entry - home) & this.#mask) < ((entry - hole) & this.#mask)) continue;
      this.#table[hole] = moved;
      hole = entry;
    }
    this.#table[hole] = 0;
  }

  #home(words: Uint32Array, offset: number): number {
    let hash = 0;
    for (let word = 0; word < WORDS; word++) {
      hash = Math.imul(hash ^ (words[offset + word] ?? 0) ^ (this.#salt[word] ?? 0), 0x9e37_79b1);
      hash ^= hash >>> 15;
    }
    return hash & this.#mask;
  }

  #equal(words: Uint32Array, offset: number, at: number): boolean {
    for (let word = 0; word < WORDS; word++) if (words[offset + word] !== this.#ids[at + word]) return false;
    return true;
  }
}

const HYPHEN = 0x2d;
const LETTER_A = 0x61;
const DIGIT_0 = 0x30;
const DIGITS_PER_WORD = 8;

/** Reads the hexadecimal digits of a canonical UUID. */
function readWords(id: string, words: Uint32Array): void {
  let digits = 0;
  let word = 0;
  for (let at = 0; at < id.length; at++) {
    const code = id.charCodeAt(at);
    if (code === HYPHEN) continue;
    word = (word << 4) | (code >= LETTER_A ? code - LETTER_A + 10 : code - DIGIT_0);
    digits += 1;
    if (digits % DIGITS_PER_WORD === 0) words[digits / DIGITS_PER_WORD - 1] = word;
  }
}
