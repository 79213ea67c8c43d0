import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ES6_CHECKSUMS, es6Numbers } from '../testing/es6-numbers.ts';
import { canonicalJson, canonicalJsonText, JSON_DEPTH_MAX } from './canonical-json.ts';
import { canonicalNumber } from './canonical-number.ts';
import { TransparencyLogError } from './errors.ts';

describe('RFC 8785: the published vectors', () => {
  it('§3.2.2 and §3.2.3: literals, numbers, strings, sorted members', () => {
    const input = {
      // biome-ignore lint/correctness/noPrecisionLoss: the vector of the RFC
      numbers: [333333333.33333329, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJsonText(input)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('§3.2.3: members sort by UTF-16 code units, not by code points or locale', () => {
    const input = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(canonicalJsonText(input)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis",' +
        '"€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
  });

  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['433fffffffffffff', '9007199254740991'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('appendix B: the number %s is written %s', (bits, text) => {
    expect(canonicalJsonText(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text);
  });

  it.each(Object.keys(ES6_CHECKSUMS).map(Number))(
    'appendix B: the first %i numbers of the published corpus',
    (count) => {
      const hash = createHash('sha256');
      const numbers = es6Numbers();
      const differing: number[] = [];
      for (let line = 0; line < count; line++) {
        const { value } = numbers.next();
        hash.update(`${bitsOf(value)},${canonicalNumber(value)}\n`);
        // The writer uses this text for every number it does not refuse.
        if (!Number.isInteger(value) || Number.isSafeInteger(value))
          if (canonicalJsonText(value) !== canonicalNumber(value)) differing.push(value);
      }
      expect(differing).toEqual([]);
      expect(hash.digest('hex')).toBe((ES6_CHECKSUMS as Readonly<Record<number, string>>)[count]);
    },
  );

  // https://github.com/cyberphone/json-canonicalization/tree/master/testdata
  it.each([
    ['arrays', '[ 56, { "d": true, "10": null, "1": [ ] } ]', '[56,{"1":[],"10":null,"d":true}]'],
    [
      'french',
      '{ "peach": "This sorting order", "péché": "is wrong according to French", "pêche": "but canonicalization MUST", "sin": "ignore locale" }',
      '{"peach":"This sorting order","péché":"is wrong according to French","pêche":"but canonicalization MUST","sin":"ignore locale"}',
    ],
    [
      'structures',
      '{ "1": {"f": {"f": "hi","F": 5} ,"\\n": 56.0}, "10": { }, "": "empty", "a": { }, "111": [ {"e": "yes","E": "no" } ], "A": { } }',
      '{"":"empty","1":{"\\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{"E":"no","e":"yes"}],"A":{},"a":{}}',
    ],
    ['unicode', '{ "Unnormalized Unicode":"A\\u030a" }', '{"Unnormalized Unicode":"A\u030a"}'],
    [
      'weird',
      '{ "\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\u000a": "Newline", "1": "One", "\\u0080": "Control\\u007f", "\\ud83d\\ude02": "Smiley", "\\u00f6": "Latin Small Letter O With Diaeresis", "\\ufb33": "Hebrew Letter Dalet With Dagesh", "</script>": "Browser Challenge" }',
      '{"\\n":"Newline","\\r":"Carriage Return","1":"One","</script>":"Browser Challenge","\u0080":"Control\u007f","\u00f6":"Latin Small Letter O With Diaeresis","\u20ac":"Euro Sign","\ud83d\ude02":"Smiley","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    ],
  ])('the published case %s', (_, input, output) => {
    expect(canonicalJsonText(JSON.parse(input))).toBe(output);
  });

  it('gives UTF-8 bytes', () => {
    expect(Buffer.from(canonicalJson({ 名: '阿卜杜·测试江𠮷' })).toString()).toBe('{"名":"阿卜杜·测试江𠮷"}');
  });
});

describe('what JSON cannot carry is refused with its path', () => {
  class Licence {}
  const cycle: Record<string, unknown> = {};
  cycle['again'] = cycle;
  it.each<[string, unknown, string, string]>([
    ['NaN', { a: [1, Number.NaN] }, 'JSON_NUMBER_NOT_FINITE', '$.a[1]'],
    ['infinity', Number.NEGATIVE_INFINITY, 'JSON_NUMBER_NOT_FINITE', '$ '],
    ['2^53', { amountFen: 2 ** 53 }, 'JSON_INTEGER_UNSAFE', '$.amountFen'],
    ['1e30, an integer no number holds exactly', 1e30, 'JSON_INTEGER_UNSAFE', '$ '],
    ['half a character', { name: 'a\ud800' }, 'JSON_LONE_SURROGATE', '$.name'],
    ['half a character in a key', { 'a\udc00': 1 }, 'JSON_LONE_SURROGATE', '$.a\ufffd'],
    ['undefined', { a: undefined }, 'JSON_NOT_PLAIN', '$.a'],
    ['a hole in an array', { a: new Array(1) }, 'JSON_NOT_PLAIN', '$.a[0]'],
    ['a bigint', 1n, 'JSON_NOT_PLAIN', '$ '],
    ['a symbol', Symbol('a'), 'JSON_NOT_PLAIN', '$ '],
    ['a function', { toJSON: () => 1 }, 'JSON_NOT_PLAIN', '$.toJSON'],
    ['a date', { on: new Date(0) }, 'JSON_NOT_PLAIN', '$.on'],
    ['a map', new Map(), 'JSON_NOT_PLAIN', '$ '],
    ['an object of a class', [new Licence()], 'JSON_NOT_PLAIN', '$[0]'],
    ['a cycle', cycle, 'JSON_TOO_DEEP', '$.again'],
  ])('%s', (_, value, code, path) => {
    const refused = expect(() => canonicalJson(value));
    refused.toThrow(TransparencyLogError);
    refused.toThrow(expect.objectContaining({ code, message: expect.stringContaining(path) }));
  });

  it('writes nesting down to the limit and no further', () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
    expect(canonicalJsonText(nested(JSON_DEPTH_MAX))).toHaveLength(2 * JSON_DEPTH_MAX + 1);
    expect(() => canonicalJson(nested(JSON_DEPTH_MAX + 1))).toThrow('deeper than 128');
  });
});

describe('against another implementation', () => {
  const exact = (value: number) => !Number.isInteger(value) || Number.isSafeInteger(value);
  const leaf = fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter(exact),
    fc.string({ unit: 'binary' }),
  );
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie('json'), { maxLength: 5 }),
      fc.dictionary(fc.string({ unit: 'binary' }), tie('json'), { maxKeys: 6 }),
    ),
  }));

  it('writes what npm canonicalize writes', () => {
    fc.assert(
      fc.property(json, (value) => canonicalJsonText(value) === canonicalize(value)),
      { numRuns: 2000 },
    );
  });

  it('reads back as the same value, and writes that the same way', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJsonText(value);
        expect(canonicalJsonText(JSON.parse(text))).toBe(text);
      }),
    );
  });
});

function bitsOf(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16);
}
