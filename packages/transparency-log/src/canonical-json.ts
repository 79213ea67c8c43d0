import { canonicalNumber } from './canonical-number.ts';
import { TransparencyLogError, type TransparencyLogErrorCode } from './errors.ts';

/** Deepest nesting of arrays and objects that is written; a cycle ends here too. */
export const JSON_DEPTH_MAX = 128;

const utf8 = new TextEncoder();

/**
 * The value as RFC 8785 (JCS) bytes: equal values give equal bytes in every language.
 *
 * Shape:  UTF-8 without blanks; members by UTF-16 code units; numbers as ECMAScript writes them.
 * Errors: throws TransparencyLogError with the path for anything JSON cannot carry without loss: NaN and
 *         infinities, integers beyond 2^53 − 1, lone surrogates, undefined, functions, bigints, symbols,
 *         objects of a class, nesting beyond {@link JSON_DEPTH_MAX}.
 */
export function canonicalJson(value: unknown): Uint8Array {
  return utf8.encode(canonicalJsonText(value));
}

/** The same as {@link canonicalJson}, before it is turned into bytes. Errors: as there. */
export function canonicalJsonText(value: unknown): string {
  return write(value, [], 0);
}

type Path = (string | number)[];

function write(value: unknown, path: Path, depth: number): string {
  switch (typeof value) {
    case 'string':
      return writeString(value, path, depth);
    case 'number':
      return writeNumber(value, path, depth);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth === JSON_DEPTH_MAX) {
        throw refusal('JSON_TOO_DEEP', `is nested deeper than ${JSON_DEPTH_MAX}`, path, depth);
      }
      return Array.isArray(value) ? writeArray(value, path, depth) : writeObject(value, path, depth);
    default:
      throw refusal('JSON_NOT_PLAIN', `is ${typeof value}, which JSON does not have`, path, depth);
  }
}

function writeArray(items: readonly unknown[], path: Path, depth: number): string {
  let text = '[';
  // By index, so that a hole is met as undefined and refused.
  for (let index = 0; index < items.length; index++) {
    path[depth] = index;
    if (index > 0) text += ',';
    text += write(items[index], path, depth + 1);
  }
  return `${text}]`;
}

function writeObject(object: object, path: Path, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) {
    throw refusal('JSON_NOT_PLAIN', 'is an object of a class', path, depth);
  }
  const members = object as Readonly<Record<string, unknown>>;
  let text = '{';
  // The default order of sort() is that of UTF-16 code units, RFC 8785 §3.2.3.
  for (const key of Object.keys(members).sort()) {
    path[depth] = key;
    if (text.length > 1) text += ',';
    text += `${writeString(key, path, depth + 1)}:${write(members[key], path, depth + 1)}`;
  }
  return `${text}}`;
}

function writeString(text: string, path: Path, depth: number): string {
  if (!text.isWellFormed()) throw refusal('JSON_LONE_SURROGATE', 'has half a character', path, depth);
  return JSON.stringify(text);
}

function writeNumber(value: number, path: Path, depth: number): string {
  if (!Number.isFinite(value)) throw refusal('JSON_NUMBER_NOT_FINITE', `is ${value}`, path, depth);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw refusal(
      'JSON_INTEGER_UNSAFE',
      `${value} is beyond the integers a number holds exactly`,
      path,
      depth,
    );
  }
  return canonicalNumber(value);
}

function refusal(
  code: TransparencyLogErrorCode,
  what: string,
  path: Path,
  depth: number,
): TransparencyLogError {
  const place = path
    .slice(0, depth)
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step.toWellFormed()}`))
    .join('');
  return new TransparencyLogError(code, `$${place} ${what}`);
}
