import type { EventId, FileId, JournalledEvent, Position, Revision } from '@ledger/schemas';
import type { Projection } from './projection.ts';

/** The reading side of the ledger: rows, feeds, journal. Safe to use in any number of processes; writes nothing. */
export interface ReadModels {
  /** The position up to which every projection, feed and the journal stand: one number for all of them. */
  position(): Promise<Position>;

  /**
   * Waits until the position, or the event, is in the journal and in every projection.
   *
   * Shape:  `parked` when the event's file is parked, so that waiting longer is of no use; `timeout` when the time is over,
   *         be it because the database was away.
   */
  waitFor(target: Position | EventId, timeoutMs: number): Promise<'projected' | 'parked' | 'timeout'>;

  /** Calls back with each new position, at most once per batch; the answer unsubscribes. Wakes feeds, never a guarantee. */
  onAdvance(listener: (position: Position) => void): () => void;

  /** The live rows of a projection. */
  rowsOf<Row>(projection: Projection<Row>): Rows<Row>;

  /**
   * One page of a feed: the changes behind `after`, in position order.
   *
   * Shape: at most `limit` items; none when there is nothing newer. A position, once read past, gets no item any more.
   */
  readFeed(feed: FeedName, after: Position, limit: number): Promise<FeedPage>;

  /**
   * The whole state that a feed's items lead to, of one moment: go on with `readFeed(feed, position)`.
   *
   * Shape: at least one page, all with the same position, keys in order. A transaction is open while pages are read.
   */
  readSnapshot(feed: FeedName): AsyncIterable<SnapshotPage>;

  /**
   * A file's events as they took effect up to `asOf` and as the ledger knew them at `knownAt`, in position order.
   *
   * Shape: empty when the file is unknown, or was at that time.
   * Units: instants with +08:00, or legal dates, which mean the end of that day; both default to everything.
   */
  readHistory(fileId: FileId, at?: AsOf & Partial<Span>): Promise<readonly JournalledEvent[]>;

  /** The same page by page, so that a file of any length needs no more memory than a short one. Shape: never empty pages. */
  readHistoryPages(fileId: FileId, at?: AsOf): AsyncIterable<readonly JournalledEvent[]>;

  /**
   * Looks at all rows of a projection as they took effect up to a point and as the ledger knew them at another, in one snapshot.
   *
   * Costs what has happened since, not what the ledger holds: a file without an event behind the point stood then as it
   * stands now. For projections whose keys keep to one stream (`byStream`).
   *
   * Errors: what `body` throws; throws when a time is none.
   */
  viewAt<Row, Result>(
    projection: Projection<Row>,
    at: AsOf,
    body: (view: ViewAt<Row>) => Promise<Result>,
  ): Promise<Result>;

  /** An event of the journal. Shape: undefined when it is not there (yet). */
  readEvent(place: EventPlace): Promise<JournalledEvent | undefined>;

  /** The exact bytes an event was hashed over, as the evidence bundle shows them. */
  readHashedBytes(position: Position): Promise<Uint8Array | undefined>;

  /** The journal behind `after`, in position order, up to the head at the time of the call. Shape: never empty chunks. */
  readJournal(after?: Position): AsyncIterable<readonly JournalledEvent[]>;

  /** Count and SHA-256 over the canonical (key, row) pairs of the live rows, sorted by key, hidden rows included. */
  digest(projection: string): Promise<ProjectionDigest>;

  /** Where everything stands; for readiness, doctor and metrics. */
  status(): Promise<EngineStatus>;

  /** Sessions are closed; waiting calls answer `timeout`. */
  close(): Promise<void>;
}

export type FeedName = 'register' | 'grade' | 'audit';

/** The two axes of time: what had taken effect at `asOf`, of what the ledger knew at `knownAt`. */
export interface AsOf {
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
}

/** All rows of a projection at a point in time: those of `others`, and for every other key the live one. */
export interface ViewAt<Row> {
  readonly position: Position;
  /** The live rows, in the same snapshot. */
  readonly rows: Rows<Row>;
  /** The rows of files that have an event behind the point, as they were. Shape: undefined where readers saw none. */
  readonly others: ReadonlyMap<string, Row | undefined>;
}

/** Where an event is found: by its number, by its id, or by its place in its file. */
export type EventPlace =
  | { readonly position: Position }
  | { readonly id: EventId }
  | { readonly fileId: FileId; readonly revision: Revision };

/** A stretch of a file. Units: revisions, both inclusive. */
export interface Span {
  readonly from: Revision;
  readonly to: Revision;
}

