import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from './json-text.ts';

describe('a body that should be JSON', () => {
  it('is its value when it is', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        fc.pre(!text.includes('\\u0000'));
        expect(parseJson(text)).toEqual({ value: JSON.parse(text) });
      }),
    );
  });

  it.each([
    ['', 1, 1, 'a value'],
    ['{"a": 1,}', 1, 9, 'another name in double quotes'],
    ['{"a": 1, "b": 2, "\\u0061": 3}', 1, 18, 'another name in double quotes'],
    ['[{"a": {"a": 1}, "a": 1}]', 1, 18, 'another name in double quotes'],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'a comma, a closing bracket or the end'],
    ['{"a" 1}', 1, 6, 'a colon'],
    ['[1, 2', 1, 6, 'a comma, a closing bracket or the end'],
    ['[01]', 1, 2, 'a value or ]'],
    ['{"name": "沈阳', 1, 10, 'a value'],
    ['{"a": "x\\u0000y"}', 1, 7, 'a text without the character U+0000'],
    ['{"a": "x\\\\u0000"', 1, 17, 'a comma, a closing bracket or the end'],
    ['{} {}', 1, 4, 'a comma, a closing bracket or the end'],
    ['nil', 1, 1, 'a value'],
    ['[1}', 1, 3, 'a comma, a closing bracket or the end'],
    ["{'a': 1}", 1, 2, 'a name in double quotes or }'],
    ['\uFEFF{}', 1, 1, 'a value'],
  ])('%j is broken at line %i, column %i, where %s should stand', (text, line, column, expected) => {
    expect(parseJson(text)).toEqual({ fault: { line, column, expected } });
  });

  it.each([
    ['a long text', JSON.stringify({ a: 'x'.repeat(1_000_000) })],
    ['many escapes', JSON.stringify({ a: '\n'.repeat(500_000) })],
    ['deep nesting', `${'['.repeat(500_000)}${']'.repeat(500_000)}`],
    [
      'many names',
      JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`n${at}`, at]))),
    ],
  ])(
    'of a mebibyte is read in time: %s',
    (_, text) => {
      expect(parseJson(text)).toHaveProperty('value');
      expect(parseJson(text.slice(0, -1))).toHaveProperty('fault');
    },
    2_000,
  );

  it('names a place within the text for every broken one, and never repeats it', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom('', '}', ',', '"', '\\', 'x'), (text, cut, put) => {
        const at = cut % (text.length + 1);
        const broken = text.slice(0, at) + put + text.slice(at + 1);
        const parsed = parseJson(broken);
        if ('value' in parsed) return;
        const lines = broken.split('\n');
        expect(parsed.fault.line).toBeLessThanOrEqual(lines.length);
        expect(parsed.fault.column).toBeLessThanOrEqual((lines[parsed.fault.line - 1]?.length ?? 0) + 1);
      }),
    );
  });
});
