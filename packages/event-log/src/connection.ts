import { type ClientLease, newLease } from './client-lease.ts';
import type { EventLogOptions } from './event-log.ts';
import { ConnectionLost, type Fault, faultOf } from './faults.ts';
import { RunningAttempts } from './running-attempts.ts';
import { StoreError } from './store-error.ts';

/** Appends share one long stream, each read has its own: one kind can be dead while the other is well. */
export type StoreCall = 'append' | 'read';

/** One attempt, as the call that makes it sees it. */
export interface Attempt {
  /** The time it has. */
  readonly ms: number;
  /** Calls back once nobody waits for the attempt any more, whether it was answered or not. */
  onOver(listener: () => void): void;
}

const ATTEMPT_TIMEOUT_MS = 5_000;
// One lost answer may be the network's; after the second in a row a new connection is cheaper than trust.
const SICK_ATTEMPTS_MAX = 2;

/** The one client of an event log, made anew when its channel is sick. */
export class StoreConnection {
  readonly #options: EventLogOptions;
  readonly #attemptTimeoutMs: number;
  readonly #closing = new AbortController();
  readonly #attempts: RunningAttempts;
  #lease: ClientLease | undefined;
  #turn = 0;
  #sickAttempts = noneSick();
  #answered = false;

  constructor(options: EventLogOptions) {
    this.#options = options;
    this.#attemptTimeoutMs = options.attemptTimeoutMs ?? ATTEMPT_TIMEOUT_MS;
    this.#attempts = new RunningAttempts(options, this.#attemptTimeoutMs, this.closing);
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
    if (this.closing.aborted) throw closedError();
    this.#lease ??= newLease(this.#options.url, this.#turn++);
    return this.#lease;
  }

  /**
   * What `action` gives with the current client, unless it stays unanswered for the time of one attempt.
   *
   * Errors: CLOSED, Unanswered, whatever the client throws; two in a row of one kind of call that speak of a sick
   *         channel give the client up.
   */
  async attempt<T>(
    call: StoreCall,
    action: (lease: ClientLease, attempt: Attempt) => Promise<T>,
  ): Promise<T> {
    const lease = this.lease();
    try {
      const result = await this.#timed(lease, action);
      this.#answered = true;
      this.#sickAttempts[call] = 0;
      return result;
    } catch (error) {
      if (this.closing.aborted) throw closedError(error);
      this.#diagnose(call, lease, faultOf(error));
      throw error;
    }
  }

  /** Ends every stream of this client and lets the next call make a new one; nothing when that was done already. */
  giveUp(lease: ClientLease): void {
    if (this.#lease !== lease) return;
    this.#lease = undefined;
    this.#sickAttempts = noneSick();
    this.#answered = false;
    this.#options.observe?.({ kind: 'client-recreated' });
    this.#attempts.failAll(new ConnectionLost('the connection was given up'), lease);
    void lease.retire();
  }

  /** Ends everything; never throws. */
  async close(): Promise<void> {
    const lease = this.#lease;
    this.#closing.abort();
    this.#attempts.failAll(closedError());
    this.#lease = undefined;
    await lease?.retire();
  }

  async #timed<T>(
    lease: ClientLease,
    action: (lease: ClientLease, attempt: Attempt) => Promise<T>,
  ): Promise<T> {
    const listeners: (() => void)[] = [];
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const running = this.#attempts.begin(lease, reject);
    const attempt: Attempt = {
      ms: this.#attemptTimeoutMs,
      onOver: (listener) => void listeners.push(listener),
    };
    try {
      action(lease, attempt).then(resolve, reject);
      return await promise;
    } finally {
      this.#attempts.end(running);
      for (const listener of listeners) listener();
    }
  }

  #diagnose(call: StoreCall, lease: ClientLease, fault: Fault): void {
    // Late news of a client that was given up says nothing of the one in use.
    if (lease !== this.#lease) return;
    this.#answered = fault.kind !== 'transient' && fault.kind !== 'not-leader';
    this.#sickAttempts[call] = fault.kind === 'transient' && fault.sick ? this.#sickAttempts[call] + 1 : 0;
    if (this.#sickAttempts[call] >= SICK_ATTEMPTS_MAX) this.giveUp(lease);
  }
}

function closedError(cause?: unknown): StoreError {
  return new StoreError('CLOSED', 'the event log was closed', cause === undefined ? {} : { cause });
}

function noneSick(): Record<StoreCall, number> {
  return { append: 0, read: 0 };
}
