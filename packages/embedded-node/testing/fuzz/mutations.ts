import type { Chance } from './chance.ts';

/** One field of a protocol buffer message: its tag, and its value as it travels. */
interface Field {
  readonly tag: number;
  /** Undefined for a value that is no message. */
  readonly inner: readonly Field[] | undefined;
  readonly value: Buffer;
}

const WIRE_BITS = 7;
const LENGTH_DELIMITED = 2;
const DEPTH_MAX = 6;

/** Numbers at which readers of integers break. */
const EDGES: readonly bigint[] = [
  0n,
  1n,
  127n,
  128n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n,
  2n ** 63n - 1n,
  2n ** 64n - 1n,
];
/** Texts at which readers of names, ids and types break. */
const TEXTS: readonly Buffer[] = [
  '',
  '$',
  '$$',
  '$all',
  '$$$all',
  '0@',
  '-1@x',
  '\u0000',
  '\ud800',
  'é'.repeat(40),
  'x'.repeat(300),
  '00000000-0000-0000-0000-000000000000',
  '{"$tb":9223372036854775807}',
  '{"$acl":{"$r":[[]]}}',
  '['.repeat(50),
  '{"a":'.repeat(3000),
  `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`,
  '(?i)(a+)+$',
].map((text) => Buffer.from(text));

/**
 * Changes good messages so that they stay nearly good: fields are dropped, doubled, moved, exchanged, cut, stretched, and put inside one
 * another; numbers become edges, lengths lie.
 */
export function mutate(message: Buffer, others: readonly Buffer[], chance: Chance): Buffer {
  let mutated = message;
  for (let round = chance.below(4); round >= 0; round--) {
    mutated = chance.below(5) === 0 ? mutateBytes(mutated, chance) : mutateFields(mutated, others, chance);
  }
  return mutated;
}

function mutateFields(message: Buffer, others: readonly Buffer[], chance: Chance): Buffer {
  const fields = parse(message, DEPTH_MAX);
  if (fields === undefined || fields.length === 0) return mutateBytes(message, chance);
  return write(changeSomewhere(fields, others, chance));
}

function changeSomewhere(fields: readonly Field[], others: readonly Buffer[], chance: Chance): Field[] {
  const at = chance.below(fields.length);
  const field = fields[at];
  if (field === undefined) return [...fields];
  const put = (...instead: readonly Field[]) => [...fields.slice(0, at), ...instead, ...fields.slice(at + 1)];
  if (field.inner !== undefined && field.inner.length > 0 && chance.below(3) > 0) {
    const inner = changeSomewhere(field.inner, others, chance);
    return put({ ...field, inner, value: write(inner) });
  }
  switch (chance.below(9)) {
    case 0:
      return put();
    case 1:
      return put(field, field);
    case 2:
      return [...put(), field];
    case 3:
      return put({ ...field, tag: (chance.below(20) << 3) | chance.below(8) });
    case 4:
      return put(plain(field.tag & ~WIRE_BITS, varint(chance.one(EDGES))));
    case 5:
      return put(plain((field.tag & ~WIRE_BITS) | LENGTH_DELIMITED, chance.one(TEXTS)));
    case 6:
      return put(plain((field.tag & ~WIRE_BITS) | LENGTH_DELIMITED, chance.one(others)));
    case 7:
      return put(plain((field.tag & ~WIRE_BITS) | LENGTH_DELIMITED, write(fields)));
    default:
      return put({ ...field, inner: undefined, value: mutateBytes(field.value, chance) });
  }
}

function plain(tag: number, value: Buffer): Field {
  return { tag, inner: undefined, value };
}

function mutateBytes(message: Buffer, chance: Chance): Buffer {
  const bytes = Buffer.from(message);
  switch (chance.below(5)) {
    case 0:
      return bytes.subarray(0, chance.below(bytes.length + 1));
    case 1:
      return Buffer.concat([bytes, chance.bytes(chance.below(12))]);
    case 2: {
      const at = chance.below(bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, at), chance.bytes(1 + chance.below(6)), bytes.subarray(at)]);
    }
    default:
      for (let count = chance.below(3); count >= 0 && bytes.length > 0; count--) {
        const at = chance.below(bytes.length);
        bytes[at] = chance.below(2) === 0 ? chance.below(256) : (bytes[at] ?? 0) ^ (1 << chance.below(8));
      }
      return bytes;
  }
}

/** Reads a message as fields; what looks like a message inside is read too. Undefined when it is none. */
function parse(bytes: Buffer, depth: number): Field[] | undefined {
  const fields: Field[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = readVarint(bytes, at);
    if (tag === undefined || tag.value >> 3n === 0n) return undefined;
    at = tag.end;
    const end = endOfValue(bytes, at, Number(tag.value & 7n));
    if (end === undefined) return undefined;
    const isLong = (Number(tag.value) & WIRE_BITS) === LENGTH_DELIMITED;
    const value = bytes.subarray(isLong ? (readVarint(bytes, at)?.end ?? at) : at, end);
    const inner = isLong && depth > 0 && value.length > 1 ? parse(value, depth - 1) : undefined;
    fields.push({ tag: Number(tag.value), inner, value });
    at = end;
  }
  return fields;
}

function endOfValue(bytes: Buffer, at: number, wire: number): number | undefined {
  const number = readVarint(bytes, at);
  let end: number | undefined;
  if (wire === 0) end = number?.end;
  else if (wire === 1) end = at + 8;
  else if (wire === 5) end = at + 4;
  else if (wire === LENGTH_DELIMITED && number !== undefined) end = number.end + Number(number.value);
  return end !== undefined && end <= bytes.length ? end : undefined;
}

function readVarint(bytes: Buffer, start: number): { value: bigint; end: number } | undefined {
  let value = 0n;
  for (let at = start, shift = 0n; at < bytes.length && shift < 70n; at++, shift += 7n) {
    const byte = bytes[at] ?? 0;
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return undefined;
}

function write(fields: readonly Field[]): Buffer {
  return Buffer.concat(
    fields.flatMap(({ tag, value }) => {
      const isLong = (tag & WIRE_BITS) === LENGTH_DELIMITED;
      return isLong
        ? [varint(BigInt(tag)), varint(BigInt(value.length)), value]
        : [varint(BigInt(tag)), value];
    }),
  );
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}
