import { compareInstants, type Instant } from '@ledger/statutory-calendar';

/** A file on which something has fallen due. */
export interface AgendaItem {
  readonly fileId: string;
  readonly at: Instant;
}

/** What is to be done on all files, earliest due instant first: after a standstill, acts are made good in the order of the law. */
export class Agenda {
  /** Latest first, so that the next one is taken off the end. */
  readonly #items: AgendaItem[];

  constructor(items: Iterable<AgendaItem>) {
    this.#items = [...items].sort((one, other) => compareItems(other, one));
  }

  take(): AgendaItem | undefined {
    return this.#items.pop();
  }

  put(item: AgendaItem): void {
    let [low, high] = [0, this.#items.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const there = this.#items[middle];
      if (there !== undefined && compareItems(there, item) > 0) low = middle + 1;
      else high = middle;
    }
    this.#items.splice(low, 0, item);
  }
}

/** By due instant, then by file id, so that the order does not depend on how the files were found. */
function compareItems(one: AgendaItem, other: AgendaItem): number {
  const byTime = compareInstants(one.at, other.at);
  if (byTime !== 0) return byTime;
  return one.fileId < other.fileId ? -1 : one.fileId > other.fileId ? 1 : 0;
}
