import { equalBytes, fromBase64, fromHex, textOf } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { TransparencyLogError, type TransparencyLogErrorCode } from './errors.ts';
import { HASH_BYTES, type Hash, hashFrom } from './hash.ts';

/**
 * The value of bytes that are canonical JSON, or undefined when they are not: other blanks, another order, a member
 * twice, a number spelt otherwise. So what is read here has one spelling, and a changed bit never goes unnoticed.
 */
export function parseCanonicalJson(bytes: Uint8Array): unknown {
  const text = textOf(bytes);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return equalBytes(canonicalJson(value), bytes) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TransparencyLogError) return undefined;
    throw error;
  }
}

/** A place in a JSON value, read strictly: what is not as asked is refused with its path. */
export class JsonReader {
  readonly #value: unknown;
  readonly #path: string;
  readonly #code: TransparencyLogErrorCode;

  constructor(code: TransparencyLogErrorCode, value: unknown, path = '$') {
    this.#code = code;
    this.#value = value;
    this.#path = path;
  }

  /** Checks that this is an object with exactly these members, the optional ones present or not. */
  object(names: readonly string[], optional: readonly string[] = []): this {
    const present = Object.keys(this.members());
    const missing = names.find((name) => !present.includes(name));
    if (missing !== undefined) throw this.refused(`lacks ${missing}`);
    const unknown = present.find((name) => !names.includes(name) && !optional.includes(name));
    if (unknown !== undefined) throw this.refused(`has a member ${unknown.toWellFormed()}`);
    return this;
  }

  /** The member of an object. */
  at(name: string): JsonReader {
    return new JsonReader(this.#code, this.members()[name], `${this.#path}.${name}`);
  }

  /** What `read` makes of the member, or undefined when the object has none. */
  optional<Value>(name: string, read: (member: JsonReader) => Value): Value | undefined {
    return Object.hasOwn(this.members(), name) ? read(this.at(name)) : undefined;
  }

  /** What `read` makes of each item of a list. */
  list<Value>(read: (item: JsonReader) => Value): readonly Value[] {
    if (!Array.isArray(this.#value)) throw this.refused('is no list');
    return this.#value.map((item, index) =>
      read(new JsonReader(this.#code, item, `${this.#path}[${index}]`)),
    );
  }

  /** Whatever stands here. */
  value(): unknown {
    return this.#value;
  }

  text(): string {
    if (typeof this.#value !== 'string') throw this.refused('is no text');
    return this.#value;
  }

  /** A safe integer from 0. */
  count(): number {
    if (typeof this.#value === 'number' && Number.isSafeInteger(this.#value) && this.#value >= 0)
      return this.#value;
    throw this.refused('is no count');
  }

  /** Bytes in base64. */
  bytes(): Uint8Array {
    const bytes = fromBase64(this.text());
    if (bytes === undefined) throw this.refused('is not base64');
    return bytes;
  }

  /** A hash in base64. */
  hash(): Hash {
    return this.#hashOf(this.bytes());
  }

  /** A hash in hex. */
  hexHash(): Hash {
    return this.#hashOf(fromHex(this.text()) ?? new Uint8Array(0));
  }

  /** The error that says what is wrong here. */
  refused(why: string): TransparencyLogError {
    return new TransparencyLogError(this.#code, `${this.#path} ${why}`);
  }

  #hashOf(bytes: Uint8Array): Hash {
    if (bytes.length !== HASH_BYTES) throw this.refused('is no hash');
    return hashFrom(bytes);
  }

  /** All members of an object. */
  members(): Readonly<Record<string, unknown>> {
    if (typeof this.#value !== 'object' || this.#value === null || Array.isArray(this.#value))
      throw this.refused('is no object');
    return this.#value as Readonly<Record<string, unknown>>;
  }
}
