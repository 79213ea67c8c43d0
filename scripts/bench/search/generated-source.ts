import { once } from 'node:events';
import type { Delivery, EventSource } from '@ledger/projection-engine';
import type { LedgerEvent, StoredEvent } from '@ledger/schemas';

/** A store that makes its events as they are asked for, from the first file to the last. */
export class GeneratedSource implements EventSource {
  readonly #files: () => Iterable<readonly LedgerEvent[]>;
  readonly #batch: number;

  constructor(files: () => Iterable<readonly LedgerEvent[]>, batch = 600) {
    this.#files = files;
    this.#batch = batch;
  }

  async *follow(_after: unknown, signal: AbortSignal): AsyncGenerator<readonly Delivery[]> {
    let batch: Delivery[] = [];
    for await (const event of this.readAll()) {
      if (signal.aborted) return;
      batch.push({ kind: 'event', event });
      if (batch.length < this.#batch) continue;
      yield batch;
      batch = [];
    }
    yield [...batch, { kind: 'caught-up' }];
    if (!signal.aborted) await once(signal, 'abort');
  }

  async *readAll(): AsyncGenerator<StoredEvent> {
    let commit = 0n;
    for (const file of this.#files()) {
      for (const event of file) {
        commit += 1n;
        yield { ...event, storePosition: { commit, prepare: commit } };
      }
    }
  }

  async *readStream(stream: string): AsyncGenerator<StoredEvent> {
    for await (const event of this.readAll()) if (event.stream === stream) yield event;
  }
}
