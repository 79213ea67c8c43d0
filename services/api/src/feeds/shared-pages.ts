import type { FeedPage, ReadModels } from '@ledger/projection-engine';
import type { Position } from '@ledger/schemas';
import type { FeedName } from '@ledger/schemas/http';

/** Changes of one page of a stream. */
const PAGE_ROWS = 200;

/**
 * Pages of feeds for many subscribers at once: those that wait at the same place share one read of the database.
 *
 * A read that began before an advance may lack what the advance brought, so nobody joins it after one: a subscriber that
 * was woken sees what it was woken for.
 */
export class SharedPages {
  readonly #readModels: ReadModels;
  readonly #underWay = new Map<string, Promise<FeedPage>>();
  readonly #stopListening: () => void;

  constructor(readModels: ReadModels) {
    this.#readModels = readModels;
    this.#stopListening = readModels.onAdvance(() => this.#underWay.clear());
  }

  /** The page behind a position. Errors: what the read models throw, to everyone who shares the read. */
  read(feed: FeedName, after: Position): Promise<FeedPage> {
    const place = `${feed} ${after}`;
    const shared = this.#underWay.get(place);
    if (shared !== undefined) return shared;
    const page = this.#readModels.readFeed(feed, after, PAGE_ROWS).finally(() => {
      if (this.#underWay.get(place) === page) this.#underWay.delete(place);
    });
    this.#underWay.set(place, page);
    return page;
  }

  close(): void {
    this.#stopListening();
  }
}
