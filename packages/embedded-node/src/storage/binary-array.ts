/** Object identifiers of the element types, from PostgreSQL's pg_type. */
const OID = { bytea: 17, int8: 20, uuid: 2950 } as const;

const ARRAY_HEADER_BYTES = 20;
const INT8_BYTES = 8;

/**
 * A one-dimensional PostgreSQL array in its binary form, so that a batch of rows travels as a few parameters without any text.
 *
 * Shape: dimensions, null flag, element type, length, lower bound (five int32), then each element with its length before it.
 */
function binaryArray(elementType: number, elements: readonly Buffer[]): Buffer {
  let size = ARRAY_HEADER_BYTES;
  for (const element of elements) size += 4 + element.length;
  const array = Buffer.allocUnsafe(size);
  let at = writeHeader(array, elementType, elements.length);
  for (const element of elements) {
    array.writeInt32BE(element.length, at);
    element.copy(array, at + 4);
    at += 4 + element.length;
  }
  return array;
}

/** Binary form of a `bytea[]`. */
export function byteaArray(elements: readonly Buffer[]): Buffer {
  return binaryArray(OID.bytea, elements);
}

/** Binary form of a `uuid[]`; each element is sixteen bytes. */
export function uuidArray(elements: readonly Buffer[]): Buffer {
  return binaryArray(OID.uuid, elements);
}

/** Binary form of a `bigint[]`. */
export function int8Array(elements: readonly bigint[]): Buffer {
  const array = Buffer.allocUnsafe(ARRAY_HEADER_BYTES + elements.length * (4 + INT8_BYTES));
  let at = writeHeader(array, OID.int8, elements.length);
  for (const element of elements) {
    array.writeInt32BE(INT8_BYTES, at);
    array.writeBigInt64BE(element, at + 4);
    at += 4 + INT8_BYTES;
  }
  return array;
}

function writeHeader(array: Buffer, elementType: number, length: number): number {
  array.writeInt32BE(1, 0);
  array.writeInt32BE(0, 4);
  array.writeInt32BE(elementType, 8);
  array.writeInt32BE(length, 12);
  array.writeInt32BE(1, 16);
  return ARRAY_HEADER_BYTES;
}
