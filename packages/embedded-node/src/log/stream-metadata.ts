/** Roles of an access control list; undefined = the default of that kind of stream. */
export interface StreamAcl {
  readonly read: readonly string[] | undefined;
  readonly write: readonly string[] | undefined;
  readonly delete: readonly string[] | undefined;
  readonly readMetadata: readonly string[] | undefined;
  readonly writeMetadata: readonly string[] | undefined;
}

/** What the newest event of `$$stream` says about `stream`, as far as it has an effect. */
export interface StreamMetadata {
  /** Only this many of the newest events are visible. */
  readonly maxCount: bigint | undefined;
  /** Only events younger than this are visible. */
  readonly maxAgeSeconds: bigint | undefined;
  /** Events of lower revision are invisible. */
  readonly truncateBefore: bigint | undefined;
  readonly acl: StreamAcl | undefined;
}

/** The revision of `$streamDeleted`, and the `$tb` that means "deleted": 2^63 − 1. */
export const REVISION_MAX = 2n ** 63n - 1n;

export const NO_METADATA: StreamMetadata = {
  maxCount: undefined,
  maxAgeSeconds: undefined,
  truncateBefore: undefined,
  acl: undefined,
};

/** Metadata streams show their newest event only, whatever their own metadata say. */
export const METASTREAM_METADATA: StreamMetadata = { ...NO_METADATA, maxCount: 1n };

/** Whether the metadata say that the stream was deleted and may come again. */
export function isSoftDeleted(metadata: StreamMetadata): boolean {
  return metadata.truncateBefore === REVISION_MAX;
}

export function isMetastream(stream: string): boolean {
  return stream.startsWith('$$');
}

export function metastreamOf(stream: string): string {
  return `$$${stream}`;
}

/** The stream whose metadata `metastream` holds. */
export function originalOf(metastream: string): string {
  return metastream.slice(2);
}

const INT32_MAX = 2n ** 31n - 1n;
/** Longest time span of the original server, in seconds: 2^63 − 1 ticks of 100 ns. */
const SPAN_SECONDS_MAX = REVISION_MAX / 10_000_000n;

/**
 * Reads the data of a metadata event.
 *
 * Shape:  `NO_METADATA` when it is not a JSON object of the right shape: then nothing of it applies.
 * Errors: never throws.
 */
export function parseStreamMetadata(data: Buffer): StreamMetadata {
  const fields = parseJsonObject(data);
  if (fields === undefined) return NO_METADATA;
  const maxCount = readInteger(fields['$maxCount'], INT32_MAX);
  const maxAge = readInteger(fields['$maxAge'], REVISION_MAX);
  const truncateBefore = readInteger(fields['$tb'], REVISION_MAX);
  const cacheControl = readInteger(fields['$cacheControl'], REVISION_MAX);
  const acl = readAcl(fields['$acl']);
  if ([maxCount, maxAge, truncateBefore, cacheControl, acl].includes('malformed')) return NO_METADATA;
  return {
    maxCount: atLeast(1n, maxCount),
    maxAgeSeconds: atMost(SPAN_SECONDS_MAX, atLeast(1n, maxAge)),
    truncateBefore: atLeast(0n, truncateBefore),
    acl: acl === 'malformed' ? undefined : acl,
  };
}

/** A JSON number with the text it was written as: 2^63 − 1 does not survive a double. */
class JsonNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

type Parsed<Value> = Value | undefined | 'malformed';

