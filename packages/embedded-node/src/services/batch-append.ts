import { mayUseStream } from '../access/access-control.ts';
import type { Principal } from '../access/principal.ts';
import type { GrpcCall } from '../grpc/call.ts';
import { GrpcCode, GrpcStatusError } from '../grpc/status.ts';
import type { EventLog } from '../log/event-log.ts';
import type { ProposedEvent } from '../log/write-request.ts';
import {
  accessDeniedRefusal,
  appendTooLargeRefusal,
  type BatchAppendRequest,
  type BatchOptions,
  type BatchRefusal,
  badRequestRefusal,
  encodeBatchError,
  encodeBatchSuccess,
  readBatchAppendRequest,
  streamDeletedRefusal,
  timeoutRefusal,
  wrongExpectedVersionRefusal,
} from '../protocol/batch-append.ts';
import type { ExpectedRevision } from '../protocol/expected-revision.ts';
import type { ProposedMessage } from '../protocol/proposed-event.ts';
import { APPEND_BYTES_MAX, proposedEvent } from './proposed.ts';

/** An append of which some messages have come. */
interface OpenAppend {
  readonly correlation: Buffer;
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly deadlineMs: number | undefined;
  readonly events: ProposedEvent[];
  /** Data of its events: what is limited. */
  bytes: number;
  /** Size of its messages: what it takes of memory. */
  held: number;
  /** When its last message must have come; undefined while nothing is missing. */
  expiry: NodeJS.Timeout | undefined;
}

/** Messages of one call held in memory; beyond, it is not read from until some of its appends are settled. */
const HELD_BYTES_MAX = 64 * 1024 * 1024;
const SETTLING_MAX = 10_000;
/** An append whose last message does not come is given up after this time, as by the original server. */
const UNFINISHED_MS = 2000;

/**
 * `Streams.BatchAppend`: many appends on one call, answered as each is settled.
 *
 * A refused append leaves the call usable; an outcome that nobody knows ends it, so that the client tries again.
 */
export async function batchAppend(log: EventLog, call: GrpcCall, principal: Principal): Promise<void> {
  const batch = new Batch(log, call, principal);
  try {
    for await (const message of call.requests()) await batch.take(message);
    await batch.settled();
  } finally {
    batch.giveUp();
  }
}

/** The appends of one call that are not settled yet. */
class Batch {
  readonly #log: EventLog;
  readonly #call: GrpcCall;
  readonly #principal: Principal;
  readonly #open = new Map<string, OpenAppend>();
  readonly #settling = new Set<Promise<void>>();
  #held = 0;

  constructor(log: EventLog, call: GrpcCall, principal: Principal) {
    this.#log = log;
    this.#call = call;
    this.#principal = principal;
  }

  /** Takes the next message; returns when there is room for one more. */
  async take(message: Buffer): Promise<void> {
    const request = readBatchAppendRequest(message);
    const append = this.#open.get(keyOf(request)) ?? (await this.#begin(request));
    if (append === undefined) return;
    append.held += message.length;
    this.#held += message.length;
    const refusal = addEvents(append, request.proposed);
    if (refusal !== undefined) this.#refuse(append, refusal);
    else if (request.isFinal) await this.#settle(append);
    else this.#await(append);
  }

