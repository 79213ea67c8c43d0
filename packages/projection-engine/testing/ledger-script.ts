import {
  type EventId,
  eventHash,
  type FileHead,
  fileIdOf,
  nameBasedUuid,
  type Revision,
  type StoredEvent,
  type StreamName,
  streamOf,
} from '@ledger/schemas';

/** Nine files to write into, by a small number. */
export function streamNumber(file: number): StreamName {
  return streamOf(fileIdOf('650000', `91650102MAFAKE00${file}H`));
}

/**
 * Writes down what a store would hold: chained events with rising places, interleaved over files.
 *
 * Everything follows from the order of the calls, so that the same script gives the same ledger.
 */
export class LedgerScript {
  readonly events: StoredEvent[] = [];
  readonly #heads = new Map<StreamName, FileHead>();
  readonly #seed: string;

  constructor(seed = 'c0ffee00-0000-4000-8000-000000000000') {
    this.#seed = seed;
  }

  /** Adds an event to a file; `change` spoils it after it was chained. */
  add(
    file: number,
    type: string,
    data: unknown = {},
    { recordedAt = '2025-01-01T00:00:00+08:00', effectiveFrom, change = (event) => event }: EventOptions = {},
  ): StoredEvent {
    const number = this.events.length + 1;
    const stream = streamNumber(file);
    const head = this.#heads.get(stream);
    const id = nameBasedUuid(this.#seed, String(number)) as EventId;
    const event: StoredEvent = change({
      stream,
      revision: (head === undefined ? 0 : head.revision + 1) as Revision,
      id,
      type,
      data,
      metadata: {
        schema: 1,
        occurredAt: recordedAt,
        ...(effectiveFrom !== undefined && { effectiveFrom }),
        recordedAt,
        actor: { kind: 'authority', id: 'officer-7', org: 'xj-credit-office' },
        basis: ['XJ-7-1'],
        rulebook: 'xj-measures-draft@2024-01-01',
        commandId: id,
        correlationId: id,
        ...(head !== undefined && { prior: head.hash }),
        salt: number.toString(16).padStart(32, '0'),
      },
      // Gaps, as a store has them.
      storePosition: { commit: BigInt(number) * 700n, prepare: BigInt(number) * 700n },
    });
    this.events.push(event);
    this.#heads.set(stream, { revision: event.revision, hash: eventHash(event) });
    return event;
  }

  /** Adds `count` events, spread over the files in turn. */
  addMany(count: number, type = 'renamed'): this {
    for (let index = 0; index < count; index += 1)
      this.add(index % 9, type, { name: `机构 ${this.events.length}` });
    return this;
  }
}

export interface EventOptions {
  readonly recordedAt?: string;
  readonly effectiveFrom?: string;
  readonly change?: (event: StoredEvent) => StoredEvent;
}
