import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type EventStoreDBClient, jsonEvent } from '@eventstore/db-client';

/** An append that was answered with success. */
export interface Acknowledged {
  readonly stream: string;
  readonly id: string;
  readonly revision: bigint;
}

export interface Writers {
  readonly acknowledged: readonly Acknowledged[];
  /** Lets the appends under way finish and ends the writers. */
  finish(): Promise<void>;
}

const ATTEMPT_MS = 3000;
const PAUSE_MS = 20;

/**
 * Starts `count` writers, each appending to its own stream, one event after the other at the exact revision. Each repeats an append with the
 * same id until it is acknowledged, as every careful client does.
 */
export function startWriters(client: EventStoreDBClient, count: number, prefix: string): Writers {
  const acknowledged: Acknowledged[] = [];
  let stopping = false;
  const write = async (stream: string) => {
    for (let revision = 0n; !stopping; revision++) {
      const id = randomUUID();
      const event = jsonEvent({
        id,
        type: 'written',
        data: { revision: Number(revision), filler: 'x'.repeat(200) },
      });
      const expectedRevision = revision === 0n ? ('no_stream' as const) : revision - 1n;
      const answered = await repeatedly(() => client.appendToStream(stream, event, { expectedRevision }));
      acknowledged.push({ stream, id, revision: answered.nextExpectedRevision });
    }
  };
  const writers = Array.from({ length: count }, (_, index) => write(`${prefix}-${index}`));
  return {
    acknowledged,
    async finish() {
      stopping = true;
      await Promise.all(writers);
    },
  };
}

/** Tries until it succeeds; a conflict is not retried, because a repeated id never conflicts. */
async function repeatedly<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await Promise.race([
        attempt(),
        delay(ATTEMPT_MS).then(() => Promise.reject(new Error('not answered'))),
      ]);
    } catch (error) {
      if (error instanceof Error && 'type' in error && error.type === 'wrong-expected-version') throw error;
      await delay(PAUSE_MS);
    }
  }
}