  /** Returns when every append that came whole is answered. */
  async settled(): Promise<void> {
    await Promise.all(this.#settling);
  }

  /** Forgets what did not come whole. */
  giveUp(): void {
    for (const append of this.#open.values()) clearTimeout(append.expiry);
    this.#open.clear();
  }

  /** The append that a message with options begins; undefined when it is refused, or the message belongs to none. */
  async #begin(request: BatchAppendRequest): Promise<OpenAppend | undefined> {
    const { options, correlation } = request;
    // Without options nobody can say what is meant; like the real server, such a message is passed over.
    if (options === undefined) return undefined;
    const { stream, expected } = options;
    const deadlineMs = deadlineOf(this.#log, options);
    // Awaited here and not beside the others: appends are written in the order in which they came.
    const allowed = await mayUseStream(this.#log, this.#principal, stream, 'write');
    const refusal = refusalOf(options, allowed, deadlineMs, this.#log.now());
    if (refusal !== undefined || expected === undefined) {
      const reason = refusal ?? badRequestRefusal('The append does not say which revision it expects.');
      this.#call.write(encodeBatchError(correlation, stream, reason));
      return undefined;
    }
    return { correlation, stream, expected, deadlineMs, events: [], bytes: 0, held: 0, expiry: undefined };
  }

  /** More messages of this append are to come. */
  #await(append: OpenAppend): void {
    if (this.#held > HELD_BYTES_MAX && this.#settling.size === 0) throw heldTooMuch();
    if (append.expiry !== undefined) return;
    this.#open.set(keyOf(append), append);
    const leftMs = (append.deadlineMs ?? Number.POSITIVE_INFINITY) - this.#log.now();
    append.expiry = setTimeout(
      () => this.#refuse(append, timeoutRefusal()),
      Math.max(0, Math.min(leftMs, UNFINISHED_MS)),
    );
  }

  #refuse(append: OpenAppend, refusal: BatchRefusal): void {
    this.#close(append);
    this.#held -= append.held;
    this.#call.write(encodeBatchError(append.correlation, append.stream, refusal));
  }

  #close(append: OpenAppend): void {
    clearTimeout(append.expiry);
    this.#open.delete(keyOf(append));
  }

  async #settle(append: OpenAppend): Promise<void> {
    this.#close(append);
    const settled = write(this.#log, append)
      .then((answer) => this.#call.write(answer))
      .catch((error: unknown) => this.#call.fail(error))
      .finally(() => {
        this.#settling.delete(settled);
        this.#held -= append.held;
      });
    this.#settling.add(settled);
    while (this.#settling.size > 0 && (this.#held > HELD_BYTES_MAX || this.#settling.size > SETTLING_MAX))
      await Promise.race(this.#settling);
  }
}

function keyOf({ correlation }: { readonly correlation: Buffer }): string {
  return correlation.toString('latin1');
}

function deadlineOf(log: EventLog, { deadline }: BatchOptions): number | undefined {
  if (deadline === undefined) return undefined;
  return 'atMs' in deadline ? deadline.atMs : log.now() + deadline.afterMs;
}

/** Why an append is refused before any of its events is looked at, in the order in which the original server asks. */
function refusalOf(
  { stream }: BatchOptions,
  allowed: boolean,
  deadlineMs: number | undefined,
  nowMs: number,
): BatchRefusal | undefined {
  if (!allowed) return accessDeniedRefusal();
  if (stream === '') return badRequestRefusal('The name of the stream is empty.');
  return deadlineMs !== undefined && deadlineMs <= nowMs ? timeoutRefusal() : undefined;
}

/** Adds events to an append; tells why it is refused when one of them cannot be taken. */
function addEvents(append: OpenAppend, proposed: readonly ProposedMessage[]): BatchRefusal | undefined {
  for (const message of proposed) {
    const event = proposedEvent(message);
    if (event === undefined) return badRequestRefusal('An event needs an id, a type and a content-type.');
    if (event.type === '') return badRequestRefusal('The type of an event is empty.');
    append.bytes += event.data.length;
    append.events.push(event);
  }
  return append.bytes > APPEND_BYTES_MAX ? appendTooLargeRefusal(APPEND_BYTES_MAX) : undefined;
}

function heldTooMuch(): GrpcStatusError {
  const reason = `The unfinished appends of one call hold more than ${HELD_BYTES_MAX} bytes.`;
  return new GrpcStatusError(GrpcCode.resourceExhausted, reason);
}

/** Writes an append that came whole, and returns the answer. */
async function write(log: EventLog, append: OpenAppend): Promise<Buffer> {
  const { correlation, stream, expected, events, deadlineMs } = append;
  const outcome = await log.write({ kind: 'append', stream, expected, events, deadlineMs });
  switch (outcome.kind) {
    case 'written':
      return encodeBatchSuccess(correlation, stream, outcome.revision, outcome.position);
    case 'wrong-revision':
      return encodeBatchError(correlation, stream, wrongExpectedVersionRefusal(expected, outcome.current));
    case 'stream-deleted':
      return encodeBatchError(correlation, stream, streamDeletedRefusal(stream));
    case 'timed-out':
      return encodeBatchError(correlation, stream, timeoutRefusal());
  }
}
