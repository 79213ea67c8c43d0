import { GrpcStatusError, unavailable } from '../grpc/status.ts';
import type { EventLog } from '../log/event-log.ts';
import { resolveLinks } from '../log/links.ts';
import type { GroupSettings, NackAction } from '../protocol/group-requests.ts';
import type { GroupInfo } from '../protocol/group-responses.ts';
import type { Consumer } from './consumer.ts';
import { GroupCheckpoint } from './group-checkpoint.ts';
import { type GroupMessage, originalOfMessage } from './group-message.ts';
import type { GroupSource } from './group-source.ts';
import type { GroupStreams } from './group-streams.ts';
import { ReadAhead, type ReadItem } from './read-ahead.ts';
import { type ConsumerStrategy, makeStrategy } from './strategy.ts';

export interface ConsumerGroupOptions {
  readonly log: EventLog;
  /** Name of the stream that is read, or `$all`. */
  readonly eventSource: string;
  readonly group: string;
  readonly startFrom: string;
  readonly settings: GroupSettings;
  readonly source: GroupSource;
  readonly streams: GroupStreams;
  readonly checkpoint: string | undefined;
}

/**
 * A persistent subscription at work: reads ahead, gives each event to one consumer, and remembers which are done.
 *
 * Shape: events are delivered in order of the source, retried ones before those not yet sent; at most `bufferSize` are with a consumer.
 */
export class ConsumerGroup {
  readonly #options: ConsumerGroupOptions;
  readonly #strategy: ConsumerStrategy;
  readonly #unfollow: () => void;
  readonly #checkpoint: GroupCheckpoint;
  readonly #readAhead: ReadAhead;
  readonly #timeouts = new Map<GroupMessage, NodeJS.Timeout>();
  #consumers: Consumer[] = [];
  #unsent: GroupMessage[] = [];
  #retries: GroupMessage[] = [];
  #sequence = 0;
  #totalItems = 0;
  #closed = false;

