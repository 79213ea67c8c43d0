import type { Revision, StreamName } from '@ledger/schemas';

/** Everything that can go wrong between the ledger and its event store; each has a heading in docs/errors.md. */
export type StoreErrorCode =
  /** Another writer was faster: `actual` is the stream's last revision. Nothing of this append was written. */
  | 'WRONG_EXPECTED_REVISION'
  /** The stream was deleted or tombstoned; the ledger never does that. */
  | 'STREAM_DELETED'
  /** No node answered in time. Nothing of this call was written. */
  | 'NODE_UNREACHABLE'
  /** The node went silent after it may have taken the append; the same ids MUST be used to ask again. */
  | 'OUTCOME_UNKNOWN'
  /** The append is larger than the store takes at once. Nothing was written. */
  | 'TOO_LARGE'
  /** Canonical JSON cannot carry the event (NaN, an unsafe integer, a lone surrogate …). Nothing was sent. */
  | 'NOT_WRITABLE'
  /** A stored event of the ledger's streams that does not parse; `stream` and `revision` name it. */
  | 'NOT_AN_EVENT'
  /** The position to go on from is none of this store's: another store, or a shorter one. */
  | 'UNKNOWN_POSITION'
  /** The store refuses the credentials in the connection string. */
  | 'ACCESS_DENIED'
  /** The store answered in a way that the protocol does not foresee; `cause` holds the answer. */
  | 'STORE_FAULT'
  /** The address is no connection string of the official client. */
  | 'MALFORMED_URL'
  /** The event log was closed while, or before, the call was made. */
  | 'CLOSED';

/** What a {@link StoreError} says besides its code and sentence. */
export interface StoreErrorDetails extends ErrorOptions {
  readonly stream?: StreamName;
  readonly revision?: Revision;
  readonly actual?: Revision | 'no-stream';
}

/** An operational failure of the event store; `code` decides, the message is for people. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  /** The stream it concerns, where it concerns one. */
  readonly stream: StreamName | undefined;
  /** `NOT_AN_EVENT`: the revision of the event that does not parse. */
  readonly revision: Revision | undefined;
  /** `WRONG_EXPECTED_REVISION`: the stream's last revision. */
  readonly actual: Revision | 'no-stream' | undefined;

  constructor(code: StoreErrorCode, message: string, details: StoreErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.stream = details.stream;
    this.revision = details.revision;
    this.actual = details.actual;
  }
}
