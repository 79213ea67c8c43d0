import type { Revision } from '@ledger/schemas';

/** What a failed call means for the caller; read from codes and types, never from a text. */
export type Fault =
  | { readonly kind: 'wrong-expected-revision'; readonly actual: Revision | 'no-stream' }
  | { readonly kind: 'stream-missing' }
  | { readonly kind: 'stream-deleted' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'access-denied' }
  /** The node answered that it did nothing, another one would: ask again. */
  | { readonly kind: 'not-leader' }
  /** No answer, or one that says nothing about the outcome: ask again. `sick` = the channel itself is in doubt. */
  | { readonly kind: 'transient'; readonly sick: boolean; readonly status: number | undefined }
  /** A definite no that the protocol does not foresee here. */
  | { readonly kind: 'refused'; readonly status: number | undefined };

/** Thrown inside this package when an attempt stayed unanswered for too long. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

/** Thrown inside this package when a subscription or a read ended before its time. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

const GRPC = {
  cancelled: 1,
  unknown: 2,
  invalidArgument: 3,
  deadlineExceeded: 4,
  resourceExhausted: 8,
  aborted: 10,
  internal: 13,
  unavailable: 14,
  dataLoss: 15,
} as const;

// A node that is killed in mid-answer shows as any of these, depending on which frame was the last.
const SAYS_NOTHING: ReadonlySet<number> = new Set([
  GRPC.cancelled,
  GRPC.unknown,
  GRPC.deadlineExceeded,
  GRPC.resourceExhausted,
  GRPC.aborted,
  GRPC.internal,
  GRPC.unavailable,
  GRPC.dataLoss,
]);

/** What went wrong, by the error's type and status. Shape: errors of the network without either are transient. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Unanswered) return { kind: 'transient', sick: true, status: undefined };
  if (error instanceof ConnectionLost) return { kind: 'transient', sick: false, status: undefined };
  const { type, code, actualVersion } = error as { type?: unknown; code?: unknown; actualVersion?: unknown };
  switch (type) {
    case 'wrong-expected-version':
      return { kind: 'wrong-expected-revision', actual: revisionOf(actualVersion) };
    case 'stream-not-found':
      return { kind: 'stream-missing' };
    case 'stream-deleted':
      return { kind: 'stream-deleted' };
    case 'maximum-append-size-exceeded':
      return { kind: 'too-large' };
    case 'access-denied':
      return { kind: 'access-denied' };
    case 'not-leader':
      return { kind: 'not-leader' };
    default:
      break;
  }
  if (typeof code !== 'number') {
    // ECONNREFUSED and its kin carry a text as code; discovery that finds no member carries none.
    return { kind: 'transient', sick: true, status: undefined };
  }
  return SAYS_NOTHING.has(code)
    ? // A cancelled call was ended on this side, for the sake of another one.
      { kind: 'transient', sick: code !== GRPC.cancelled, status: code }
    : { kind: 'refused', status: code };
}

/** True when the answer can mean "that position is none of mine": 2 for a read, 3 for a subscription. */
export function mayBeUnknownPosition(fault: Fault): boolean {
  return (
    (fault.kind === 'transient' && fault.status === GRPC.unknown) ||
    (fault.kind === 'refused' && fault.status === GRPC.invalidArgument)
  );
}

// The trailers of some servers say −1 where the response says "no stream".
function revisionOf(actual: unknown): Revision | 'no-stream' {
  return typeof actual === 'bigint' && actual >= 0n ? (Number(actual) as Revision) : 'no-stream';
}
