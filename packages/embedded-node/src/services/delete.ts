import { requireStream } from '../access/access-control.ts';
import type { Principal } from '../access/principal.ts';
import type { GrpcCall } from '../grpc/call.ts';
import { GrpcCode, GrpcStatusError } from '../grpc/status.ts';
import type { EventLog } from '../log/event-log.ts';
import { encodeHeader, streamDeleted } from '../log/readable-stream.ts';
import { encodeDeleteResponse, readDeleteRequest } from '../protocol/delete.ts';
import { type ExpectedRevision, expectedVersionNumber } from '../protocol/expected-revision.ts';
import { badRequest, requireExpected } from './bad-request.ts';

/** `Streams.Delete`: the stream may come again. */
export function deleteStream(log: EventLog, call: GrpcCall, principal: Principal): Promise<void> {
  return remove(log, call, principal, 'delete');
}

/** `Streams.Tombstone`: the stream can never be written again. */
export function tombstoneStream(log: EventLog, call: GrpcCall, principal: Principal): Promise<void> {
  return remove(log, call, principal, 'tombstone');
}

async function remove(
  log: EventLog,
  call: GrpcCall,
  principal: Principal,
  kind: 'delete' | 'tombstone',
): Promise<void> {
  const options = readDeleteRequest(await call.request());
  if (options === undefined) throw badRequest('The request has no options.');
  const expected = requireExpected(options.expected);
  await requireStream(log, principal, options.stream, 'delete');
  if (options.stream === '') throw badRequest('The name of the stream is empty.');
  const outcome = await log.write({ kind, stream: options.stream, expected });
  switch (outcome.kind) {
    case 'written':
      call.write(encodeDeleteResponse(outcome.position));
      return;
    case 'wrong-revision':
      throw wrongExpectedVersion(options.stream, expected, outcome.current);
    case 'stream-deleted':
      throw streamDeleted(options.stream);
    case 'timed-out':
      throw new GrpcStatusError(GrpcCode.deadlineExceeded, 'The deadline of the call has passed.');
  }
}

function wrongExpectedVersion(stream: string, expected: ExpectedRevision, current: bigint): GrpcStatusError {
  return new GrpcStatusError(
    GrpcCode.failedPrecondition,
    `The last revision of '${stream}' is not the expected one.`,
    {
      exception: 'wrong-expected-version',
      'stream-name': encodeHeader(stream),
      'expected-version': String(expectedVersionNumber(expected)),
      'actual-version': String(current),
    },
  );
}
