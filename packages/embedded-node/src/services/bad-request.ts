import { GrpcCode, GrpcStatusError } from '../grpc/status.ts';
import type { ExpectedRevision } from '../protocol/expected-revision.ts';

/** A request that makes no sense, as the real server answers it: UNKNOWN without trailers. */
export function badRequest(reason: string): GrpcStatusError {
  return new GrpcStatusError(GrpcCode.unknown, reason);
}

/** The expected revision of a write, which must be said. Errors: throws INVALID_ARGUMENT when it is not. */
export function requireExpected(expected: ExpectedRevision | undefined): ExpectedRevision {
  if (expected === undefined) throw incompleteRequest('The request does not say which revision it expects.');
  return expected;
}

/** A request that lacks a part, as the real server answers it: INVALID_ARGUMENT without trailers. */
export function incompleteRequest(reason: string): GrpcStatusError {
  return new GrpcStatusError(GrpcCode.invalidArgument, reason);
}
