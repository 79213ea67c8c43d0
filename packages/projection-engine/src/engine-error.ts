export type EngineErrorCode =
  /** The tables are newer than this program. */
  | 'SCHEMA_AHEAD'
  /** The tables are older than this program, or not there yet. */
  | 'SCHEMA_BEHIND'
  /** Another projector has taken over; nothing of this batch was written. */
  | 'FENCED'
  /** The store's first event, or one that is in the journal, is another one: this is not the journal's store. */
  | 'STORE_DIFFERS'
  /** The store ends before the journal does. */
  | 'STORE_SHORTER'
  /** A newer version of a projection is live; this program knows only an older one. */
  | 'PROJECTION_SUPERSEDED'
  /** A projection's rows were never built, or are those of an older version. */
  | 'PROJECTION_NOT_BUILT'
  /** A projection threw while it was rebuilt; the rows readers see are the old ones. */
  | 'PROJECTION_FAILED'
  /** The same projection is being rebuilt already. */
  | 'REBUILD_BUSY'
  /** A name that none of the given projections, columns or feeds bears. */
  | 'UNKNOWN_NAME'
  /** The file is not parked. */
  | 'NOT_PARKED';

/** What goes wrong between the engine, its database and its store; refusals by law never come from here. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: EngineErrorCode;
  constructor(code: EngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
