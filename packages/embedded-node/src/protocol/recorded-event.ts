import { FRAME_HEADER_BYTES } from '../grpc/framing.ts';
import { ProtoReader } from '../protobuf/reader.ts';
import { ProtoWriter, varintSize, writeVarint } from '../protobuf/writer.ts';
import { readStreamName, writeStreamName } from './shared.ts';
import { readUuid, type UuidForm, writeUuid } from './uuid.ts';

/** The event type of a link: its data is `revision@stream`. */
export const LINK_TYPE = '$>';

/** The only content type that is JSON; every other one reads back as octet-stream. */
export const JSON_CONTENT = 'application/json';
const NOTHING = Buffer.alloc(0);
const BINARY_CONTENT = 'application/octet-stream';

/** 0001-01-01 to 1970-01-01 is not counted: `created` is ticks of 100 ns since 1970. */
const TICKS_PER_MS = 10_000n;

/** What the fields of a stored event take beside its names and contents, at most. */
const FIXED_BYTES_MAX = 256;
/** Bytes that one unit of a string takes, at most. */
const UTF8_BYTES_MAX = 3;

/** What a stored event says about itself. */
export interface RecordedEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly type: string;
  readonly contentType: string;
  readonly createdMs: number;
  readonly customMetadata: Uint8Array;
  readonly data: Uint8Array;
}

/** The part of a stored event that decides whether and how it is shown. */
export interface EventHeader {
  readonly id: string;
  readonly stream: string;
  readonly type: string;
  readonly createdMs: number;
  readonly customMetadata: Buffer;
  readonly data: Buffer;
}

/** The bytes of `ReadResp.ReadEvent.RecordedEvent`: the form in which events are stored and sent. */
export function encodeRecordedEvent(event: RecordedEvent): Buffer {
  const { stream, type, customMetadata, data } = event;
  const text = UTF8_BYTES_MAX * (stream.length + type.length);
  return new ProtoWriter(FIXED_BYTES_MAX + text + customMetadata.length + data.length)
    .message(1, (id) => writeUuid(id, event.id, 'string'))
    .message(2, (stream) => writeStreamName(stream, event.stream))
    .uint64(3, event.revision)
    .uint64(4, event.position)
    .uint64(5, event.position)
    .message(6, (entry) => entry.string(1, 'type').string(2, event.type))
    .message(6, (entry) =>
      entry
        .string(1, 'content-type')
        .string(2, event.contentType === JSON_CONTENT ? JSON_CONTENT : BINARY_CONTENT),
    )
    .message(6, (entry) =>
      entry.string(1, 'created').string(2, String(BigInt(Math.trunc(event.createdMs)) * TICKS_PER_MS)),
    )
    .bytes(7, event.customMetadata)
    .bytes(8, event.data)
    .finish();
}

/** Reads what decides about visibility and filters out of the stored form. */
export function decodeEventHeader(recorded: Buffer): EventHeader {
  const reader = new ProtoReader(recorded);
  let id = '';
  let stream = '';
  let type = '';
  let createdMs = 0;
  let customMetadata: Buffer = NOTHING;
  let data: Buffer = NOTHING;
  while (reader.next()) {
    if (reader.field === 1) id = readUuid(reader.message()) ?? '';
    else if (reader.field === 2) stream = readStreamName(reader.message());
    else if (reader.field === 6) {
      const [key, value] = readMapEntry(reader.message());
      if (key === 'type') type = value;
      else if (key === 'created') createdMs = Number(BigInt(value) / TICKS_PER_MS);
    } else if (reader.field === 7) customMetadata = reader.bytes();
    else if (reader.field === 8) data = reader.bytes();
    else reader.skip();
  }
  return { id, stream, type, createdMs, customMetadata, data };
}

/** Reads one entry of a `map<string, string>`. */
export function readMapEntry(reader: ProtoReader): [key: string, value: string] {
  let key = '';
  let value = '';
  while (reader.next()) {
    if (reader.field === 1) key = reader.string();
    else if (reader.field === 2) value = reader.string();
    else reader.skip();
  }
  return [key, value];
}

/** The stored form with its id, the first field, in the form a client asked for. */
export function withIdForm(recorded: Buffer, form: UuidForm): Buffer {
  if (form === 'string') return recorded;
  const reader = new ProtoReader(recorded);
  if (!reader.next() || reader.field !== 1) return recorded;
  const id = reader.bytes();
  const text = readUuid(new ProtoReader(id));
  if (text === undefined) return recorded;
  const rest = recorded.subarray(reader.offset);
  return Buffer.concat([
    new ProtoWriter().message(1, (inner) => writeUuid(inner, text, form)).finish(),
    rest,
  ]);
}

/** The stored form with another position, which is fields 4 and 5. */
export function withPosition(recorded: Buffer, position: bigint): Buffer {
  const reader = new ProtoReader(recorded);
  let start = 0;
  let end = 0;
  for (let at = 0; reader.next(); at = reader.offset) {
    if (reader.field === 4) start = at;
    reader.skip();
    if (reader.field === 5) end = reader.offset;
  }
  const positions = new ProtoWriter().uint64(4, position).uint64(5, position).finish();
  return Buffer.concat([recorded.subarray(0, start), positions, recorded.subarray(end)]);
}

/** One event of an answer: the event itself, and the link it was found by. */
export interface ReadEvent {
  readonly event: Buffer | undefined;
  readonly link: Buffer | undefined;
  readonly commit: bigint;
}

const READ_EVENT_TAG = 0x0a;
const EVENT_TAG = 0x0a;
const LINK_TAG = 0x12;
const COMMIT_TAG = 0x18;

/**
 * A whole gRPC frame holding `ReadResp { event: ReadEvent }`, built in one allocation.
 *
 * Shape: frame header, ReadResp.event (1), then ReadEvent.event (1), .link (2), .commit_position (3).
 */
export function frameReadEvent(read: ReadEvent): Buffer {
  // Positions stay far below 2^53 (they count bytes of log), so a plain varint is enough.
  const commit = Number(read.commit);
  const inner = fieldSize(read.event) + fieldSize(read.link) + 1 + varintSize(commit);
  const message = 1 + varintSize(inner) + inner;
  const framed = Buffer.allocUnsafe(FRAME_HEADER_BYTES + message);
  framed[0] = 0;
  framed.writeUInt32BE(message, 1);
  framed[FRAME_HEADER_BYTES] = READ_EVENT_TAG;
  let at = writeVarint(framed, inner, FRAME_HEADER_BYTES + 1);
  at = writeField(framed, EVENT_TAG, read.event, at);
  at = writeField(framed, LINK_TAG, read.link, at);
  framed[at] = COMMIT_TAG;
  writeVarint(framed, commit, at + 1);
  return framed;
}

function fieldSize(bytes: Buffer | undefined): number {
  return bytes === undefined ? 0 : 1 + varintSize(bytes.length) + bytes.length;
}

function writeField(target: Buffer, tag: number, bytes: Buffer | undefined, at: number): number {
  if (bytes === undefined) return at;
  target[at] = tag;
  const start = writeVarint(target, bytes.length, at + 1);
  bytes.copy(target, start);
  return start + bytes.length;
}
