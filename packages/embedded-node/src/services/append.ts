import { setImmediate as nextTurn } from 'node:timers/promises';
import { requireStream } from '../access/access-control.ts';
import type { Principal } from '../access/principal.ts';
import type { GrpcCall } from '../grpc/call.ts';
import { GrpcCode, GrpcStatusError } from '../grpc/status.ts';
import type { EventLog } from '../log/event-log.ts';
import { streamDeleted } from '../log/readable-stream.ts';
import type { ProposedEvent } from '../log/write-request.ts';
import { encodeAppendSuccess, encodeWrongExpectedVersion, readAppendRequest } from '../protocol/append.ts';
import type { ExpectedRevision } from '../protocol/expected-revision.ts';
import { badRequest, requireExpected } from './bad-request.ts';
import { APPEND_BYTES_MAX, requireProposed } from './proposed.ts';

/** After the last message: once round the loop to read what came right behind it. */
const TURNS_UNTIL_RESET = 2;

/** `Streams.Append`: one append from a stream of messages, the options first. */
export async function append(log: EventLog, call: GrpcCall, principal: Principal): Promise<void> {
  let target: { readonly stream: string; readonly expected: ExpectedRevision } | undefined;
  const events: ProposedEvent[] = [];
  let bytes = 0;
  for await (const message of call.requests()) {
    const request = readAppendRequest(message);
    if (target === undefined) {
      if (request === undefined || !('options' in request)) break;
      const { stream } = request.options;
      target = { stream, expected: requireExpected(request.options.expected) };
      // Access before everything else: whoever may not write is told nothing.
      await requireStream(log, principal, stream, 'write');
      continue;
    }
    if (request === undefined || !('proposed' in request))
      throw badRequest('After its options, an append holds events and nothing else.');
    const event = requireProposed(request.proposed);
    bytes += event.data.length;
    if (bytes > APPEND_BYTES_MAX) throw appendTooLarge();
    events.push(event);
  }
  // Cancelled, cut off or past its deadline: what has arrived may be a part, and an append happens whole or not at all.
  // Node's own client, and so grpc-js, ends a stream before it resets it: the reset is read a turn of the loop later.
  for (let turn = 0; turn < TURNS_UNTIL_RESET && !call.over; turn++) await nextTurn();
  if (call.over) return;
  if (target === undefined) throw badRequest('The first message of an append must hold its options.');
  const { stream, expected } = target;
  if (stream === '') throw badRequest('The name of the stream is empty.');
  const empty = events.find((event) => event.type === '');
  if (empty !== undefined) throw badRequest(`The type of event ${empty.id} is empty.`);
  const outcome = await log.write({ kind: 'append', stream, expected, events, deadlineMs: undefined });
  switch (outcome.kind) {
    case 'written':
      call.write(encodeAppendSuccess(outcome.revision, outcome.position));
      return;
    case 'wrong-revision':
      call.write(encodeWrongExpectedVersion(expected, outcome.current));
      return;
    case 'stream-deleted':
      throw streamDeleted(stream);
    case 'timed-out':
      throw new GrpcStatusError(GrpcCode.deadlineExceeded, 'The deadline of the append has passed.');
  }
}

function appendTooLarge(): GrpcStatusError {
  return new GrpcStatusError(
    GrpcCode.invalidArgument,
    `An append holds at most ${APPEND_BYTES_MAX} bytes of data.`,
    {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': String(APPEND_BYTES_MAX),
    },
  );
}
