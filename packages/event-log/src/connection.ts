import { type ClientLease, newLease } from './client-lease.ts';
import type { EventLogOptions } from './event-log.ts';
import { type Fault, faultOf, Unanswered } from './faults.ts';
import { StoreError } from './store-error.ts';

/** Appends share one long stream, each read has its own: one kind can be dead while the other is well. */
export type StoreCall = 'append' | 'read';

/** The time one attempt has. */
export interface AttemptTime {
  readonly ms: number;
  /** Aborts when nobody waits for the attempt any more. */
  readonly over: AbortSignal;
}

const ATTEMPT_TIMEOUT_MS = 5_000;
// One lost answer may be the network's; after the second in a row a new connection is cheaper than trust.
const SICK_ATTEMPTS_MAX = 2;

/** The one client of an event log, made anew when its channel is sick. */
export class StoreConnection {
  readonly #options: EventLogOptions;
  readonly #attemptTimeoutMs: number;
  readonly #closing = new AbortController();
  #lease: ClientLease | undefined;
  #turn = 0;
  #sickAttempts = noneSick();
  #answered = false;

  constructor(options: EventLogOptions) {
    this.#options = options;
    this.#attemptTimeoutMs = options.attemptTimeoutMs ?? ATTEMPT_TIMEOUT_MS;
  }

  /** Aborts when the event log closes. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** True while the last thing the node did was to answer. */
  get answered(): boolean {
    return this.#answered;
  }

  /** The client to use now. Errors: CLOSED, MALFORMED_URL. */
  lease(): ClientLease {
    if (this.closing.aborted) throw new StoreError('CLOSED', 'the event log is closed');
    this.#lease ??= newLease(this.#options.url, this.#turn++);
    return this.#lease;
  }

  /**
   * What `action` gives with the current client, unless it stays unanswered for the time of one attempt.
   *
   * Errors: CLOSED, Unanswered, whatever the client throws; two of one kind of call in a row that speak of a sick channel give the
   *         client up.
   */
  async attempt<T>(
    call: StoreCall,
    action: (lease: ClientLease, time: AttemptTime) => Promise<T>,
  ): Promise<T> {
    const lease = this.lease();
    const over = new AbortController();
    try {
      const time = { ms: this.#attemptTimeoutMs, over: over.signal };
      const result = await Promise.race([action(lease, time), this.#late(over.signal)]);
      this.#answered = true;
      this.#sickAttempts[call] = 0;
      return result;
    } catch (error) {
      if (this.closing.aborted) throw new StoreError('CLOSED', 'the event log was closed', { cause: error });
      this.#diagnose(call, lease, faultOf(error));
      throw error;
    } finally {
      over.abort();
    }
  }

  /** Ends every stream of this client and lets the next call make a new one; nothing when that was done already. */
  giveUp(lease: ClientLease): void {
    if (this.#lease !== lease) return;
    this.#lease = undefined;
    this.#sickAttempts = noneSick();
    this.#answered = false;
    this.#options.observe?.({ kind: 'client-recreated' });
    void lease.retire();
  }

  /** Ends everything; never throws. */
  async close(): Promise<void> {
    const lease = this.#lease;
    this.#closing.abort();
    this.#lease = undefined;
    await lease?.retire();
  }

  async #late(over: AbortSignal): Promise<never> {
    await this.#options.wait(this.#attemptTimeoutMs, AbortSignal.any([over, this.closing]));
    throw new Unanswered(`the event store did not answer within ${this.#attemptTimeoutMs} ms`);
  }

  #diagnose(call: StoreCall, lease: ClientLease, fault: Fault): void {
    // Late news of a client that was given up says nothing of the one in use.
    if (lease !== this.#lease) return;
    this.#answered = fault.kind !== 'transient' && fault.kind !== 'not-leader';
    this.#sickAttempts[call] = fault.kind === 'transient' && fault.sick ? this.#sickAttempts[call] + 1 : 0;
    if (this.#sickAttempts[call] >= SICK_ATTEMPTS_MAX) this.giveUp(lease);
  }
}

function noneSick(): Record<StoreCall, number> {
  return { append: 0, read: 0 };
}
