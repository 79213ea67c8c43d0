import type { ReadPosition, ReadRevision } from '@eventstore/db-client';
import type { StreamName } from '@ledger/schemas';
import type { ClientLease } from './client-lease.ts';
import type { RawRecord } from './codec.ts';
import type { Attempt, StoreConnection } from './connection.ts';
import type { EventLogOptions } from './event-log.ts';
import { type Fault, faultOf, mayBeUnknownPosition } from './faults.ts';
import { Patience } from './patience.ts';
import { StoreError } from './store-error.ts';

/** What a read needs: the connection and the options it was made with. */
export interface StoreAccess {
  readonly connection: StoreConnection;
  readonly options: EventLogOptions;
}

/** One page of a stream or of `$all`; small enough to come within the time of one attempt. */
export type PageRequest =
  | { readonly stream: StreamName; readonly from: ReadRevision; readonly maxCount: number }
  | {
      readonly all: 'forwards' | 'backwards';
      readonly from: ReadPosition;
      readonly maxCount: number;
    };

/**
 * The records of one page, asked for again while the node says nothing and `stop` has not aborted.
 *
 * Shape:  in the order of the read; empty at the end, and for a missing stream.
 * Errors: STREAM_DELETED, ACCESS_DENIED, UNKNOWN_POSITION, NODE_UNREACHABLE, STORE_FAULT, CLOSED.
 */
export async function readPage(
  access: StoreAccess,
  request: PageRequest,
  stop: AbortSignal = access.connection.closing,
): Promise<readonly RawRecord[]> {
  const patience = new Patience(access.options, stop);
  for (;;) {
    try {
      return await access.connection.attempt('read', (lease, attempt) => collect(lease, request, attempt));
    } catch (error) {
      if (error instanceof StoreError) throw error;
      const fault = faultOf(error);
      if (fault.kind === 'stream-missing') return [];
      if (!isWorthAnother(fault, request) || !(await patience.another()))
        throw asStoreError(error, fault, request);
    }
  }
}

function isWorthAnother(fault: Fault, request: PageRequest): boolean {
  if (startsAtPosition(request) && mayBeUnknownPosition(fault)) return false;
  return fault.kind === 'transient' || fault.kind === 'not-leader';
}

function startsAtPosition(request: PageRequest): boolean {
  return 'all' in request && typeof request.from === 'object';
}

/** What a read that cannot go on tells the caller. */
function asStoreError(error: unknown, fault: Fault, request: PageRequest): StoreError {
  const where = 'all' in request ? 'the event store' : request.stream;
  const details = 'all' in request ? { cause: error } : { cause: error, stream: request.stream };
  if (startsAtPosition(request) && mayBeUnknownPosition(fault)) return unknownPosition(error);
  switch (fault.kind) {
    case 'transient':
    case 'not-leader':
      return new StoreError(
        'NODE_UNREACHABLE',
        `no node of the event store answers; reading ${where}`,
        details,
      );
    case 'access-denied':
      return new StoreError('ACCESS_DENIED', `the event store refuses to let ${where} be read`, details);
    case 'stream-deleted':
      return new StoreError('STREAM_DELETED', `${where} was deleted`, details);
    default:
      return new StoreError('STORE_FAULT', `the event store refused to read ${where}`, details);
  }
}

/** The refusal to go on from a position that the store does not have. */
export function unknownPosition(cause?: unknown): StoreError {
  const message =
    'the event store has nothing at the position to go on from: it is another store, or a shorter one than before';
  return new StoreError('UNKNOWN_POSITION', message, cause === undefined ? {} : { cause });
}

interface PageStream {
  on(event: 'data', listener: (resolved: { event?: RawRecord; link?: unknown }) => void): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
  cancel(): Promise<void>;
}

/** The records of one page, asked for once. Errors: whatever the client throws. */
export function collect(
  lease: ClientLease,
  request: PageRequest,
  attempt: Attempt,
): Promise<readonly RawRecord[]> {
  const stream = open(lease, request) as PageStream;
  return new Promise((resolve, reject) => {
    let ended = false;
    const records: RawRecord[] = [];
    stream.on('data', ({ event }) => {
      if (event !== undefined) records.push(event);
    });
    stream.on('end', () => {
      ended = true;
      resolve(records);
    });
    stream.on('error', (error) => {
      ended = true;
      reject(error);
    });
    // A read has no deadline of its own in this client: a hanging one must be ended.
    attempt.onOver(() => {
      if (!ended) stream.cancel().catch(() => undefined);
    });
  });
}

// The leader only: what a follower has not heard of yet would be missing from a decision.
function open({ client }: ClientLease, request: PageRequest): unknown {
  const { maxCount } = request;
  return 'all' in request
    ? client.readAll({ direction: request.all, fromPosition: request.from, maxCount, requiresLeader: true })
    : client.readStream(request.stream, { fromRevision: request.from, maxCount, requiresLeader: true });
}
