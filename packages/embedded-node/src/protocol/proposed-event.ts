import type { ProtoReader } from '../protobuf/reader.ts';
import { readMapEntry } from './recorded-event.ts';
import { readUuid } from './uuid.ts';

/** An event that a client wants to append, as it came; what is missing is undefined. */
export interface ProposedMessage {
  readonly id: string | undefined;
  readonly type: string | undefined;
  readonly contentType: string | undefined;
  readonly customMetadata: Buffer;
  readonly data: Buffer;
}

const NOTHING = Buffer.alloc(0);

/** Reads `AppendReq.ProposedMessage`, which `BatchAppendReq.ProposedMessage` equals. */
export function readProposedMessage(reader: ProtoReader): ProposedMessage {
  let id: string | undefined;
  let type: string | undefined;
  let contentType: string | undefined;
  let customMetadata: Buffer = NOTHING;
  let data: Buffer = NOTHING;
  while (reader.next()) {
    if (reader.field === 1) id = readUuid(reader.message());
    else if (reader.field === 2) {
      const [key, value] = readMapEntry(reader.message());
      if (key === 'type') type = value;
      else if (key === 'content-type') contentType = value;
    } else if (reader.field === 3) customMetadata = reader.bytes();
    else if (reader.field === 4) data = reader.bytes();
    else reader.skip();
  }
  return { id, type, contentType, customMetadata, data };
}
