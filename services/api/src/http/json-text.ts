/** Where a text stops being JSON. Units: line and column from 1, column in UTF-16 code units. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly expected: string;
}

export type ParsedJson = { readonly value: unknown } | { readonly fault: JsonFault };

/**
 * The value a JSON text stands for, or the first place where it is none.
 *
 * An object that bears a name twice is none: readers differ on which value counts (RFC 7493 §2.3). Neither is a text with
 * U+0000 in it. The engine's own
 * message is not used: it repeats the text, which may hold what must not be repeated.
 * Errors: never throws.
 */
export function parseJson(text: string): ParsedJson {
  const fault = firstFault(text);
  if (fault === undefined) return { value: JSON.parse(text) };
  const before = text.slice(0, fault.at).split('\n');
  return {
    fault: { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, expected: fault.expected },
  };
}

// RFC 8259 §2: four kinds of white space, six structural characters, three literal names, strings and numbers.
const SPACE = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a JSON string may hold no control character.
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u(?!0000)[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
// PostgreSQL keeps no U+0000: a text that has one could be taken in and never be read back.
const STRING_WITH_NUL = /"[^"\\]*(?:\\(?:[^u]|u(?!0000))[^"\\]*)*\\u0000/y;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

type Awaited = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or end';

const WORDS: Readonly<Record<Awaited, string>> = {
  value: 'a value',
  'value or ]': 'a value or ]',
  key: 'another name in double quotes',
  'key or }': 'a name in double quotes or }',
  colon: 'a colon',
  'comma or end': 'a comma, a closing bracket or the end',
};

/** What is open around a place: an array, or an object with the names it has so far. */
type Open = Set<string> | 'array';

interface Place {
  readonly at: number;
  readonly awaited: Awaited;
}

/** Walks the tokens to the first that cannot stand where it does. */
function firstFault(text: string): { readonly at: number; readonly expected: string } | undefined {
  const open: Open[] = [];
  let place: Place = { at: skip(SPACE, text, 0), awaited: 'value' };
  while (place.at < text.length) {
    const next = step(text, place, open);
    if (next === undefined) return { at: place.at, expected: expectedAt(text, place) };
    place = { at: skip(SPACE, text, next.at), awaited: next.awaited };
  }
  const isComplete = place.awaited === 'comma or end' && open.length === 0;
  return isComplete ? undefined : { at: place.at, expected: WORDS[place.awaited] };
}

function expectedAt(text: string, { at, awaited }: Place): string {
  return skip(STRING_WITH_NUL, text, at) > at ? 'a text without the character U+0000' : WORDS[awaited];
}

function step(text: string, { at, awaited }: Place, open: Open[]): Place | undefined {
  switch (awaited) {
    case 'key':
    case 'key or }':
      return text[at] === '}' && awaited === 'key or }' ? close(at, open) : takeName(text, at, open);
    case 'colon':
      return text[at] === ':' ? { at: at + 1, awaited: 'value' } : undefined;
    case 'comma or end':
      return takeSeparator(text[at], at, open);
    case 'value':
    case 'value or ]':
      return text[at] === ']' && awaited === 'value or ]' ? close(at, open) : takeValue(text, at, open);
  }
}

function takeName(text: string, at: number, open: Open[]): Place | undefined {
  const end = skip(STRING, text, at);
  const names = open.at(-1);
  if (end === at || names === undefined || names === 'array') return undefined;
  const name: string = JSON.parse(text.slice(at, end));
  if (names.has(name)) return undefined;
  names.add(name);
  return { at: end, awaited: 'colon' };
}

function takeSeparator(char: string | undefined, at: number, open: Open[]): Place | undefined {
  const inside = open.at(-1);
  if (inside === undefined) return undefined;
  if (char === ',') return { at: at + 1, awaited: inside === 'array' ? 'value' : 'key' };
  return char === (inside === 'array' ? ']' : '}') ? close(at, open) : undefined;
}

function takeValue(text: string, at: number, open: Open[]): Place | undefined {
  if (text[at] === '{') {
    open.push(new Set());
    return { at: at + 1, awaited: 'key or }' };
  }
  if (text[at] === '[') {
    open.push('array');
    return { at: at + 1, awaited: 'value or ]' };
  }
  const end = Math.max(skip(STRING, text, at), skip(SCALAR, text, at));
  return end === at ? undefined : { at: end, awaited: 'comma or end' };
}

function close(at: number, open: Open[]): Place {
  open.pop();
  return { at: at + 1, awaited: 'comma or end' };
}

/** Where the sticky pattern ends when it matches here, else where it began. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
