const FIRST_SIZE = 128;

/** Number of bytes that `value` takes as a varint. */
export function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** Writes `value`, a safe non-negative integer, as a varint into `target` and tells where it ends. */
export function writeVarint(target: Buffer, value: number, at: number): number {
  let rest = value;
  let end = at;
  while (rest >= 128) {
    target[end++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  target[end++] = rest;
  return end;
}

/**
 * Builds one protocol buffer message field by field; `finish()` hands out its bytes.
 *
 * Shape: a field is written whenever its method is called, also with an empty or zero value.
 */
export class ProtoWriter {
  #bytes: Buffer;
  #at = 0;

  /** @param room bytes for which nothing has to be moved while the message grows */
  constructor(room: number = FIRST_SIZE) {
    this.#bytes = Buffer.allocUnsafe(room);
  }

  finish(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  bytes(field: number, value: Uint8Array): this {
    this.#open(field, 2, value.length);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
    return this;
  }

  string(field: number, value: string): this {
    const length = Buffer.byteLength(value);
    this.#open(field, 2, length);
    this.#bytes.write(value, this.#at, length, 'utf8');
    this.#at += length;
    return this;
  }

  message(field: number, build: (inner: ProtoWriter) => void): this {
    this.#tag(field, 2, 1);
    // One byte is left for the length, which is not known yet; more are made room for when it needs them.
    const start = ++this.#at;
    build(this);
    const length = this.#at - start;
    const further = varintSize(length) - 1;
    if (further > 0) {
      this.#reserve(further);
      this.#bytes.copyWithin(start + further, start, this.#at);
      this.#at += further;
    }
    writeVarint(this.#bytes, length, start - 1);
    return this;
  }

  empty(field: number): this {
    this.#open(field, 2, 0);
    return this;
  }

  bool(field: number, value: boolean): this {
    return this.uint32(field, value ? 1 : 0);
  }

  uint32(field: number, value: number): this {
    this.#tag(field, 0, 5);
    this.#at = writeVarint(this.#bytes, value >>> 0, this.#at);
    return this;
  }

  int32(field: number, value: number): this {
    return this.uint64(field, BigInt.asUintN(64, BigInt(value)));
  }

  uint64(field: number, value: bigint): this {
    this.#tag(field, 0, 10);
    let rest = value;
    while (rest > 0x1f_ffff_ffff_ffffn) {
      this.#bytes[this.#at++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#at = writeVarint(this.#bytes, Number(rest), this.#at);
    return this;
  }

  int64(field: number, value: bigint): this {
    return this.uint64(field, BigInt.asUintN(64, value));
  }

  #open(field: number, wire: number, length: number): void {
    this.#tag(field, wire, length + 5);
    this.#at = writeVarint(this.#bytes, length, this.#at);
  }

  #tag(field: number, wire: number, room: number): void {
    this.#reserve(room + 5);
    this.#at = writeVarint(this.#bytes, (field << 3) | wire, this.#at);
  }

  #reserve(count: number): void {
    const needed = this.#at + count;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
  }
}
