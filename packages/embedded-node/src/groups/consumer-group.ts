import { type GrpcStatusError, unavailable } from '../grpc/status.ts';
import type { EventLog } from '../log/event-log.ts';
import { resolveLinks, showPlain } from '../log/links.ts';
import type { StoredEvent } from '../log/stored-event.ts';
import type { GroupSettings, NackAction } from '../protocol/group-requests.ts';
import type { GroupInfo } from '../protocol/group-responses.ts';
import { CheckpointMark } from './checkpoint-mark.ts';
import type { Consumer } from './consumer.ts';
import { type GroupMessage, originalOfMessage } from './group-message.ts';
import type { GroupSource } from './group-source.ts';
import type { GroupStreams } from './group-streams.ts';
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

/** Longest delay a timer knows; longer ones would fire at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/**
 * A persistent subscription at work: reads ahead, gives each event to one consumer, and remembers which are done.
 *
 * Shape: events are delivered in order of the source, retried ones before those not yet sent; at most `bufferSize` are with a consumer.
 */
export class ConsumerGroup {
  readonly #options: ConsumerGroupOptions;
  readonly #strategy: ConsumerStrategy;
  readonly #unfollow: () => void;
  readonly #mark = new CheckpointMark();
  readonly #timeouts = new Map<GroupMessage, NodeJS.Timeout>();
  #checkpointTimer: NodeJS.Timeout | undefined;
  #consumers: Consumer[] = [];
  #unsent: GroupMessage[] = [];
  #retries: GroupMessage[] = [];
  #sequence = 0;
  #totalItems = 0;
  #liveCount = 0;
  #lastKnown = '';
  #lastCheckpointed: string;
  #exhausted = false;
  #moreMayHaveCome = false;
  #filling: Promise<void> | undefined;
  #checkpointing = false;
  #closed = false;

  constructor(options: ConsumerGroupOptions) {
    this.#options = options;
    this.#strategy = makeStrategy(options.settings.consumerStrategy);
    this.#lastCheckpointed = options.checkpoint ?? '';
    const { checkpointAfterMs } = options.settings;
    if (checkpointAfterMs > 0) {
      const every = Math.min(checkpointAfterMs, TIMER_MS_MAX);
      this.#checkpointTimer = setInterval(
        () => this.#checkpoint(options.settings.checkpointLowerBound),
        every,
      );
    }
    const unfollow = options.log.feed.follow({ committed: (events) => this.#committed(events) });
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
    this.#moreMayHaveCome = true;
    this.#filling ??= this.#fill().finally(() => {
      this.#filling = undefined;
    });
    return this.#filling;
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
        id: shown.link?.id ?? '',
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
    clearInterval(this.#checkpointTimer);
    this.#dropAll(reason);
    for (const timeout of this.#timeouts.values()) clearTimeout(timeout);
  }

  async describe(): Promise<GroupInfo> {
    const { eventSource, group, settings, startFrom, streams } = this.#options;
    return {
      eventSource,
      group,
      settings,
      startFrom,
      status: this.#exhausted ? 'Live' : 'Behind',
      connections: this.#consumers.map((consumer) => ({
        from: consumer.call.peer,
        username: consumer.username,
        connectionName: consumer.connectionName,
        totalItems: consumer.totalItems,
        availableSlots: consumer.availableSlots,
        inFlight: consumer.inFlight.size,
      })),
      totalItems: this.#totalItems,
      lastCheckpointed: this.#lastCheckpointed,
      lastKnown: this.#lastKnown,
      readBufferCount: this.#unsent.length,
      liveBufferCount: this.#liveCount,
      retryBufferCount: this.#retries.length,
      inFlight: this.#consumers.reduce((sum, consumer) => sum + consumer.inFlight.size, 0),
      parked: await streams.countParked(),
    };
  }

  #committed(events: readonly StoredEvent[]): void {
    const { source, streams } = this.#options;
    const own = events.filter((event) => source.concerns(event) && event.stream !== streams.checkpointStream);
    if (own.length === 0) return;
    if (this.#exhausted) this.#liveCount += own.length;
    this.#fillInBackground();
  }

  #fillInBackground(): void {
    // What cannot be read now is read when the next event or consumer comes.
    this.fill().catch(() => {});
  }

  async #fill(): Promise<void> {
    const { source, settings, log, streams } = this.#options;
    while (
      this.#moreMayHaveCome &&
      !this.#closed &&
      this.#unsent.length < Math.max(1, settings.historyBufferSize)
    ) {
      this.#moreMayHaveCome = false;
      const { events, exhausted } = await source.read(Math.max(1, settings.readBatchSize));
      this.#exhausted = exhausted;
      if (!exhausted) this.#moreMayHaveCome = true;
      // A group on $all would otherwise be told of its own progress for ever.
      const foreign = events.filter((event) => event.stream !== streams.checkpointStream);
      const shown = settings.resolveLinks ? await resolveLinks(log, foreign) : showPlain(foreign);
      foreign.forEach((event, index) => {
        const place = source.placeOf(event);
        this.#lastKnown = place;
        const item = shown[index];
        if (item === undefined) return;
        this.#unsent.push({ sequence: this.#sequence++, shown: item, id: event.id, place, retryCount: 0 });
      });
      this.#dispatch();
    }
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
    if (this.#moreMayHaveCome) this.#fillInBackground();
  }

  #send(message: GroupMessage): boolean {
    const consumer = this.#strategy.choose(message, this.#consumers);
    if (consumer === undefined) return false;
    if (message.place !== undefined && message.retryCount === 0)
      this.#mark.sent(message.sequence, message.place);
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
    if (message.place === undefined) return;
    this.#mark.done(message.sequence);
    this.#checkpointAtUpperBound();
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

  #checkpoint(atLeast: number): void {
    const { advanced, place } = this.#mark;
    if (this.#checkpointing || place === undefined || advanced < Math.max(1, atLeast)) return;
    // One after the other: a checkpoint must never overtake a later one.
    this.#checkpointing = true;
    this.#options.streams
      .writeCheckpoint(place)
      .then(
        () => {
          this.#lastCheckpointed = place;
          this.#mark.written(advanced);
          return true;
        },
        // A checkpoint that is lost means that events are delivered again, never that one is left out.
        () => false,
      )
      .then((written) => {
        this.#checkpointing = false;
        if (written && !this.#closed) this.#checkpointAtUpperBound();
      });
  }

  #checkpointAtUpperBound(): void {
    if (this.#mark.advanced >= this.#options.settings.checkpointUpperBound) this.#checkpoint(1);
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
