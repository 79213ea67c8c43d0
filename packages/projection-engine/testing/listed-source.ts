import type { Revision, StoredEvent, StorePosition, StreamName } from '@ledger/schemas';
import type { Delivery, EventSource, UnreadableEvent } from '../src/index.ts';

/** A store that is a list: delivers what is in it and then whatever is added. */
export class ListedSource implements EventSource {
  readonly deliveries: Delivery[];
  #wake = Promise.withResolvers<void>();
  readonly #batch: number;

  constructor(events: readonly StoredEvent[] = [], { batch = 100 }: { readonly batch?: number } = {}) {
    this.deliveries = events.map((event) => ({ kind: 'event', event }));
    this.#batch = batch;
  }

  push(...deliveries: readonly Delivery[]): void {
    this.deliveries.push(...deliveries);
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }

  async *follow(after: StorePosition | undefined, signal: AbortSignal): AsyncGenerator<readonly Delivery[]> {
    const aborted = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    let next = this.deliveries.findIndex((delivery) => commitOf(delivery) > (after?.commit ?? -1n));
    if (next === -1) next = this.deliveries.length;
    while (!signal.aborted) {
      const woken = this.#wake.promise;
      if (next < this.deliveries.length) {
        const batch = this.deliveries.slice(next, next + this.#batch);
        next += batch.length;
        yield batch;
      } else {
        yield [{ kind: 'caught-up' }];
        await Promise.race([woken, aborted]);
      }
    }
  }

  async *readAll(
    after?: StorePosition,
    onUnreadable: (event: UnreadableEvent) => void = () => undefined,
  ): AsyncGenerator<StoredEvent> {
    for (const delivery of [...this.deliveries]) {
      if (commitOf(delivery) <= (after?.commit ?? -1n)) continue;
      if (delivery.kind === 'event') yield delivery.event;
      if (delivery.kind === 'unreadable') onUnreadable(delivery.unreadable);
    }
  }

  async *readStream(stream: StreamName, from = 0 as Revision): AsyncGenerator<StoredEvent> {
    for await (const event of this.readAll()) {
      if (event.stream === stream && event.revision >= from) yield event;
    }
  }
}

function commitOf(delivery: Delivery): bigint {
  switch (delivery.kind) {
    case 'event':
      return delivery.event.storePosition.commit;
    case 'unreadable':
      return delivery.unreadable.storePosition.commit;
    case 'checkpoint':
      return delivery.storePosition.commit;
    case 'caught-up':
      return -1n;
  }
}
