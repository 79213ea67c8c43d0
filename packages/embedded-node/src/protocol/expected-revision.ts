import type { ProtoReader } from '../protobuf/reader.ts';

/** What a writer says the last revision of a stream must be. */
export type ExpectedRevision = 'any' | 'no_stream' | 'stream_exists' | bigint;

/** The last revision of a stream that holds no event. */
export const NO_REVISION = -1n;

/** Field under which a request carries an exact revision. */
const EXACT_FIELD = 2;
const FORM_OF_FIELD: Readonly<Record<number, ExpectedRevision>> = {
  3: 'no_stream',
  4: 'any',
  5: 'stream_exists',
};

/** Whether `field` is one of the four forms of the expected revision in the options of a write. */
export function isExpectedRevisionField(field: number): boolean {
  return field === EXACT_FIELD || FORM_OF_FIELD[field] !== undefined;
}

/** Reads the form that `reader` stopped at. */
export function readExpectedRevision(reader: ProtoReader): ExpectedRevision {
  if (reader.field === EXACT_FIELD) return BigInt.asIntN(64, reader.uint64());
  reader.skip();
  return FORM_OF_FIELD[reader.field] ?? 'any';
}

/** The number that stands for an expected revision in error trailers: −1 no stream, −2 any, −4 exists. */
export function expectedVersionNumber(expected: ExpectedRevision): bigint {
  switch (expected) {
    case 'any':
      return -2n;
    case 'no_stream':
      return -1n;
    case 'stream_exists':
      return -4n;
    default:
      return expected;
  }
}
