/** The gRPC status codes this node answers with. */
export const GrpcCode = {
  ok: 0,
  cancelled: 1,
  unknown: 2,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

export type GrpcCode = (typeof GrpcCode)[keyof typeof GrpcCode];

/** Ends a call with a status other than OK; `trailers` are what the client decides by. */
export class GrpcStatusError extends Error {
  override readonly name = 'GrpcStatusError';
  readonly code: GrpcCode;
  readonly trailers: Readonly<Record<string, string>>;

  constructor(code: GrpcCode, message: string, trailers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.trailers = trailers;
  }
}

/** The answer while PostgreSQL cannot be reached: the client may try again with the same event ids. */
export function unavailable(reason: string): GrpcStatusError {
  return new GrpcStatusError(GrpcCode.unavailable, reason);
}