  constructor(options: ConsumerGroupOptions) {
    this.#options = options;
    this.#strategy = makeStrategy(options.settings.consumerStrategy);
    this.#checkpoint = new GroupCheckpoint(options.streams, options.settings, options.checkpoint);
    this.#readAhead = new ReadAhead({
      ...options,
      checkpointStream: options.streams.checkpointStream,
      waiting: () => this.#unsent.length,
      take: (items) => this.#take(items),
    });
    const unfollow = options.log.feed.follow({
      committed: (events) => {
        if (this.#readAhead.committed(events)) this.#fillInBackground();
      },
    });
    const unlisten = options.log.feed.onLost(() =>
      this.#dropAll(unavailable('The database was lost; connect again.')),
    );
    this.#unfollow = () => {
      unfollow();
      unlisten();
    };
  }

  /** Reads ahead as far as the buffers allow. */
  fill(): Promise<void> {
    return this.#readAhead.fill();
  }

  get isFull(): boolean {
    const { maxSubscriberCount } = this.#options.settings;
    return maxSubscriberCount > 0 && this.#consumers.length >= maxSubscriberCount;
  }

  connect(consumer: Consumer): void {
    this.#consumers.push(consumer);
    consumer.call.onClose(() => this.#disconnect(consumer));
    this.#dispatch();
    this.#fillInBackground();
  }

  acknowledge(consumer: Consumer, ids: readonly string[]): void {
    for (const id of ids) {
      const message = this.#takeBack(consumer, id);
      if (message !== undefined) this.#done(message);
    }
    this.#dispatch();
  }

  refuse(consumer: Consumer, ids: readonly string[], action: NackAction, reason: string): void {
    for (const id of ids) {
      const message = this.#takeBack(consumer, id);
      if (message === undefined) continue;
      if (action === 'park') void this.#park(message, `Client explicitly NAK'ed message.\n${reason}`);
      else if (action === 'skip' || action === 'stop') this.#done(message);
      else this.#retry(message);
    }
    this.#dispatch();
  }

  /** Sends what was parked again, below revision `stopAt` if that is given, and takes it out of the parked stream. */
  async replayParked(stopAt: bigint | undefined): Promise<void> {
    const { log, streams } = this.#options;
    const links = await streams.readParked(stopAt);
    const last = links.at(-1);
    if (last === undefined) return;
    for (const shown of await resolveLinks(log, links)) {
      this.#retries.push({
        sequence: this.#sequence++,
        shown,
        id: (shown.link ?? shown.event)?.id ?? '',
        place: undefined,
        retryCount: 0,
      });
    }
    await streams.forgetParkedBelow(last.revision + 1n);
    this.#dispatch();
  }

  /** Ends every consumer with `reason` and stops. */
  close(reason: GrpcStatusError): void {
    this.#closed = true;
    this.#unfollow();
    this.#checkpoint.close();
    this.#readAhead.close();
    this.#dropAll(reason);
    for (const timeout of this.#timeouts.values()) clearTimeout(timeout);
  }

  async describe(): Promise<GroupInfo> {
    const { eventSource, group, settings, startFrom, streams } = this.#options;
    // First, so that everything else is of one moment, and not older than this.
    const parked = await streams.countParked();
    return {
      eventSource,
      group,
      settings,
      startFrom,
      status: this.#readAhead.live ? 'Live' : 'Behind',
      connections: this.#consumers.map((consumer) => ({
        from: consumer.call.peer,
        username: consumer.username,
        connectionName: consumer.connectionName,
        totalItems: consumer.totalItems,
        availableSlots: consumer.availableSlots,
        inFlight: consumer.inFlight.size,
      })),
      totalItems: this.#totalItems,
      lastCheckpointed: this.#checkpoint.last,
      lastKnown: this.#readAhead.lastKnown,
      readBufferCount: this.#unsent.length,
      liveBufferCount: this.#readAhead.liveCount,
      retryBufferCount: this.#retries.length,
      inFlight: this.#consumers.reduce((sum, consumer) => sum + consumer.inFlight.size, 0),
      parked,
    };
  }

  #fillInBackground(): void {
    this.fill().catch((error: unknown) => {
      // What the database does not give now is read when the next event or consumer comes; what can never be read is told.
      if (error instanceof GrpcStatusError) this.#dropAll(error);
    });
  }

  #take(items: readonly ReadItem[]): void {
    for (const { event, shown, place } of items) {
      this.#unsent.push({ sequence: this.#sequence++, shown, id: event.id, place, retryCount: 0 });
    }
    this.#dispatch();
  }

  #dispatch(): void {
    if (this.#closed) return;
    this.#retries = this.#retries.filter((message) => !this.#send(message));
    // Events wait for their turn, unless the strategy keeps one for a consumer that is busy.
    const kept: GroupMessage[] = [];
    while (this.#unsent.length > 0 && this.#consumers.some((consumer) => consumer.availableSlots > 0)) {
      const message = this.#unsent.shift();
      if (message !== undefined && !this.#send(message)) kept.push(message);
    }
    this.#unsent.unshift(...kept);
    if (this.#readAhead.moreMayHaveCome) this.#fillInBackground();
  }

  #send(message: GroupMessage): boolean {
    const consumer = this.#strategy.choose(message, this.#consumers);
    if (consumer === undefined) return false;
    if (message.place !== undefined && message.retryCount === 0)
      this.#checkpoint.sent(message.sequence, message.place);
    this.#totalItems++;
    consumer.send(message);
    const { messageTimeoutMs } = this.#options.settings;
    if (messageTimeoutMs > 0) {
      const timeout = setTimeout(() => {
        consumer.inFlight.delete(message.id);
        this.#timeouts.delete(message);
        this.#retry(message);
        this.#dispatch();
      }, messageTimeoutMs);
      this.#timeouts.set(message, timeout);
    }
    return true;
  }

  #takeBack(consumer: Consumer, id: string): GroupMessage | undefined {
    const message = consumer.inFlight.get(id);
    if (message === undefined) return undefined;
    consumer.inFlight.delete(id);
    clearTimeout(this.#timeouts.get(message));
    this.#timeouts.delete(message);
    return message;
  }

  #done(message: GroupMessage): void {
    if (message.place !== undefined) this.#checkpoint.done(message.sequence);
  }

  #retry(message: GroupMessage): void {
    const { maxRetryCount } = this.#options.settings;
    if (message.retryCount >= maxRetryCount) {
      void this.#park(message, `Reached retry count of ${maxRetryCount}`);
      return;
    }
    message.retryCount++;
    this.#retries.push(message);
    this.#retries.sort((one, other) => one.sequence - other.sequence);
  }

  async #park(message: GroupMessage, reason: string): Promise<void> {
    // A replayed event is parked by what it is, not by the link under which it was parked before.
    const replayed = message.place === undefined ? message.shown.event : undefined;
    try {
      await this.#options.streams.park(replayed ?? originalOfMessage(message), reason);
      this.#done(message);
    } catch {
      this.#retries.push(message);
    }
  }

  #disconnect(consumer: Consumer): void {
    this.#consumers = this.#consumers.filter((other) => other !== consumer);
    for (const id of [...consumer.inFlight.keys()]) {
      const message = this.#takeBack(consumer, id);
      if (message !== undefined && !this.#closed) this.#retry(message);
    }
    this.#dispatch();
  }

  #dropAll(reason: GrpcStatusError): void {
    for (const consumer of [...this.#consumers]) consumer.call.fail(reason);
  }
}
