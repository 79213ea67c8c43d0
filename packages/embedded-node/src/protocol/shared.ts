import type { ProtoReader } from '../protobuf/reader.ts';
import { ProtoWriter } from '../protobuf/writer.ts';

/** Commit and prepare position as the protocol sends them; equal on every event. */
export interface PositionPair {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** Reads `event_store.client.StreamIdentifier`. */
export function readStreamName(reader: ProtoReader): string {
  let name = '';
  while (reader.next()) {
    if (reader.field === 3) name = reader.bytes().toString('utf8');
    else reader.skip();
  }
  return name;
}

/** Writes the field of `event_store.client.StreamIdentifier`. */
export function writeStreamName(writer: ProtoWriter, name: string): void {
  writer.bytes(3, Buffer.from(name));
}

/** Reads a message of two positions, fields 1 and 2. */
export function readPosition(reader: ProtoReader): PositionPair {
  let commit = 0n;
  let prepare = 0n;
  while (reader.next()) {
    if (reader.field === 1) commit = reader.uint64();
    else if (reader.field === 2) prepare = reader.uint64();
    else reader.skip();
  }
  return { commit, prepare };
}

/** Writes a message of two positions, fields 1 and 2. */
export function writePosition(writer: ProtoWriter, position: PositionPair): void {
  writer.uint64(1, position.commit).uint64(2, position.prepare);
}

/** `event_store.client.Empty`. */
export const EMPTY_MESSAGE: Buffer = new ProtoWriter().finish();
