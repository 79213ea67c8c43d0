import type { PositionPair } from '../protocol/shared.ts';

/** A page of a filtered catch-up also ends after this many matches. */
const PAGE_MATCHES_MAX = 32;

/**
 * When a filtered subscription to `$all` sends checkpoints while it catches up.
 *
 * The log is examined in pages of at most `window` events, the first one beginning at the start position inclusive. After each page that
 * does not reach the end, once `interval` events were examined since the last time, the checkpoint is the last event sent or the start of
 * the page just read, whichever is later; at the end of the log it is the last one so found. None is sent twice.
 */
export class CatchUpCheckpoints {
  readonly #window: number;
  readonly #interval: number;
  #latest: PositionPair | undefined;
  #lastSent: PositionPair | undefined;
  #pageStart: PositionPair | undefined;
  #pageExamined = 0;
  #pageMatches = 0;
  #sinceCheckpoint = 0;

  /** @param start the given start position; undefined = the start of the log */
  constructor(window: number, interval: number, start: PositionPair | undefined) {
    this.#window = window;
    this.#interval = interval;
    this.#latest = start;
    this.#pageStart = start;
  }

  /** Notes an event at `position`; returns the checkpoint to send after it, if one is due. */
  examine(position: bigint, matched: boolean, sent: boolean): PositionPair | undefined {
    // A page start is told with prepare 0, as the original server does.
    if (this.#pageExamined === 0) this.#pageStart ??= { commit: position, prepare: 0n };
    this.#pageExamined++;
    if (matched) this.#pageMatches++;
    if (sent) this.#latest = { commit: position, prepare: position };
    if (this.#pageExamined < this.#window && this.#pageMatches < PAGE_MATCHES_MAX) return undefined;
    return this.#endPage();
  }

  /** The checkpoint to send where the log ends, before `caughtUp`. */
  end(): PositionPair | undefined {
    this.#startPage();
    return this.#send();
  }

  #endPage(): PositionPair | undefined {
    this.#sinceCheckpoint += this.#pageExamined;
    const pageStart = this.#pageStart;
    this.#startPage();
    if (this.#sinceCheckpoint < this.#interval) return undefined;
    this.#sinceCheckpoint %= this.#interval;
    if (pageStart !== undefined && isAfter(pageStart, this.#latest)) this.#latest = pageStart;
    return this.#send();
  }

  #startPage(): void {
    this.#pageExamined = 0;
    this.#pageMatches = 0;
    this.#pageStart = undefined;
  }

  #send(): PositionPair | undefined {
    if (this.#latest === undefined || !isAfter(this.#latest, this.#lastSent)) return undefined;
    this.#lastSent = this.#latest;
    return this.#latest;
  }
}

/** When a live filtered subscription sends checkpoints: at each `interval`-th event, match or not. */
export class LiveCheckpoints {
  readonly #interval: number;
  #examined = 0;

  constructor(interval: number) {
    this.#interval = interval;
  }

  /** Notes an event; returns the checkpoint to send after it, if one is due. */
  examine(position: bigint): PositionPair | undefined {
    this.#examined++;
    if (this.#examined < this.#interval) return undefined;
    this.#examined = 0;
    return { commit: position, prepare: position };
  }
}

function isAfter(position: PositionPair, other: PositionPair | undefined): boolean {
  if (other === undefined) return true;
  return (
    position.commit > other.commit || (position.commit === other.commit && position.prepare > other.prepare)
  );
}
