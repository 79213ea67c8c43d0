import { decodeEventHeader, type EventHeader, frameReadEvent } from '../protocol/recorded-event.ts';

/** An event as it lies in the log: its place, and the bytes that readers are sent. */
export class StoredEvent {
  readonly position: bigint;
  readonly revision: bigint;
  readonly recorded: Buffer;
  #header: EventHeader | undefined;
  #frame: Buffer | undefined;

  constructor(position: bigint, revision: bigint, recorded: Buffer) {
    this.position = position;
    this.revision = revision;
    this.recorded = recorded;
  }

  get stream(): string {
    return this.#decoded().stream;
  }

  get type(): string {
    return this.#decoded().type;
  }

  get createdMs(): number {
    return this.#decoded().createdMs;
  }

  get data(): Buffer {
    return this.#decoded().data;
  }

  get customMetadata(): Buffer {
    return this.#decoded().customMetadata;
  }

  get id(): string {
    return this.#decoded().id;
  }

  /** The gRPC frame that shows this event as it is; built once, however many subscribers get it. */
  get frame(): Buffer {
    this.#frame ??= frameReadEvent({ event: this.recorded, link: undefined, commit: this.position });
    return this.#frame;
  }

  #decoded(): EventHeader {
    this.#header ??= decodeEventHeader(this.recorded);
    return this.#header;
  }
}
