import { EventStoreDBClient } from '@eventstore/db-client';
import type { EventLogOptions } from './event-log.ts';
import { faultOf, Unanswered } from './faults.ts';
import { StoreError } from './store-error.ts';

/** One instance of the official client, from its making until it is given up. */
export interface ClientLease {
  readonly client: EventStoreDBClient;
  /** Aborts when the client is given up: the client itself ends its streams without a word then. */
  readonly retired: AbortSignal;
}

/** The time one attempt has. */
export interface AttemptTime {
  readonly ms: number;
  /** Aborts when nobody waits for the attempt any more. */
  readonly over: AbortSignal;
}

interface Lease extends ClientLease {
  readonly retire: () => void;
}

// One lost answer may be the network's; after the second in a row a new connection is cheaper than trust.
const SILENT_ATTEMPTS_MAX = 2;

/** The one client of an event log, made anew when its channel is sick. */
export class StoreConnection {
  readonly #options: EventLogOptions;
  readonly #attemptTimeoutMs: number;
  readonly #closing = new AbortController();
  #lease: Lease | undefined;
  #silentAttempts = 0;
  #answered = false;

  constructor(options: EventLogOptions) {
    this.#options = options;
    this.#attemptTimeoutMs = options.attemptTimeoutMs ?? 5_000;
  }

  /** Aborts when the event log closes. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** True while the last thing the node did was to answer. */
  get answered(): boolean {
    return this.#answered;
  }

  /** The client to use now. Errors: CLOSED. */
  lease(): ClientLease {
    if (this.#closing.signal.aborted) throw new StoreError('CLOSED', 'the event log is closed');
    this.#lease ??= newLease(this.#options.url);
    return this.#lease;
  }

  /**
   * What `action` gives with the current client, unless it stays unanswered for the time of one attempt.
   *
   * Errors: whatever the client throws, or Unanswered; two of these in a row give the client up.
   */
  async attempt<T>(action: (lease: ClientLease, time: AttemptTime) => Promise<T>): Promise<T> {
    const lease = this.lease();
    const ms = this.#attemptTimeoutMs;
    const over = new AbortController();
    try {
      const result = await this.#within(ms, over, action(lease, { ms, over: over.signal }));
      this.#silentAttempts = 0;
      this.#answered = true;
      return result;
    } catch (error) {
      const fault = faultOf(error);
      this.#answered = fault.kind !== 'transient' && fault.kind !== 'not-leader';
      this.#silentAttempts = fault.kind === 'transient' && fault.silent ? this.#silentAttempts + 1 : 0;
      if (this.#silentAttempts >= SILENT_ATTEMPTS_MAX) this.giveUp(lease);
      throw error;
    } finally {
      over.abort();
    }
  }

  /** Ends every stream of this client and lets the next call make a new one; nothing when that was done already. */
  giveUp(lease: ClientLease): void {
    if (this.#lease !== lease) return;
    this.#lease.retire();
    this.#lease = undefined;
    this.#silentAttempts = 0;
    this.#answered = false;
    this.#options.observe?.({ kind: 'client-recreated' });
    this.#options.log.warn({}, 'the connection to the event store is given up and made anew');
  }

  /** Ends everything; never throws. */
  async close(): Promise<void> {
    const lease = this.#lease;
    this.#closing.abort();
    this.#lease = undefined;
    lease?.retire();
    await lease?.client.dispose();
  }

  #within<T>(ms: number, over: AbortController, action: Promise<T>): Promise<T> {
    const late = this.#options.wait(ms, AbortSignal.any([over.signal, this.closing])).then((): never => {
      if (this.closing.aborted) throw new StoreError('CLOSED', 'the event log was closed');
      throw new Unanswered(`the event store did not answer within ${ms} ms`);
    });
    return Promise.race([action, late]);
  }
}

function newLease(url: string): Lease {
  const client = EventStoreDBClient.connectionString(url);
  // The client's batch append keeps the pending appends of the whole process in one table: a broken stream of any client
  // rejects them all, and an answer that comes afterwards finds no entry and brings the process down. The unary append,
  // which it takes when the server offers nothing else, has its own deadline and its own error.
  Object.defineProperty(client, 'supports', { value: () => Promise.resolve(false) });
  const retired = new AbortController();
  return {
    client,
    retired: retired.signal,
    retire: () => {
      retired.abort();
      void client.dispose();
    },
  };
}
