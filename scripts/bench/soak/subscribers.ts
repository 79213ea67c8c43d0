import { setTimeout as sleep } from 'node:timers/promises';
import { END, EventStoreDBClient, START } from '@eventstore/db-client';
import type { Stage } from '../harness/stage.ts';

/** A subscriber, and what it has of the events of the soak. */
export interface Subscriber {
  /** Events it has handled so far. */
  readonly received: () => number;
  /** What was wrong with their order or completeness. */
  readonly faults: readonly string[];
}

/** Follows one after the other what each stream shows: every revision once, in order. */
class Witness implements Subscriber {
  readonly faults: string[] = [];
  readonly #next = new Map<string, bigint>();
  #received = 0;

  received(): number {
    return this.#received;
  }

  see(stream: string, revision: bigint): void {
    const expected = this.#next.get(stream) ?? 0n;
    if (revision !== expected) this.faults.push(`${stream} showed ${revision} where ${expected} was next`);
    this.#next.set(stream, revision + 1n);
    this.#received += 1;
  }
}

/** Subscribers to everything, that handle each event at once; they share a connection. */
export async function openFast(
  stage: Stage,
  url: string,
  prefix: string,
  count: number,
): Promise<readonly Subscriber[]> {
  const client = EventStoreDBClient.connectionString(url);
  stage.atEnd(() => client.dispose());
  return Promise.all(
    Array.from({ length: count }, async () => {
      const witness = new Witness();
      const subscription = client.subscribeToAll({ fromPosition: END });
      subscription.on('data', ({ event }) => {
        if (event?.streamId.startsWith(prefix)) witness.see(event.streamId, event.revision);
      });
      subscription.on('error', (error: Error) => witness.faults.push(error.message));
      await new Promise((resolve) => subscription.once('caughtUp', resolve));
      return { received: () => witness.received(), faults: witness.faults };
    }),
  );
}

/** A subscriber to everything that takes `pauseMs` over each event, on a connection of its own. */
export function openSlow(stage: Stage, url: string, prefix: string, pauseMs: number): Subscriber {
  const client = EventStoreDBClient.connectionString(url);
  const witness = new Witness();
  const subscription = client.subscribeToAll({ fromPosition: START });
  let closing = false;
  const reading = (async () => {
    for await (const { event } of subscription) {
      if (closing) return;
      if (!event?.streamId.startsWith(prefix)) continue;
      witness.see(event.streamId, event.revision);
      await sleep(pauseMs);
    }
  })().catch((error: unknown) => {
    if (!closing) witness.faults.push(String(error));
  });
  stage.atEnd(async () => {
    closing = true;
    await subscription.unsubscribe();
    await client.dispose();
    await reading;
  });
  return { received: () => witness.received(), faults: witness.faults };
}
