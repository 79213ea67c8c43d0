/** Object identifiers of the element types, from PostgreSQL's pg_type. */
const OID = { bytea: 17, int8: 20, uuid: 2950 } as const;

const ARRAY_HEADER_BYTES = 20;

/**
 * A one-dimensional PostgreSQL array in its binary form, so that a batch of rows travels as a few parameters without any text.
 *
 * Shape: dimensions, null flag, element type, length, lower bound (five int32), then each element with its length before it.
 */
function binaryArray(elementType: number, elements: readonly Buffer[]): Buffer {
  let size = ARRAY_HEADER_BYTES;
  for (const element of elements) size += 4 + element.length;
  const array = Buffer.allocUnsafe(size);
  array.writeInt32BE(1, 0);
  array.writeInt32BE(0, 4);
  array.writeInt32BE(elementType, 8);
  array.writeInt32BE(elements.length, 12);
  array.writeInt32BE(1, 16);
  let at = ARRAY_HEADER_BYTES;
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
  const bytes = Buffer.allocUnsafe(8 * elements.length);
  return binaryArray(
    OID.int8,
    elements.map((element, index) => {
      bytes.writeBigInt64BE(element, 8 * index);
      return bytes.subarray(8 * index, 8 * index + 8);
    }),
  );
}
