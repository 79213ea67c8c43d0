import type { ProtoReader } from '../protobuf/reader.ts';
import type { ProtoWriter } from '../protobuf/writer.ts';

const UUID_TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NIL = '00000000-0000-0000-0000-000000000000';

/** How a client wants ids: as text, or as two 64-bit halves. */
export type UuidForm = 'string' | 'structured';

/** Reads `event_store.client.UUID`; undefined when it is absent, malformed or the nil UUID. */
export function readUuid(reader: ProtoReader): string | undefined {
  let text: string | undefined;
  while (reader.next()) {
    if (reader.field === 2) text = reader.string().toLowerCase();
    else if (reader.field === 1) text = readHalves(reader.message());
    else reader.skip();
  }
  return text !== undefined && text !== NIL && UUID_TEXT.test(text) ? text : undefined;
}

/** Writes the fields of `event_store.client.UUID`. */
export function writeUuid(writer: ProtoWriter, id: string, form: UuidForm): void {
  if (form === 'string') {
    writer.string(2, id);
    return;
  }
  const bytes = uuidBytes(id);
  writer.message(1, (halves) => {
    halves.int64(1, bytes.readBigInt64BE(0));
    halves.int64(2, bytes.readBigInt64BE(8));
  });
}

/** The sixteen bytes of a UUID. */
export function uuidBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

/** The text of sixteen bytes. */
function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

function readHalves(reader: ProtoReader): string {
  const bytes = Buffer.alloc(16);
  while (reader.next()) {
    if (reader.field === 1) bytes.writeBigInt64BE(reader.int64(), 0);
    else if (reader.field === 2) bytes.writeBigInt64BE(reader.int64(), 8);
    else reader.skip();
  }
  return uuidText(bytes);
}
