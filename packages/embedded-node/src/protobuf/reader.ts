/** A message that breaks the protocol buffer wire format. */
export class MalformedMessageError extends Error {
  override readonly name = 'MalformedMessageError';
}

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/**
 * Walks over the fields of one protocol buffer message without copying.
 *
 * Shape:  `next()` moves to a field and tells whether there is one; then exactly one of the value methods, or `skip()`, is called.
 * Errors: every method throws `MalformedMessageError` when the bytes end early or have another wire type than asked for.
 */
export class ProtoReader {
  /** Number of the field `next()` stopped at. */
  field = 0;
  #wire = 0;
  #at: number;
  readonly #end: number;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  next(): boolean {
    if (this.#at >= this.#end) return false;
    const tag = this.#varint32();
    this.field = tag >>> 3;
    this.#wire = tag & 7;
    if (this.field === 0) throw new MalformedMessageError('field number 0');
    return true;
  }

  /** Where in the buffer the next field, or the value of the current one, begins. */
  get offset(): number {
    return this.#at;
  }

  bytes(): Buffer {
    const end = this.#enter();
    const value = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return value;
  }

  string(): string {
    const end = this.#enter();
    const value = this.#bytes.toString('utf8', this.#at, end);
    this.#at = end;
    return value;
  }

  message(): ProtoReader {
    const end = this.#enter();
    const inner = new ProtoReader(this.#bytes, this.#at, end);
    this.#at = end;
    return inner;
  }

  uint32(): number {
    this.#expect(VARINT);
    return this.#varint32();
  }

  int32(): number {
    this.#expect(VARINT);
    return this.#varint32() | 0;
  }

  bool(): boolean {
    return this.uint64() !== 0n;
  }

  uint64(): bigint {
    this.#expect(VARINT);
    let value = 0;
    let scale = 1;
    // Seven groups of seven bits fit exactly into a double; only longer ones need bigint arithmetic.
    for (let group = 0; group < 7; group++) {
      const byte = this.#byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return BigInt(value);
      scale *= 128;
    }
    let wide = BigInt(value);
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      wide |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, wide);
    }
    throw new MalformedMessageError('a varint of more than ten bytes');
  }

  int64(): bigint {
    return BigInt.asIntN(64, this.uint64());
  }

  skip(): void {
    switch (this.#wire) {
      case VARINT:
        this.uint64();
        return;
      case FIXED64:
        this.#advance(8);
        return;
      case LENGTH_DELIMITED:
        this.#at = this.#enter();
        return;
      case FIXED32:
        this.#advance(4);
        return;
      default:
        throw new MalformedMessageError(`wire type ${this.#wire}`);
    }
  }

  #expect(wire: number): void {
    if (this.#wire !== wire)
      throw new MalformedMessageError(`field ${this.field} has wire type ${this.#wire}`);
  }

  #enter(): number {
    this.#expect(LENGTH_DELIMITED);
    const length = this.#varint32();
    const end = this.#at + length;
    if (end > this.#end) throw new MalformedMessageError(`field ${this.field} reaches beyond its message`);
    return end;
  }

  #advance(count: number): void {
    this.#at += count;
    if (this.#at > this.#end)
      throw new MalformedMessageError(`field ${this.field} reaches beyond its message`);
  }

  #byte(): number {
    if (this.#at >= this.#end) throw new MalformedMessageError('the message ends within a varint');
    return this.#bytes[this.#at++] ?? 0;
  }

  #varint32(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      // Negative int32 values travel as ten bytes; the upper ones say nothing new.
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new MalformedMessageError('a varint of more than ten bytes');
  }
}