function parseJsonObject(data: Buffer): Record<string, unknown> | undefined {
  try {
    // The library types do not know yet that a reviver is also told the source text (ES2025).
    const keepSource = ((_key: string, value: unknown, context: { source?: string }) =>
      typeof value === 'number' ? new JsonNumber(context.source ?? String(value)) : value) as (
      key: string,
      value: unknown,
    ) => unknown;
    const text = data.toString('utf8');
    if (isTooDeep(text)) return undefined;
    const parsed: unknown = JSON.parse(text, keepSource);
    const isObject =
      typeof parsed === 'object' &&
      parsed !== null &&
      !Array.isArray(parsed) &&
      !(parsed instanceof JsonNumber);
    return isObject ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Deepest nesting the original server reads; deeper ones would also exhaust the stack of whoever writes them again. */
const NESTING_MAX = 64;
const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const OPENING = [...'{['].map((bracket) => bracket.charCodeAt(0));
const CLOSING = [...'}]'].map((bracket) => bracket.charCodeAt(0));

function isTooDeep(json: string): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < json.length && depth <= NESTING_MAX; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) isText = !isText;
    else if (isText) at += code === BACKSLASH ? 1 : 0;
    else if (OPENING.includes(code)) depth++;
    else if (CLOSING.includes(code)) depth--;
  }
  return depth > NESTING_MAX;
}

function readInteger(value: unknown, maximum: bigint): Parsed<bigint> {
  if (value === undefined) return undefined;
  if (!(value instanceof JsonNumber) || !/^-?\d+$/.test(value.source)) return 'malformed';
  const integer = BigInt(value.source);
  return integer <= maximum && integer >= -maximum - 1n ? integer : 'malformed';
}

function atLeast(minimum: bigint, value: Parsed<bigint>): bigint | undefined {
  return typeof value === 'bigint' && value >= minimum ? value : undefined;
}

function atMost(maximum: bigint, value: bigint | undefined): bigint | undefined {
  return value !== undefined && value <= maximum ? value : undefined;
}

function readAcl(value: unknown): Parsed<StreamAcl> {
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof JsonNumber)
    return 'malformed';
  const fields = value as Record<string, unknown>;
  const roles = ['$r', '$w', '$d', '$mr', '$mw'].map((role) => readRoles(fields[role]));
  const [read, write, del, readMetadata, writeMetadata] = roles.map((role) =>
    role === 'malformed' ? undefined : role,
  );
  if (roles.includes('malformed')) return 'malformed';
  return { read, write, delete: del, readMetadata, writeMetadata };
}

/**
 * Reads the access control lists that stand under `names` in a JSON object.
 *
 * Shape:  one for each name, undefined where there is none; undefined as a whole when anything of it is malformed.
 * Errors: never throws.
 */
export function parseAcls(
  data: Buffer,
  names: readonly string[],
): readonly (StreamAcl | undefined)[] | undefined {
  const fields = parseJsonObject(data);
  if (fields === undefined) return undefined;
  const acls = names.map((name) => readAcl(fields[name]));
  return acls.includes('malformed') ? undefined : acls.map((acl) => (acl === 'malformed' ? undefined : acl));
}

function readRoles(value: unknown): Parsed<readonly string[]> {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return [value];
  const isList = Array.isArray(value) && value.every((role) => typeof role === 'string');
  return isList ? value : 'malformed';
}

/**
 * The JSON of a metadata event with its `$tb` replaced, all other fields as they were written.
 *
 * Shape: undefined when `data` is not a JSON object: then there is nothing to replace it in.
 */
export function withTruncateBefore(data: Buffer, revision: bigint): Buffer | undefined {
  const fields = parseJsonObject(data);
  if (fields === undefined) return undefined;
  return Buffer.from(stringifyJson({ ...fields, $tb: new JsonNumber(String(revision)) }));
}

/** Metadata of a stream that was deleted and may come again. */
export const DELETED_METADATA: Buffer = Buffer.from(`{"$tb":${REVISION_MAX}}`);

function stringifyJson(value: unknown): string {
  if (value instanceof JsonNumber) return value.source;
  if (Array.isArray(value)) return `[${value.map(stringifyJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(
      ([key, field]) => `${JSON.stringify(key)}:${stringifyJson(field)}`,
    );
    return `{${fields.join(',')}}`;
  }
  return JSON.stringify(value);
}