/** One change as outsiders see it; `null` where there is nothing (any more). */
export interface FeedItem<Item = unknown> {
  readonly position: Position;
  readonly fileId: FileId | null;
  /** When the ledger took the event in. */
  readonly at: string;
  readonly cause: { readonly id: EventId; readonly type: string; readonly basis: readonly string[] };
  readonly before: Item | null;
  readonly after: Item | null;
}

export interface FeedPage {
  readonly items: readonly FeedItem[];
  /** Up to where the feed is complete with this page: the next `after`. */
  readonly next: Position;
  /** The feed's head when the page was read. */
  readonly head: Position;
}

export interface SnapshotPage {
  readonly position: Position;
  /** The rows as the feed shows them. */
  readonly items: readonly { readonly key: string; readonly item: unknown }[];
}

/** The live rows of one projection; one generation only, never a mixture. */
export interface Rows<Row> {
  get(key: string): Promise<Row | undefined>;
  /**
   * One page in the order of (`sort`, key).
   *
   * Shape: `next` is present when there is more; hand it back as `after`. Stable: rows that do not change keep their place.
   */
  page(query: RowQuery): Promise<RowPage<Row>>;
  count(where?: Where | readonly Where[]): Promise<number>;
  /**
   * Declared columns of rows, without the rows: so many of them behind a key, in the order of keys.
   *
   * Shape: the values in the order asked for; fewer rows than `limit` are the last.
   */
  columns(names: readonly string[], query: ColumnQuery): Promise<readonly ColumnValues[]>;
  /**
   * How many rows have each value of these columns, all of one moment; of a `text[]` column, how often each element occurs.
   *
   * Shape: one list for each column, in the order of the values; rows without a value are not counted.
   */
  tally(columns: readonly string[], where?: Where | readonly Where[]): Promise<readonly (readonly Tally[])[]>;
}

/** Which rows: those of `keys`, or all, behind the key `after`. */
export interface ColumnQuery {
  readonly keys?: readonly string[];
  readonly after?: string;
  readonly limit: number;
}

export interface ColumnValues {
  readonly key: string;
  readonly values: readonly (string | number | boolean | readonly string[] | null)[];
}

/** A value of a column, and how often it occurs. */
export interface Tally {
  readonly value: string;
  readonly count: number;
}

/** Conditions on declared columns; all of them must hold. */
export type Where = Readonly<Record<string, Condition>>;

export type Condition =
  | { readonly is: string | number | boolean | null }
  | { readonly in: readonly (string | number)[] }
  /** `from` inclusive, `before` exclusive. */
  | { readonly from?: string | number | undefined; readonly before?: string | number | undefined }
  | { readonly startsWith: string }
  /** Text that has this part in it. */
  | { readonly contains: string }
  /** A `text[]` column that holds this, or any of these. */
  | { readonly has: string }
  | { readonly hasAnyOf: readonly string[] };

export interface RowQuery {
  readonly where?: Where | readonly Where[];
  /** A declared column, or `position` or `key`; default `key`. */
  readonly sort?: string;
  readonly descending?: boolean;
  readonly after?: RowCursor | undefined;
  readonly limit: number;
}

/** The last row of a page. Shape: plain JSON; wrap it, opaque, before it leaves the service. */
export interface RowCursor {
  readonly sort: string | number | boolean | null;
  readonly key: string;
}

export interface RowPage<Row> {
  readonly rows: readonly { readonly key: string; readonly row: Row; readonly position: Position }[];
  readonly next?: RowCursor;
  /** The position the page stands for. */
  readonly position: Position;
}

export interface ProjectionDigest {
  readonly projection: string;
  readonly version: number;
  readonly generation: number;
  readonly position: Position;
  readonly count: number;
  readonly sha256: string;
}

/** A file whose events wait because one of them could not be accepted. */
export interface ParkedFile {
  readonly stream: string;
  readonly fileId?: FileId;
  readonly reason: string;
  readonly expected: string;
  readonly found: string;
  /** The projection that threw, when one did. */
  readonly projection?: string;
  readonly revision: Revision;
  readonly eventId?: EventId;
  readonly waiting: number;
  readonly since: Date;
}

export interface EngineStatus {
  readonly position: Position;
  /** When the ledger took in the last journalled event. */
  readonly lastRecordedAt?: string;
  readonly projections: readonly {
    readonly name: string;
    readonly version: number;
    readonly generation: number;
    /** Events this generation has consumed; less than `position` would be a hole. */
    readonly consumed: number;
  }[];
  readonly parked: readonly ParkedFile[];
}
