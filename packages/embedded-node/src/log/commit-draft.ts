import { encodeRecordedEvent, JSON_CONTENT } from '../protocol/recorded-event.ts';
import type { LogEnd, NewEvent, NewStream } from '../storage/writer-session.ts';
import type { EventPlace } from './event-id-memory.ts';
import { positionAfter } from './position.ts';
import { StoredEvent } from './stored-event.ts';
import { EMPTY_HEAD, type StreamHead } from './stream-head.ts';
import {
  isMetastream,
  metastreamOf,
  originalOf,
  parseStreamMetadata,
  REVISION_MAX,
} from './stream-metadata.ts';
import type { ProposedEvent } from './write-request.ts';

/**
 * What one commit will store, while it is being put together.
 *
 * Each write is decided against the heads as earlier writes of the same draft leave them; nobody else sees them before the commit.
 */
export class CommitDraft {
  readonly streams: NewStream[] = [];
  readonly events: NewEvent[] = [];
  readonly stored: StoredEvent[] = [];
  /** Heads that this draft changes, by stream. */
  readonly changed = new Map<string, StreamHead>();
  /** Where ids of this draft stand first. */
  readonly places = new Map<string, EventPlace>();
  readonly #known: ReadonlyMap<string, StreamHead>;
  readonly #createdMs: number;
  #nextPosition: bigint;
  #nextStream: bigint;

  constructor(known: ReadonlyMap<string, StreamHead>, end: LogEnd, createdMs: number) {
    this.#known = known;
    this.#nextPosition = end.nextPosition;
    this.#nextStream = end.nextStream;
    this.#createdMs = createdMs;
  }

  /** Where the log will end. */
  get end(): LogEnd {
    return { nextPosition: this.#nextPosition, nextStream: this.#nextStream };
  }

  /** A position after every event so far that no event will ever have. */
  get positionBetween(): bigint {
    return this.#nextPosition - 1n;
  }

  head(stream: string): StreamHead {
    return this.changed.get(stream) ?? this.#known.get(stream) ?? EMPTY_HEAD;
  }

  /** The event of this draft at a revision of a stream. */
  find(stream: bigint, revision: bigint): NewEvent | undefined {
    return this.events.findLast((event) => event.stream === stream && event.revision === revision);
  }

  /** Adds an event after the last one of its stream, and returns where it stands. */
  append(stream: string, event: ProposedEvent): NewEvent {
    return this.#add(stream, event, this.head(stream).last + 1n);
  }

  /** Adds the event after which the stream can never be written again. */
  tombstone(stream: string, id: string): NewEvent {
    const nothing = Buffer.alloc(0);
    const contentType = 'application/octet-stream';
    const event = { id, type: '$streamDeleted', contentType, customMetadata: nothing, data: nothing };
    return this.#add(stream, event, REVISION_MAX);
  }

  /** Replaces the metadata of a stream. */
  setMetadata(stream: string, id: string, json: Buffer): NewEvent {
    const customMetadata = Buffer.alloc(0);
    return this.append(metastreamOf(stream), {
      id,
      type: '$metadata',
      contentType: JSON_CONTENT,
      customMetadata,
      data: json,
    });
  }

  #add(stream: string, event: ProposedEvent, revision: bigint): NewEvent {
    const head = this.head(stream);
    const streamId = head.id ?? this.#newStream(stream);
    const position = this.#nextPosition;
    const recorded = encodeRecordedEvent({
      ...event,
      stream,
      revision,
      position,
      createdMs: this.#createdMs,
    });
    this.#nextPosition = positionAfter(position, recorded.length);
    this.changed.set(stream, { ...head, id: streamId, last: revision });
    if (isMetastream(stream)) this.#applyMetadata(originalOf(stream), Buffer.from(event.data));
    if (!this.places.has(event.id)) this.places.set(event.id, { stream: streamId, revision, position });
    const added: NewEvent = { position, stream: streamId, revision, id: event.id, recorded };
    this.events.push(added);
    this.stored.push(new StoredEvent(position, revision, recorded));
    return added;
  }

  #newStream(name: string): bigint {
    const id = this.#nextStream;
    this.#nextStream += 1n;
    this.streams.push({ id, name });
    return id;
  }

  #applyMetadata(original: string, data: Buffer): void {
    // Metadata of metadata streams can be written but have no effect.
    const metadata = isMetastream(original) ? this.head(original).metadata : parseStreamMetadata(data);
    this.changed.set(original, { ...this.head(original), metadata, hasMetadata: true });
  }
}
