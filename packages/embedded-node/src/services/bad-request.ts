import { GrpcCode, GrpcStatusError } from '../grpc/status.ts';

/** A request that makes no sense, as the real server answers it: UNKNOWN without trailers. */
export function badRequest(reason: string): GrpcStatusError {
  return new GrpcStatusError(GrpcCode.unknown, reason);
}

/** A request that lacks a part, as the real server answers it: INVALID_ARGUMENT without trailers. */
export function incompleteRequest(reason: string): GrpcStatusError {
  return new GrpcStatusError(GrpcCode.invalidArgument, reason);
}
