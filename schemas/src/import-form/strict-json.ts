import { isStorableText } from '../readable-text.ts';
import type { Objection } from './fault.ts';

export type StrictJson =
  | { readonly value: Readonly<Record<string, unknown>> }
  | { readonly objection: Objection };

/**
 * Reads one JSON object and refuses what readers would understand differently: repeated keys, numbers that lose
 * digits, half characters, control characters. Errors: never throws.
 */
export function readStrictJson(text: string): StrictJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return {
      objection: { code: 'IMPORT_NOT_JSON', reason: error instanceof Error ? error.message : 'no JSON' },
    };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { objection: { code: 'IMPORT_NOT_JSON', reason: 'the line is JSON, but no object' } };
  }
  const repeated = repeatedKey(text);
  if (repeated !== undefined) {
    return {
      objection: { code: 'IMPORT_DUPLICATE_KEY', reason: 'the field stands there twice', field: repeated },
    };
  }
  const objection = findUnsafe(value, '', 0);
  return objection === undefined ? { value: value as Readonly<Record<string, unknown>> } : { objection };
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

// The text is known to be JSON, so a colon outside a string stands after a key and nowhere else.
function repeatedKey(text: string): string | undefined {
  const objects: Set<string>[] = [];
  let latest = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') objects.push(new Set());
    else if (token === '}' || token === ']') objects.pop();
    else if (token !== ':') latest = token;
    else {
      const key: string = JSON.parse(latest);
      const keys = objects.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
}

const DEPTH_MAX = 32;

function findUnsafe(value: unknown, field: string, depth: number): Objection | undefined {
  if (depth > DEPTH_MAX)
    return { code: 'IMPORT_FIELD_INVALID', reason: `is nested deeper than ${DEPTH_MAX}`, field };
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value))) return undefined;
    return {
      code: 'IMPORT_NUMBER_UNSAFE',
      reason: `the number cannot be kept exactly (read as ${value})`,
      field,
    };
  }
  if (typeof value === 'string') return isStorableText(value) ? undefined : brokenText(field);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    if (!isStorableText(key)) return brokenText(field);
    const place = Array.isArray(value) ? `${field}[${key}]` : field === '' ? key : `${field}.${key}`;
    const objection = findUnsafe(member, place, depth + 1);
    if (objection !== undefined) return objection;
  }
  return undefined;
}

function brokenText(field: string): Objection {
  return {
    code: 'IMPORT_TEXT_BROKEN',
    reason: 'the text has half a character or a control character',
    field,
  };
}
