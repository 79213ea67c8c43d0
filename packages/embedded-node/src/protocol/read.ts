import { ProtoReader } from '../protobuf/reader.ts';
import { ProtoWriter } from '../protobuf/writer.ts';
import { type PositionPair, readPosition, readStreamName, writePosition, writeStreamName } from './shared.ts';
import type { UuidForm } from './uuid.ts';

/** Where in a stream a read begins. */
export type StreamFrom = 'start' | 'end' | bigint;
/** Where in `$all` a read begins. */
export type AllFrom = 'start' | 'end' | PositionPair;

export type ReadSource =
  | { readonly kind: 'stream'; readonly stream: string; readonly from: StreamFrom }
  | { readonly kind: 'all'; readonly from: AllFrom };

/** What a filter looks at, and what it looks for. */
export interface FilterExpression {
  readonly on: 'stream' | 'type';
  readonly regex: string;
  readonly prefixes: readonly string[];
}

export interface FilterOptions {
  readonly expression: FilterExpression | undefined;
  /** Events examined per page while catching up; undefined = not said. */
  readonly window: number | 'open' | undefined;
  readonly checkpointInterval: number;
}

/** `ReadReq.Options`; what was not said is undefined. */
export interface ReadOptions {
  readonly source: ReadSource | undefined;
  readonly backwards: boolean;
  readonly resolveLinks: boolean;
  readonly count: bigint | undefined;
  readonly subscription: boolean;
  readonly filter: FilterOptions | 'none' | undefined;
  readonly uuidForm: UuidForm | undefined;
  readonly compatibility: number;
}

/** Reads `ReadReq`; undefined without options. */
export function readReadRequest(message: Buffer): ReadOptions | undefined {
  const reader = new ProtoReader(message);
  let options: ReadOptions | undefined;
  while (reader.next()) {
    if (reader.field === 1) options = readOptions(reader.message());
    else reader.skip();
  }
  return options;
}

function readOptions(reader: ProtoReader): ReadOptions {
  const options: { -readonly [Key in keyof ReadOptions]: ReadOptions[Key] } = {
    source: undefined,
    backwards: false,
    resolveLinks: false,
    count: undefined,
    subscription: false,
    filter: undefined,
    uuidForm: undefined,
    compatibility: 0,
  };
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        options.source = readStreamSource(reader.message());
        break;
      case 2:
        options.source = readAllSource(reader.message());
        break;
      case 3:
        options.backwards = reader.uint32() === 1;
        break;
      case 4:
        options.resolveLinks = reader.bool();
        break;
      case 5:
        options.count = reader.uint64();
        break;
      case 6:
        reader.skip();
        options.subscription = true;
        break;
      case 7:
        options.filter = readFilterOptions(reader.message());
        break;
      case 8:
        reader.skip();
        options.filter = 'none';
        break;
      case 9:
        options.uuidForm = readUuidForm(reader.message());
        break;
      case 10:
        options.compatibility = readControlOption(reader.message());
        break;
      default:
        reader.skip();
    }
  }
  return options;
}

function readStreamSource(reader: ProtoReader): ReadSource {
  let stream = '';
  let from: StreamFrom = 'start';
  while (reader.next()) {
    if (reader.field === 1) stream = readStreamName(reader.message());
    else if (reader.field === 2) from = reader.uint64();
    else {
      if (reader.field === 3) from = 'start';
      else if (reader.field === 4) from = 'end';
      reader.skip();
    }
  }
  return { kind: 'stream', stream, from };
}

function readAllSource(reader: ProtoReader): ReadSource {
  let from: AllFrom = 'start';
  while (reader.next()) {
    if (reader.field === 1) from = readPosition(reader.message());
    else {
      if (reader.field === 2) from = 'start';
      else if (reader.field === 3) from = 'end';
      reader.skip();
    }
  }
  return { kind: 'all', from };
}

/** Reads `FilterOptions`, which reads and persistent subscriptions share. */
export function readFilterOptions(reader: ProtoReader): FilterOptions {
  let expression: FilterExpression | undefined;
  let window: FilterOptions['window'];
  let checkpointInterval = 0;
  while (reader.next()) {
    if (reader.field === 1) expression = readExpression('stream', reader.message());
    else if (reader.field === 2) expression = readExpression('type', reader.message());
    else if (reader.field === 3) window = reader.uint32();
    else if (reader.field === 5) checkpointInterval = reader.uint32();
    else {
      if (reader.field === 4) window = 'open';
      reader.skip();
    }
  }
  return { expression, window, checkpointInterval };
}

function readExpression(on: 'stream' | 'type', reader: ProtoReader): FilterExpression {
  let regex = '';
  const prefixes: string[] = [];
  while (reader.next()) {
    if (reader.field === 1) regex = reader.string();
    else if (reader.field === 2) prefixes.push(reader.string());
    else reader.skip();
  }
  return { on, regex, prefixes };
}

/** Reads `UUIDOption`; undefined when neither form is chosen. */
export function readUuidForm(reader: ProtoReader): UuidForm | undefined {
  let form: UuidForm | undefined;
  while (reader.next()) {
    if (reader.field === 1) form = 'structured';
    else if (reader.field === 2) form = 'string';
    reader.skip();
  }
  return form;
}

function readControlOption(reader: ProtoReader): number {
  let compatibility = 0;
  while (reader.next()) {
    if (reader.field === 1) compatibility = reader.uint32();
    else reader.skip();
  }
  return compatibility;
}

/** `ReadResp.confirmation`. */
export function encodeConfirmation(subscriptionId: string): Buffer {
  return new ProtoWriter().message(2, (confirmation) => confirmation.string(1, subscriptionId)).finish();
}

/** `ReadResp.checkpoint`. */
export function encodeCheckpoint(position: PositionPair): Buffer {
  return new ProtoWriter().message(3, (checkpoint) => writePosition(checkpoint, position)).finish();
}

/** `ReadResp.stream_not_found`. */
export function encodeStreamNotFound(stream: string): Buffer {
  return new ProtoWriter()
    .message(4, (notFound) => notFound.message(1, (identifier) => writeStreamName(identifier, stream)))
    .finish();
}

/** `ReadResp.first_stream_position`. */
export function encodeFirstStreamPosition(revision: bigint): Buffer {
  return new ProtoWriter().uint64(5, revision).finish();
}

/** `ReadResp.last_stream_position`. */
export function encodeLastStreamPosition(revision: bigint): Buffer {
  return new ProtoWriter().uint64(6, revision).finish();
}

/** `ReadResp.caught_up`. */
export const CAUGHT_UP: Buffer = new ProtoWriter().empty(8).finish();
