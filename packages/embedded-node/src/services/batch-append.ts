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
import { APPEND_BYTES_MAX, checkProposed } from './proposed.ts';

/** An append of which some messages have come. */
interface OpenAppend {
  readonly options: BatchOptions;
  readonly deadlineMs: number | undefined;
  readonly events: ProposedEvent[];
  /** Data of its events: what is limited. */
  bytes: number;
  /** Size of its messages: what it takes of memory. */
  held: number;
}

/** Messages of one call held in memory; beyond, it is not read from until some of its appends are settled. */
const HELD_BYTES_MAX = 64 * 1024 * 1024;
const SETTLING_MAX = 10_000;

/**
 * `Streams.BatchAppend`: many appends on one call, answered as each is settled.
 *
 * A refused append leaves the call usable; an outcome that nobody knows ends it, so that the client tries again.
 */
export async function batchAppend(log: EventLog, call: GrpcCall, principal: Principal): Promise<void> {
  const open = new Map<string, OpenAppend>();
  const settling = new Set<Promise<void>>();
  let held = 0;
  for await (const message of call.requests()) {
    const request = readBatchAppendRequest(message);
    const append = collect(log, open, request);
    if (append === undefined) continue;
    append.held += message.length;
    held += message.length;
    if (!request.isFinal) {
      if (held > HELD_BYTES_MAX && settling.size === 0) throw heldTooMuch();
      continue;
    }
    // Awaited here and not beside the others: appends are written in the order in which they came.
    const allowed = await mayUseStream(log, principal, append.options.stream, 'write');
    const settled = settle(log, append, allowed)
      .then((answer) => call.write(answer(request.correlation)))
      .catch((error: unknown) => call.fail(error))
      .finally(() => {
        settling.delete(settled);
        held -= append.held;
      });
    settling.add(settled);
    while (settling.size > 0 && (held > HELD_BYTES_MAX || settling.size > SETTLING_MAX))
      await Promise.race(settling);
  }
  await Promise.all(settling);
}

/** Adds a message to the append it belongs to, and returns that; undefined when it belongs to none. */
function collect(
  log: EventLog,
  open: Map<string, OpenAppend>,
  request: BatchAppendRequest,
): OpenAppend | undefined {
  const key = request.correlation.toString('latin1');
  let append = open.get(key);
  if (append === undefined) {
    // Without options nobody can say what is meant; like the real server, such a message is passed over.
    if (request.options === undefined) return undefined;
    append = {
      options: request.options,
      deadlineMs: deadlineOf(log, request.options),
      events: [],
      bytes: 0,
      held: 0,
    };
    open.set(key, append);
  }
  for (const proposed of request.proposed) {
    append.bytes += proposed.data.length;
    if (append.bytes <= APPEND_BYTES_MAX) append.events.push(checkProposed(proposed));
  }
  if (request.isFinal) open.delete(key);
  return append;
}

function deadlineOf(log: EventLog, { deadline }: BatchOptions): number | undefined {
  if (deadline === undefined) return undefined;
  return 'atMs' in deadline ? deadline.atMs : log.now() + deadline.afterMs;
}

function heldTooMuch(): GrpcStatusError {
  const reason = `The unfinished appends of one call hold more than ${HELD_BYTES_MAX} bytes.`;
  return new GrpcStatusError(GrpcCode.resourceExhausted, reason);
}

type Answer = (correlation: Buffer) => Buffer;

async function settle(
  log: EventLog,
  { options, deadlineMs, events, bytes }: OpenAppend,
  allowed: boolean,
): Promise<Answer> {
  const { stream, expected } = options;
  const refuse =
    (refusal: BatchRefusal): Answer =>
    (correlation) =>
      encodeBatchError(correlation, stream, refusal);
  if (!allowed) return refuse(accessDeniedRefusal());
  if (stream === '') return refuse(badRequestRefusal('The name of the stream is empty.'));
  if (deadlineMs !== undefined && log.now() > deadlineMs) return refuse(timeoutRefusal());
  if (bytes > APPEND_BYTES_MAX) return refuse(appendTooLargeRefusal(APPEND_BYTES_MAX));
  if (events.some((event) => event.type === ''))
    return refuse(badRequestRefusal('The type of an event is empty.'));
  const outcome = await log.write({ kind: 'append', stream, expected, events, deadlineMs });
  switch (outcome.kind) {
    case 'written':
      return (correlation) => encodeBatchSuccess(correlation, stream, outcome.revision, outcome.position);
    case 'wrong-revision':
      return refuse(wrongExpectedVersionRefusal(expected, outcome.current));
    case 'stream-deleted':
      return refuse(streamDeletedRefusal(stream));
    case 'timed-out':
      return refuse(timeoutRefusal());
  }
}
