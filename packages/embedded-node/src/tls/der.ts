/** The few DER encodings (ITU-T X.690) a certificate is made of. */

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BOOLEAN = 0x01;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const UTF8_STRING = 0x0c;
const GENERALIZED_TIME = 0x18;

/** Any tagged value. */
export function tagged(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(content.length)]), content]);
}

export const sequence = (...contents: readonly Buffer[]): Buffer => tagged(SEQUENCE, ...contents);
export const set = (...contents: readonly Buffer[]): Buffer => tagged(SET, ...contents);
export const octetString = (content: Buffer): Buffer => tagged(OCTET_STRING, content);
export const utf8String = (text: string): Buffer => tagged(UTF8_STRING, Buffer.from(text));
export const trueValue: Buffer = tagged(BOOLEAN, Buffer.from([0xff]));

/** A non-negative integer, given as its bytes. */
export function integer(bytes: Buffer): Buffer {
  // A leading one bit would mean a negative number.
  return (bytes[0] ?? 0) >= 0x80 ? tagged(INTEGER, Buffer.from([0]), bytes) : tagged(INTEGER, bytes);
}

/** A bit string of whole bytes. */
export function bitString(content: Buffer): Buffer {
  return tagged(BIT_STRING, Buffer.from([0]), content);
}

export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(OBJECT_IDENTIFIER, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

export function generalizedTime(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '');
  return tagged(GENERALIZED_TIME, Buffer.from(digits));
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}
