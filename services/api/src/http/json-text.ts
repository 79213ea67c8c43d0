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
 * The engine's own message is not used: it repeats the text, which may hold what must not be repeated.
 * Errors: never throws.
 */
export function parseJson(text: string): ParsedJson {
  try {
    return { value: JSON.parse(text) };
  } catch {
    const { at, expected } = firstFault(text);
    const before = text.slice(0, at).split('\n');
    return { fault: { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, expected } };
  }
}

// RFC 8259 §2: four kinds of white space, six structural characters, three literal names, strings and numbers.
const SPACE = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a JSON string may hold no control character.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

type Awaited = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or end';

const WORDS: Readonly<Record<Awaited, string>> = {
  value: 'a value',
  'value or ]': 'a value or ]',
  key: 'a name in double quotes',
  'key or }': 'a name in double quotes or }',
  colon: 'a colon',
  'comma or end': 'a comma, a closing bracket or the end',
};

/** Walks a text that is known not to be JSON up to the token that makes it none. */
function firstFault(text: string): { readonly at: number; readonly expected: string } {
  const open: ('{' | '[')[] = [];
  let awaited: Awaited = 'value';
  let at = skip(SPACE, text, 0);
  while (at < text.length) {
    const next = step(text, at, awaited, open);
    if (next === undefined) break;
    awaited = next.awaited;
    at = skip(SPACE, text, next.at);
  }
  return { at, expected: WORDS[awaited] };
}

function step(
  text: string,
  at: number,
  awaited: Awaited,
  open: ('{' | '[')[],
): { readonly at: number; readonly awaited: Awaited } | undefined {
  const char = text[at];
  switch (awaited) {
    case 'key':
    case 'key or }': {
      if (char === '}' && awaited === 'key or }') return close(at, open);
      const end = skip(STRING, text, at);
      return end === at ? undefined : { at: end, awaited: 'colon' };
    }
    case 'colon':
      return char === ':' ? { at: at + 1, awaited: 'value' } : undefined;
    case 'comma or end': {
      const inside = open.at(-1);
      if (char === ',' && inside !== undefined)
        return { at: at + 1, awaited: inside === '{' ? 'key' : 'value' };
      if ((char === '}' && inside === '{') || (char === ']' && inside === '[')) return close(at, open);
      return undefined;
    }
    case 'value':
    case 'value or ]': {
      if (char === ']' && awaited === 'value or ]') return close(at, open);
      if (char === '{' || char === '[') {
        open.push(char);
        return { at: at + 1, awaited: char === '{' ? 'key or }' : 'value or ]' };
      }
      const end = Math.max(skip(STRING, text, at), skip(SCALAR, text, at));
      return end === at ? undefined : { at: end, awaited: 'comma or end' };
    }
  }
}

function close(at: number, open: ('{' | '[')[]): { readonly at: number; readonly awaited: Awaited } {
  open.pop();
  return { at: at + 1, awaited: 'comma or end' };
}

/** Where the sticky pattern ends when it matches here, else where it began. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
