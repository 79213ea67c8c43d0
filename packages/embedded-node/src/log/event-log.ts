import { EventStore } from '../storage/event-store.ts';
import { CommitFeed } from './commit-feed.ts';
import { HeadDirectory } from './head-directory.ts';
import { LogWriter, type LogWriterOptions } from './log-writer.ts';
import type { StreamHead } from './stream-head.ts';
import type { WriteOutcome, WriteRequest } from './write-request.ts';

const HEADS_REMEMBERED = 20_000;

/** The log as the services see it: heads, reads, writes, and the feed of what is committed. */
export class EventLog {
  readonly store: EventStore;
  readonly feed: CommitFeed;
  readonly now: () => number;
  readonly randomUuid: () => string;
  readonly #heads: HeadDirectory;
  readonly #writer: LogWriter;

  private constructor(
    options: EventLogOptions,
    store: EventStore,
    feed: CommitFeed,
    heads: HeadDirectory,
    writer: LogWriter,
  ) {
    this.now = options.now;
    this.randomUuid = options.randomUuid;
    this.store = store;
    this.feed = feed;
    this.#heads = heads;
    this.#writer = writer;
  }

  /** Opens the log; errors as of `WriterSession.open`. */
  static async open(options: EventLogOptions): Promise<EventLog> {
    const heads = new HeadDirectory(HEADS_REMEMBERED);
    const feed = new CommitFeed();
    const writer = await LogWriter.open({ ...options, heads, observer: feed });
    return new EventLog(options, new EventStore(options.database), feed, heads, writer);
  }

  get available(): boolean {
    return this.#writer.available;
  }

  get isEmpty(): boolean {
    return this.#writer.isEmpty;
  }

  /** Every event committed later stands at this position or a higher one. */
  get nextPosition(): bigint {
    return this.#writer.nextPosition;
  }

  write(request: WriteRequest): Promise<WriteOutcome> {
    return this.#writer.write(request);
  }

  /** What is committed about a stream. */
  async head(stream: string): Promise<StreamHead> {
    const [head] = await this.readHeads([stream]);
    if (head === undefined) throw new Error(`no head was read for ${stream}`);
    return head;
  }

  /** What is committed about these streams, in their order. */
  async readHeads(streams: readonly string[]): Promise<StreamHead[]> {
    const generation = this.#heads.generation;
    const found = new Map<string, StreamHead>();
    const missing = new Set<string>();
    for (const stream of streams) {
      // Without the lock another node may be writing: what is remembered then is not what is committed.
      const head = this.available ? this.#heads.get(stream) : undefined;
      if (head === undefined) missing.add(stream);
      else found.set(stream, head);
    }
    const names = [...missing];
    const read = await this.store.readHeads(names);
    read.forEach((head, index) => {
      const name = names[index] ?? '';
      found.set(name, head);
      if (this.available) this.#heads.offer(name, head, generation);
    });
    return streams.flatMap((stream) => found.get(stream) ?? []);
  }

  async close(): Promise<void> {
    this.feed.lost();
    await this.#writer.stop();
    await this.store.close();
  }
}

export type EventLogOptions = Omit<LogWriterOptions, 'heads' | 'observer'>;
