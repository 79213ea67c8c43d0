import { ProtoReader } from '../protobuf/reader.ts';
import { ProtoWriter } from '../protobuf/writer.ts';
import { readWriteOptions, type WriteOptions } from './append.ts';
import { writePosition } from './shared.ts';

/** Reads `DeleteReq` and `TombstoneReq`, which have one shape; undefined without options. */
export function readDeleteRequest(message: Buffer): WriteOptions | undefined {
  const reader = new ProtoReader(message);
  let options: WriteOptions | undefined;
  while (reader.next()) {
    if (reader.field === 1) options = readWriteOptions(reader.message());
    else reader.skip();
  }
  return options;
}

/** `DeleteResp` and `TombstoneResp`: the position of the event that was written. */
export function encodeDeleteResponse(position: bigint | undefined): Buffer {
  const writer = new ProtoWriter();
  if (position === undefined) return writer.empty(2).finish();
  return writer.message(1, (at) => writePosition(at, { commit: position, prepare: position })).finish();
}
