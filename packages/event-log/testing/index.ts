import { afterAll, beforeAll, describe } from 'vitest';
import { describeAppending } from './appending.ts';
import { describeCheckpoints } from './checkpoints.ts';
import { describeDeleting } from './deleting.ts';
import { describeHiding } from './hiding.ts';
import { describeIdempotency } from './idempotency.ts';
import { describeReading } from './reading.ts';
import { describeReadingAll } from './reading-all.ts';
import { type Clients, connectClients, type OpenStore, type StoreUnderTest } from './store-under-test.ts';
import { describeSubscribing } from './subscribing.ts';

export { type CallTreatment, type FaultyLink, openFaultyLink } from './faulty-link.ts';
export type { OpenStore, StoreUnderTest } from './store-under-test.ts';

/**
 * States, as tests, what an event store must do for the ledger; every sentence is true of EventStoreDB 24.6.
 *
 * The store is spoken to by the unmodified official client only, so that any server of the protocol can be examined.
 * It may be in use by others, if they do not write much meanwhile.
 */
export function describeEventStore(name: string, open: OpenStore): void {
  describe(name, () => {
    let store: StoreUnderTest | undefined;
    let opened: Clients | undefined;
    beforeAll(async () => {
      store = await open();
      opened = connectClients(store.url);
    });
    afterAll(async () => {
      await opened?.batch.dispose();
      await opened?.unary.dispose();
      await store?.close();
    });
    const clients = (): Clients => {
      if (opened === undefined) throw new Error('the event store did not open');
      return opened;
    };
    describeAppending(clients);
    describeDeleting(clients);
    describeHiding(clients);
    describeIdempotency(clients);
    describeReading(clients);
    describeReadingAll(clients);
    describeSubscribing(clients);
    describeCheckpoints(clients);
  });
}
