import type { EventLog } from '../log/event-log.ts';
import { resolveLinks, type ShownEvent, showPlain } from '../log/links.ts';
import type { StoredEvent } from '../log/stored-event.ts';
import type { GroupSettings } from '../protocol/group-requests.ts';
import type { GroupSource } from './group-source.ts';

/** An event that was read for a group and stands at `place` of its source. */
export interface ReadItem {
  readonly event: StoredEvent;
  readonly shown: ShownEvent;
  readonly place: string;
}

export interface ReadAheadOptions {
  readonly log: EventLog;
  readonly source: GroupSource;
  readonly settings: GroupSettings;
  /** A group on `$all` would otherwise be told of its own progress for ever. */
  readonly checkpointStream: string;
  /** Events that wait for consumers at this moment. */
  readonly waiting: () => number;
  readonly take: (items: readonly ReadItem[]) => void;
}

/** Reads events for a group from its source, never more than its buffer holds. */
export class ReadAhead {
  readonly #options: ReadAheadOptions;
  #exhausted = false;
  #moreMayHaveCome = false;
  #filling: Promise<void> | undefined;
  #lastKnown = '';
  #liveCount = 0;
  #closed = false;

  constructor(options: ReadAheadOptions) {
    this.#options = options;
  }

  /** Whether everything was read that there is. */
  get live(): boolean {
    return this.#exhausted;
  }

  /** Whether the source may hold events that were not read. */
  get moreMayHaveCome(): boolean {
    return this.#moreMayHaveCome;
  }

  /** Place of the last event that was read; the empty text before the first one. */
  get lastKnown(): string {
    return this.#lastKnown;
  }

  /** Events that came while everything before them had been read. */
  get liveCount(): number {
    return this.#liveCount;
  }

  /** Notes a commit; returns whether there is something to read. */
  committed(events: readonly StoredEvent[]): boolean {
    const { source, checkpointStream } = this.#options;
    const own = events.filter((event) => source.concerns(event) && event.stream !== checkpointStream);
    if (this.#exhausted) this.#liveCount += own.length;
    return own.length > 0;
  }

  /** Reads as far as the buffer allows. Errors: those of the source. */
  fill(): Promise<void> {
    this.#moreMayHaveCome = true;
    this.#filling ??= this.#fill().finally(() => {
      this.#filling = undefined;
    });
    return this.#filling;
  }

  /** Reads nothing any more. */
  close(): void {
    this.#closed = true;
  }

  async #fill(): Promise<void> {
    const { source, settings, log, checkpointStream, waiting, take } = this.#options;
    while (this.#moreMayHaveCome && !this.#closed && waiting() < Math.max(1, settings.historyBufferSize)) {
      this.#moreMayHaveCome = false;
      const { events, exhausted } = await source.read(Math.max(1, settings.readBatchSize));
      this.#exhausted = exhausted;
      if (!exhausted) this.#moreMayHaveCome = true;
      const foreign = events.filter((event) => event.stream !== checkpointStream);
      const shown = settings.resolveLinks ? await resolveLinks(log, foreign) : showPlain(foreign);
      const items = foreign.flatMap((event, index) => {
        const item = shown[index];
        return item === undefined ? [] : [{ event, shown: item, place: source.placeOf(event) }];
      });
      this.#lastKnown = items.at(-1)?.place ?? this.#lastKnown;
      take(items);
    }
  }
}
