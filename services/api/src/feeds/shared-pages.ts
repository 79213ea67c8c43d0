import type { ReadModels } from '@ledger/projection-engine';
import type { Position } from '@ledger/schemas';
import type { FeedName } from '@ledger/schemas/http';
import type { Audience } from './audience.ts';
import { type ChangePage, readChanges } from './changes.ts';

/** Changes of one page of a stream. */
const PAGE_ROWS = 200;

/** What a page says to an audience. */
export interface RenderedPage extends Omit<ChangePage, 'changes'> {
  /** The messages of its changes, one buffer for everybody; empty when none of them is for this audience. */
  readonly bytes: Buffer;
}

/**
 * Pages of feeds for many subscribers at once: those that wait at the same place share one read of the database, and those that
 * get the same part of it share its bytes, so that a thousand subscribers cost the memory of one.
 *
 * A read that began before an advance may lack what the advance brought, so nobody joins it after one: a subscriber that
 * was woken sees what it was woken for.
 */
export class SharedPages {
  readonly #readModels: ReadModels;
  readonly #underWay = new Map<string, Promise<ChangePage>>();
  readonly #rendered = new WeakMap<ChangePage, Map<string, Buffer>>();
  readonly #stopListening: () => void;

  constructor(readModels: ReadModels) {
    this.#readModels = readModels;
    this.#stopListening = readModels.onAdvance(() => this.#underWay.clear());
  }

  /** The page behind a position, for an audience. Errors: what the read models throw, to everyone who shares the read. */
  async read(feed: FeedName, after: Position, audience: Audience): Promise<RenderedPage> {
    const page = await this.#page(feed, after);
    return { bytes: this.#bytesFor(page, audience), next: page.next, head: page.head };
  }

  close(): void {
    this.#stopListening();
  }

  #page(feed: FeedName, after: Position): Promise<ChangePage> {
    const place = `${feed} ${after}`;
    const shared = this.#underWay.get(place);
    if (shared !== undefined) return shared;
    const page = readChanges(this.#readModels, feed, after, PAGE_ROWS).finally(() => {
      if (this.#underWay.get(place) === page) this.#underWay.delete(place);
    });
    this.#underWay.set(place, page);
    return page;
  }

  #bytesFor(page: ChangePage, audience: Audience): Buffer {
    const known = this.#rendered.get(page)?.get(audience.key);
    if (known !== undefined) return known;
    const messages = page.changes
      .filter((change) => audience.gets(change))
      // A change is one line of JSON: no line feed of it can end the `data` field early.
      .map(({ event }) => `id: ${event.id}\nevent: change\ndata: ${JSON.stringify(event)}\n\n`);
    const bytes = Buffer.from(messages.join(''));
    const rendered = this.#rendered.get(page) ?? new Map<string, Buffer>();
    this.#rendered.set(page, rendered.set(audience.key, bytes));
    return bytes;
  }
}
