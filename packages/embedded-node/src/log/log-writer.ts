import { setTimeout as delay } from 'node:timers/promises';
import { unavailable } from '../grpc/status.ts';
import type { NodeLog } from '../node-error.ts';
import { wantOfRoom } from '../storage/want-of-room.ts';
import { type LogEnd, WriterSession } from '../storage/writer-session.ts';
import { CommitDraft } from './commit-draft.ts';
import { EventIdMemory } from './event-id-memory.ts';
import type { HeadDirectory } from './head-directory.ts';
import type { StoredEvent } from './stored-event.ts';
import type { StreamHead } from './stream-head.ts';
import { isMetastream, metastreamOf, originalOf } from './stream-metadata.ts';
import { WriteDecider } from './write-decider.ts';
import type { WriteOutcome, WriteRequest } from './write-request.ts';

/** Told of every commit, in order, and of the loss of the database. */
export interface LogObserver {
  committed(events: readonly StoredEvent[]): void;
  lost(): void;
}

export interface LogWriterOptions {
  readonly database: string;
  readonly heads: HeadDirectory;
  readonly observer: LogObserver;
  readonly now: () => number;
  readonly randomUuid: () => string;
  readonly log: NodeLog;
}

interface Pending {
  readonly request: WriteRequest;
  readonly bytes: number;
  readonly resolve: (outcome: WriteOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** The real server keeps 8 MiB of ids; this many take about as much. */
const REMEMBERED_IDS = 100_000;

/** Data that goes into one transaction, beyond its first append. */
const COMMIT_BYTES_MAX = 8 * 1024 * 1024;

const RECONNECT_FIRST_MS = 50;
const RECONNECT_MAX_MS = 2000;

/**
 * The only writer of the log: what arrives while one commit is under way goes together into the next.
 *
 * Durable: when `write` resolves, what it tells of is on disk. When it rejects as unavailable, the write happened whole or not at all, and
 * the same event ids sent again settle which.
 */
export class LogWriter {
  readonly #options: LogWriterOptions;
  readonly #ids: EventIdMemory;
  #session: WriterSession | undefined;
  #end: LogEnd = { nextPosition: 0n, nextStream: 0n };
  #queue: Pending[] = [];
  #working: Promise<void> | undefined;
  /** What to do about commits that nobody was told of yet, in their order. */
  readonly #untold: (() => void)[] = [];
  #pauseMs = RECONNECT_FIRST_MS;
  /** Whether the last commit was refused for want of room. */
  #wants = false;
  #stopped = new AbortController();

  private constructor(options: LogWriterOptions) {
    this.#options = options;
    this.#ids = new EventIdMemory(REMEMBERED_IDS, options.randomUuid());
  }

  /** Opens the log for writing; errors as of `WriterSession.open`. */
  static async open(options: LogWriterOptions): Promise<LogWriter> {
    const writer = new LogWriter(options);
    await writer.#connect();
    return writer;
  }

  /** Whether the database can be written to at this moment. */
  get available(): boolean {
    return this.#session !== undefined;
  }

  /** Whether the log holds no event. */
  get isEmpty(): boolean {
    return this.#end.nextStream === 1n;
  }

  /** Every event committed later stands at this position or a higher one. */
  get nextPosition(): bigint {
    return this.#end.nextPosition;
  }

  write(request: WriteRequest): Promise<WriteOutcome> {
    if (this.#session === undefined) return Promise.reject(unavailable('The database cannot be reached.'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ request, bytes: sizeOf(request), resolve, reject });
      this.#working ??= this.#work();
    });
  }

  /** Ends what is under way, refuses what is waiting and gives the lock back. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#rejectQueue();
    await this.#working;
    const session = this.#session;
    this.#session = undefined;
    await session?.close();
  }

  async #connect(): Promise<void> {
    const session = await WriterSession.open(this.#options.database);
    try {
      const recent = await session.readRecentIds(REMEMBERED_IDS);
      this.#ids.clear();
      for (const { id, ...place } of recent) this.#ids.remember(id, place);
      const risk = await session.riskOfLoss();
      if (risk !== undefined) {
        const message = `PostgreSQL runs with ${risk}: a power cut can lose events that were acknowledged.`;
        this.#options.log({ level: 'warn', message });
      }
    } catch (error) {
      await session.close();
      throw error;
    }
    if (this.#stopped.signal.aborted) {
      await session.close();
      return;
    }
    // Another node may have written since the last session.
    this.#options.heads.clear();
    this.#end = session.end;
    this.#session = session;
    session.onLost((error) => this.#lose(session, error));
  }

  #lose(session: WriterSession, error: unknown): void {
    if (this.#session !== session) return;
    this.#session = undefined;
    // A commit of unknown outcome may be among what is remembered; all of it is read anew.
    this.#options.heads.clear();
    this.#rejectQueue();
    this.#options.log({
      level: 'error',
      message: 'The database was lost; writes are refused until it is back.',
      error,
    });
    this.#options.observer.lost();
    void this.#reconnect();
  }

  async #reconnect(): Promise<void> {
    while (this.#session === undefined && !this.#stopped.signal.aborted) {
      await delay(this.#pauseMs, undefined, { signal: this.#stopped.signal }).catch(() => {});
      // A connection alone proves nothing: only a commit makes the pauses short again.
      this.#pauseMs = Math.min(this.#pauseMs * 2, RECONNECT_MAX_MS);
      if (this.#stopped.signal.aborted) return;
      try {
        await this.#connect();
        this.#options.log({ level: 'info', message: 'The database is back; writes are taken again.' });
      } catch (error) {
        this.#options.log({ level: 'warn', message: 'The database is not back yet.', error });
      }
    }
  }

  #rejectQueue(): void {
    const waiting = this.#queue;
    this.#queue = [];
    for (const pending of waiting) pending.reject(unavailable('The database cannot be reached.'));
  }

  async #work(): Promise<void> {
    // One turn of the loop later, so that whatever arrived together is committed together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) {
      const batch = this.#takeBatch();
      const session = this.#session;
      try {
        if (session === undefined) throw unavailable('The database cannot be reached.');
        await this.#commit(session, batch);
      } catch (error) {
        const want = session === undefined ? undefined : wantOfRoom(error);
        if (want !== undefined) {
          this.#refuse(batch, want);
          continue;
        }
        const reason = error instanceof Error ? error.message : String(error);
        for (const pending of batch)
          pending.reject(unavailable(`The outcome is unknown, try again: ${reason}`));
        // Whatever went wrong, what is committed is read anew before the next write is decided.
        if (session !== undefined) {
          this.#lose(session, error);
          session.destroy();
        }
      }
    }
    this.#working = undefined;
  }

  /** Nothing of the batch was written and the session is sound: said once, until a commit succeeds. */
  #refuse(batch: readonly Pending[], want: string): void {
    for (const pending of batch)
      pending.reject(unavailable(`Nothing was written: the database wants room or a sound disk (${want}).`));
    if (this.#wants) return;
    this.#wants = true;
    this.#options.log({ level: 'error', message: `Writes are refused by the database: ${want}.` });
  }

  #takeBatch(): Pending[] {
    let bytes = 0;
    const cut = this.#queue.findIndex((pending, index) => {
      bytes += pending.bytes;
      return index > 0 && bytes > COMMIT_BYTES_MAX;
    });
    return this.#queue.splice(0, cut === -1 ? this.#queue.length : cut);
  }

  async #commit(session: WriterSession, batch: readonly Pending[]): Promise<void> {
    const heads = await this.#readHeads(session, batch);
    const draft = new CommitDraft(heads, this.#end, this.#options.now());
    const outcomes: WriteOutcome[] = [];
    const { now, randomUuid } = this.#options;
    const decider = new WriteDecider({ session, draft, ids: this.#ids, now, randomUuid });
    for (const { request } of batch) {
      const outcome = decider.decide(request);
      // Nearly all are known at once; to wait for those too would cost each of them some turns of the microtask queue.
      outcomes.push(outcome instanceof Promise ? await outcome : outcome);
    }
    if (draft.events.length > 0) {
      await session.commit(draft.streams, draft.events);
      this.#committed();
    }
    this.#end = draft.end;
    this.#options.heads.put(draft.changed);
    for (const [id, place] of draft.places) this.#ids.remember(id, place);
    // Also refusals wait for the commit: they may rest on an event that came in the same draft.
    this.#untold.push(() => {
      if (draft.stored.length > 0) this.#options.observer.committed(draft.stored);
      batch.forEach((pending, index) => {
        const outcome = outcomes[index];
        if (outcome !== undefined) pending.resolve(outcome);
      });
    });
    // When more is waiting, PostgreSQL is given it first: followers and clients are told while it is at work.
    if (this.#queue.length === 0) this.#tell();
    else setImmediate(() => this.#tell());
  }

  /** Followers and clients know of everything committed so far. */
  #tell(): void {
    for (const tell of this.#untold.splice(0)) tell();
  }

  #committed(): void {
    this.#pauseMs = RECONNECT_FIRST_MS;
    if (!this.#wants) return;
    this.#wants = false;
    this.#options.log({ level: 'info', message: 'Writes are taken by the database again.' });
  }

  async #readHeads(session: WriterSession, batch: readonly Pending[]): Promise<Map<string, StreamHead>> {
    const heads = new Map<string, StreamHead>();
    const missing = new Set<string>();
    for (const { request } of batch) {
      for (const stream of streamsTouched(request)) {
        const head = this.#options.heads.get(stream);
        if (head !== undefined) heads.set(stream, head);
        else missing.add(stream);
      }
    }
    const names = [...missing];
    const read = await session.readHeads(names);
    names.forEach((name, index) => {
      const head = read[index];
      if (head !== undefined) heads.set(name, head);
    });
    // Nothing is committed beside this writer, so what it read stays true.
    if (names.length > 0)
      this.#options.heads.put([...missing].flatMap((name) => pairOf(name, heads.get(name))));
    return heads;
  }
}

/** The streams whose heads decide about a write or are changed by it. */
function streamsTouched({ stream }: WriteRequest): string[] {
  return isMetastream(stream)
    ? [stream, metastreamOf(stream), originalOf(stream)]
    : [stream, metastreamOf(stream)];
}

function pairOf(name: string, head: StreamHead | undefined): [string, StreamHead][] {
  return head === undefined ? [] : [[name, head]];
}

function sizeOf(request: WriteRequest): number {
  if (request.kind !== 'append') return 0;
  return request.events.reduce((sum, event) => sum + event.data.length + event.customMetadata.length, 0);
}
