import { requireStream } from '../access/access-control.ts';
import type { Principal } from '../access/principal.ts';
import type { GrpcCall } from '../grpc/call.ts';
import { GrpcCode, GrpcStatusError } from '../grpc/status.ts';
import type { EventLog } from '../log/event-log.ts';
import { streamDeleted } from '../log/readable-stream.ts';
import type { ProposedEvent } from '../log/write-request.ts';
import {
  encodeAppendSuccess,
  encodeWrongExpectedVersion,
  readAppendRequest,
  type WriteOptions,
} from '../protocol/append.ts';
import { badRequest } from './bad-request.ts';
import { APPEND_BYTES_MAX, checkProposed } from './proposed.ts';

/** `Streams.Append`: one append from a stream of messages, the options first. */
export async function append(log: EventLog, call: GrpcCall, principal: Principal): Promise<void> {
  let options: WriteOptions | undefined;
  const events: ProposedEvent[] = [];
  let bytes = 0;
  for await (const message of call.requests()) {
    const request = readAppendRequest(message);
    if (request === undefined) continue;
    if ('options' in request) {
      options = request.options;
      // Access first: whoever may not write is told nothing else.
      await requireStream(log, principal, options.stream, 'write');
      continue;
    }
    if (options === undefined) break;
    bytes += request.proposed.data.length;
    if (bytes > APPEND_BYTES_MAX) throw appendTooLarge();
    events.push(checkProposed(request.proposed));
  }
  if (options === undefined) throw badRequest('The first message of an append must hold its options.');
  if (options.stream === '') throw badRequest('The name of the stream is empty.');
  const empty = events.find((event) => event.type === '');
  if (empty !== undefined) throw badRequest(`The type of event ${empty.id} is empty.`);
  const outcome = await log.write({ kind: 'append', ...options, events, deadlineMs: undefined });
  switch (outcome.kind) {
    case 'written':
      call.write(encodeAppendSuccess(outcome.revision, outcome.position));
      return;
    case 'wrong-revision':
      call.write(encodeWrongExpectedVersion(options.expected, outcome.current));
      return;
    case 'stream-deleted':
      throw streamDeleted(options.stream);
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
