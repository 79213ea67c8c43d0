/**
 * PostgreSQL's binary COPY format: a header, tuples of length-prefixed fields, a trailer.
 * https://www.postgresql.org/docs/18/sql-copy.html#SQL-COPY-FILE-FORMATS
 */

/** What a binary COPY begins with. */
export const SIGNATURE: Buffer = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
/** Signature, flags, length of an extension that nobody has. */
export const HEADER: Buffer = Buffer.concat([SIGNATURE, Buffer.alloc(8)]);
/** Where a tuple's number of fields would stand. */
const TRAILER = Buffer.from([0xff, 0xff]);
const TEXT_OID = 25;

/** A value of a tuple; `json` is the text of a json column. */
export type CopyValue =
  | { readonly type: 'text' | 'json'; readonly value: string | null }
  | { readonly type: 'integer' | 'bigint'; readonly value: number | null }
  | { readonly type: 'boolean'; readonly value: boolean | null }
  | { readonly type: 'text[]'; readonly value: readonly string[] | null };

const PIECE_BYTES = 262_144;

/** The tuples as binary COPY, in pieces of bearable size. */
export function* copyOf(tuples: Iterable<readonly CopyValue[]>): Generator<Buffer> {
  let piece = Buffer.allocUnsafe(PIECE_BYTES);
  let at = HEADER.copy(piece);
  for (const tuple of tuples) {
    const length = tuple.reduce((sum, value) => sum + 4 + lengthOf(value), 2);
    if (at + length + TRAILER.length > piece.length) {
      yield piece.subarray(0, at);
      piece = Buffer.allocUnsafe(Math.max(PIECE_BYTES, length + TRAILER.length));
      at = 0;
    }
    at = piece.writeInt16BE(tuple.length, at);
    for (const value of tuple) at = writeField(piece, at, value);
  }
  at += TRAILER.copy(piece, at);
  yield piece.subarray(0, at);
}

/** At most so many bytes; a text's may turn out to be less. */
function lengthOf(field: CopyValue): number {
  if (field.value === null) return 0;
  switch (field.type) {
    case 'text':
    case 'json':
      return field.value.length * 3;
    case 'integer':
      return 4;
    case 'bigint':
      return 8;
    case 'boolean':
      return 1;
    case 'text[]':
      return field.value.reduce((sum, text) => sum + 4 + text.length * 3, 20);
  }
}

function writeField(into: Buffer, at: number, field: CopyValue): number {
  if (field.value === null) return into.writeInt32BE(-1, at);
  const end = writeValue(into, at + 4, field, field.value);
  into.writeInt32BE(end - at - 4, at);
  return end;
}

function writeValue(
  into: Buffer,
  at: number,
  { type }: CopyValue,
  value: NonNullable<CopyValue['value']>,
): number {
  if (typeof value === 'string') return at + into.write(value, at, 'utf8');
  if (typeof value === 'boolean') return into.writeUInt8(value ? 1 : 0, at);
  if (typeof value === 'number') {
    return type === 'bigint' ? into.writeBigInt64BE(BigInt(value), at) : into.writeInt32BE(value, at);
  }
  // Dimensions, whether any is NULL, the type of the elements, how many, the first one's number.
  const header = value.length === 0 ? [0, 0, TEXT_OID] : [1, 0, TEXT_OID, value.length, 1];
  let end = header.reduce((next, word) => into.writeInt32BE(word, next), at);
  for (const text of value) {
    const length = into.write(text, end + 4, 'utf8');
    into.writeInt32BE(length, end);
    end += 4 + length;
  }
  return end;
}
