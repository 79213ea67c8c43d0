import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demonstrationHistories, type RawSource } from '../../testing/histories.ts';
import { IMPORT_FAULTS } from './fault.ts';
import { parseImport } from './parse-import.ts';
import { LINE_BYTES_MAX } from './read-lines.ts';

// A few files are enough to see that the others stand, and quick enough to try much.
const {
  text: histories,
  lines,
  sources,
  fileCount,
  lineOf,
  withLine,
  withChange,
} = demonstrationHistories('LN-B01', 'LN-B02', 'LN-B03', 'XJ-A09', 'XJ-A15');

describe('what is tolerated', () => {
  it('a byte-order mark, CRLF, blank lines, and no line feed at the end', () => {
    const windows = `\ufeff${lines.join('\r\n\r\n  \r\n')}`;
    const reading = parseImport(new TextEncoder().encode(windows));
    expect(reading.faults).toEqual([]);
    expect(reading.lineCount).toBe(lines.length);
    expect(reading.files.map((file) => file.fileId)).toEqual(
      parseImport(histories).files.map((file) => file.fileId),
    );
    expect(reading.files[0]?.lines[1]?.line).toBe(4);
  });

  it('the same line twice, which is one event', () => {
    const reading = parseImport([...lines, lines[5], lines[0]].join('\n'));
    expect(reading).toMatchObject({ faults: [], repeatedCount: 2 });
    expect(reading.files.flatMap((file) => file.lines)).toHaveLength(lines.length);
  });

  it('a code with a wrong check character, which is noted', () => {
    const wrong = histories.replaceAll('91210302MAFAKE182P', '91210302MAFAKE182Q');
    const reading = parseImport(wrong);
    expect(reading.faults).toEqual([]);
    const file = reading.files.find(({ fileId }) => fileId === '210000-91210302MAFAKE182Q');
    expect(file?.usccFindings).toContain('check-character');
  });

  it('a code in lower case and full width', () => {
    const wide = histories.replaceAll('"uscc": "91210302MAFAKE182P"', '"uscc": "９１210302 mafake182p"');
    expect(parseImport(wide).files.map(({ fileId }) => fileId)).toContain('210000-91210302MAFAKE182P');
  });

  it('nothing at all', () => {
    expect(parseImport('')).toEqual({ files: [], faults: [], refused: [], lineCount: 0, repeatedCount: 0 });
  });
});

describe('what is refused, with line, rule, reason and remedy', () => {
  const line = lineOf('listed', 'XJ-A09');
  const data = (change: object) => (source: RawSource) => ({
    ...source,
    data: { ...source.data, ...change },
  });
  const field = (change: object) => (source: RawSource) => ({ ...source, ...change });
  const raw = lines[line - 1] ?? '';

  it.each<[string, string, string, string | undefined]>([
    ['a line cut off', withLine(line, raw.slice(0, 200)), 'IMPORT_NOT_JSON', undefined],
    ['an array', withLine(line, `[${raw}]`), 'IMPORT_NOT_JSON', undefined],
    [
      'a key twice',
      withLine(line, raw.replace('"data": {', '"data": {"list": "a", ')),
      'IMPORT_DUPLICATE_KEY',
      'list',
    ],
    [
      'a line of 2 MiB',
      withLine(line, raw.replace('"list": "', `"list": "${'x'.repeat(LINE_BYTES_MAX)}`)),
      'IMPORT_LINE_TOO_LONG',
      undefined,
    ],
    ['an unknown event type', withChange(line, field({ type: 'blessed' })), 'IMPORT_TYPE_UNKNOWN', 'type'],
    ['a type of every object', withChange(line, field({ type: 'toString' })), 'IMPORT_TYPE_UNKNOWN', 'type'],
    [
      'a malformed USCC',
      withChange(line, field({ uscc: '91653201MAFAKE094' })),
      'IMPORT_USCC_MALFORMED',
      'uscc',
    ],
    [
      'a letter O in the USCC',
      withChange(line, field({ uscc: '9165320IMAFAKE0946' })),
      'IMPORT_USCC_MALFORMED',
      'uscc',
    ],
    [
      'a jurisdiction of every object',
      withChange(line, field({ jurisdiction: 'constructor' })),
      'IMPORT_JURISDICTION_UNKNOWN',
      'jurisdiction',
    ],
    [
      'a document without its number',
      withChange(line, data({ document_no: null, document_sha256: 'a'.repeat(64) })),
      'IMPORT_FIELD_MISSING',
      'data.document_no',
    ],
    [
      'a digest that is none',
      withChange(line, data({ document_sha256: 7 })),
      'IMPORT_FIELD_INVALID',
      'data.document_sha256',
    ],
    [
      'a name of every object for a class',
      withChange(line, data({ publication_class: 'toString' })),
      'IMPORT_FIELD_INVALID',
      'data.publication_class',
    ],
    [
      'another jurisdiction',
      withChange(line, field({ jurisdiction: 'BJ' })),
      'IMPORT_JURISDICTION_UNKNOWN',
      'jurisdiction',
    ],
    [
      '30 February',
      withChange(line, field({ occurred_at: '2024-02-30T10:00:00+08:00' })),
      'IMPORT_DATE_IMPOSSIBLE',
      'occurred_at',
    ],
    [
      '25 o’clock',
      withChange(line, field({ recorded_at: '2024-11-07T25:00:00+08:00' })),
      'IMPORT_DATE_IMPOSSIBLE',
      'recorded_at',
    ],
    [
      'another zone',
      withChange(line, field({ occurred_at: '2024-11-05T02:00:00Z' })),
      'IMPORT_FIELD_INVALID',
      'occurred_at',
    ],
    [
      '31 June in a payload',
      withChange(line, data({ last_day: '2025-06-31' })),
      'IMPORT_DATE_IMPOSSIBLE',
      'data.last_day',
    ],
    [
      'an impossible effective day',
      withChange(line, data({ effective_from: '2025-06-31' })),
      'IMPORT_DATE_IMPOSSIBLE',
      'data.effective_from',
    ],
    ['a missing field', withChange(line, ({ actor, ...rest }) => rest), 'IMPORT_FIELD_MISSING', 'actor'],
    [
      'a missing field of the payload',
      withChange(line, data({ list: undefined })),
      'IMPORT_FIELD_MISSING',
      'data.list',
    ],
    ['an unknown field', withChange(line, field({ colour: 'red' })), 'IMPORT_FIELD_UNKNOWN', 'colour'],
    [
      'an unknown field of the payload',
      withChange(line, data({ colour: 'red' })),
      'IMPORT_FIELD_UNKNOWN',
      'data.colour',
    ],
    [
      'a field in the schema’s own spelling',
      withChange(line, data({ extendsTo: [] })),
      'IMPORT_FIELD_UNKNOWN',
      'data.extendsTo',
    ],
    [
      'a document number that is none',
      withChange(line, data({ document_no: 3 })),
      'IMPORT_FIELD_INVALID',
      'data.document_no',
    ],
    [
      'an integer beyond 2^53',
      withLine(line, raw.replace('"data": {', '"data": {"n": 9007199254740993, ')),
      'IMPORT_NUMBER_UNSAFE',
      'data.n',
    ],
    [
      'a number beyond all',
      withLine(line, raw.replace('"data": {', '"data": {"n": [1e999], ')),
      'IMPORT_NUMBER_UNSAFE',
      'data.n[0]',
    ],
    [
      'half a character',
      withLine(line, raw.replace('"list": "', '"list": "\\ud800')),
      'IMPORT_TEXT_BROKEN',
      'data.list',
    ],
    [
      'a NUL',
      withLine(line, raw.replace('"list": "', '"list": "\\u0000')),
      'IMPORT_TEXT_BROKEN',
      'data.list',
    ],
    ['a version twice', withChange(line, field({ version: 8 })), 'IMPORT_VERSION_OUT_OF_ORDER', 'version'],
    [
      'a version left out',
      withChange(line, field({ version: 10 })),
      'IMPORT_VERSION_OUT_OF_ORDER',
      'version',
    ],
    [
      'a time before the event before',
      withChange(line, field({ recorded_at: '2023-01-01T00:00:00+08:00' })),
      'IMPORT_RECORDED_BACKWARDS',
      'recorded_at',
    ],
    [
      'an id of another event',
      withChange(line, field({ event_id: 'E000001' })),
      'IMPORT_EVENT_ID_REPEATED',
      'event_id',
    ],
    [
      'a cause in another file',
      withChange(line, field({ causation_id: 'E000001' })),
      'IMPORT_CAUSE_UNKNOWN',
      'causation_id',
    ],
    [
      'another USCC for the same file',
      withChange(line, field({ uscc: '91650102MAFAKE019H' })),
      'IMPORT_FILE_MIXED',
      'agency_id',
    ],
    ['no rule', withChange(line, field({ legal_basis: [] })), 'IMPORT_FIELD_INVALID', 'legal_basis'],
  ])('%s', (_, text, code, at) => {
    const reading = parseImport(text);
    expect(reading.faults[0]).toMatchObject({
      line,
      code,
      ...IMPORT_FAULTS[code as keyof typeof IMPORT_FAULTS],
      reason: expect.stringMatching(/\S/),
      ...(at !== undefined && { field: at }),
    });
    expect(reading.faults.every((fault) => fault.line === line)).toBe(true);
    // Whole or not at all, file by file.
    expect(reading.files).toHaveLength(fileCount - 1);
    expect(reading.files.every((file) => file.agencyId !== 'XJ-A09')).toBe(true);
    expect(reading.refused).toEqual(['XJ-A09']);
  });

  it.each([
    [{ due: { date: '2025-01-01' } }, 'due'],
    [{ due: { date: '2025-02-29' } }, 'due.date'],
    [
      { actor: { kind: 'department', org: 'xj-market-supervision', on_behalf: '破产管理人' } },
      'actor.on_behalf',
    ],
  ])('what stands beside the data is named where it stands: %j', (change, at) => {
    expect(parseImport(withChange(line, field(change))).faults).toMatchObject([{ line, field: at }]);
  });

  it('bytes that are no UTF-8', () => {
    const bytes = new TextEncoder().encode(histories);
    const reading = parseImport(bytes.with(bytes.indexOf(0xe6), 0xff));
    expect(reading.faults).toMatchObject([{ line: 1, code: 'IMPORT_NOT_UTF8', agencyId: 'LN-B01' }]);
    expect(reading.files).toHaveLength(fileCount - 1);
  });

  it('a line that does not say whose it is, which the next line of its file gives away', () => {
    const reading = parseImport(withLine(2, 'filed, 2023-03-06'));
    expect(reading.faults).toMatchObject([
      { line: 2, code: 'IMPORT_NOT_JSON' },
      { line: 3, code: 'IMPORT_VERSION_OUT_OF_ORDER', agencyId: 'LN-B01' },
    ]);
    expect(reading.files).toHaveLength(fileCount - 1);
  });

  it('two names of the source for one file', () => {
    const reading = parseImport(histories.replaceAll('91210302MAFAKE182P', '91210202MAFAKE174P'));
    expect(reading.faults.map(({ code }) => code)).toEqual(['IMPORT_FILE_MIXED', 'IMPORT_FILE_MIXED']);
    expect(reading.refused.toSorted()).toEqual(['LN-B02', 'LN-B03']);
    expect(reading.files).toHaveLength(fileCount - 2);
  });

  it('an amount that is no whole number of fen', () => {
    const penalty = lineOf('penalised');
    for (const amount of [0.001, -1, '80000', 1e21, true]) {
      const text = withChange(penalty, data({ amount_cny: amount }));
      expect(parseImport(text).faults, String(amount)).toMatchObject([
        { line: penalty, field: 'data.amount_cny' },
      ]);
    }
    const exact = parseImport(withChange(penalty, data({ amount_cny: 0.07 })));
    expect(
      exact.files.flatMap((file) => file.lines).find((l) => l.line === penalty)?.event.data,
    ).toMatchObject({
      amountFen: 7,
    });
  });

  it('the lines of one file in another order', () => {
    const own = sources.flatMap((source, index) => (source['agency_id'] === 'XJ-A15' ? [index] : []));
    const [second = 0, third = 0] = own.slice(1);
    const swapped = lines
      .with(second, lines[third] ?? '')
      .with(third, lines[second] ?? '')
      .join('\n');
    expect(parseImport(swapped)).toMatchObject({
      refused: ['XJ-A15'],
      faults: [{ line: second + 1, code: 'IMPORT_VERSION_OUT_OF_ORDER' }],
    });
  });
});

describe('whatever stands in a line', () => {
  const anyLine = fc.integer({ min: 1, max: lines.length });

  it('a field taken away or of another kind is a fault of that line, and of that file only', () => {
    const required = [
      'event_id',
      'agency_id',
      'version',
      'type',
      'jurisdiction',
      'rule_pack',
      'occurred_at',
      'recorded_at',
      'actor',
      'legal_basis',
      'uscc',
      'agency_name',
      'data',
    ];
    const wrong = fc.constantFrom<unknown>(undefined, false, -1, 1.5, '', ' ', [], [null], { a: {} });
    fc.assert(
      fc.property(anyLine, fc.constantFrom(...required), wrong, (line, field, value) => {
        const changed = JSON.stringify({ ...JSON.parse(lines[line - 1] ?? ''), [field]: value });
        const reading = parseImport(withLine(line, changed));
        expect(reading.faults).toContainEqual(expect.objectContaining({ line }));
        expect(reading.files.length).toBeGreaterThanOrEqual(fileCount - 1);
      }),
      { numRuns: 100 },
    );
  });

  it('a line with other characters in it leaves every other file as it was', () => {
    const untouched = new Map(parseImport(histories).files.map((file) => [file.agencyId, file]));
    const edit = fc.record({
      line: anyLine,
      at: fc.nat(),
      remove: fc.nat({ max: 40 }),
      insert: fc.string({ unit: 'binary', maxLength: 12 }),
    });
    fc.assert(
      fc.property(edit, ({ line, at, remove, insert }) => {
        const text = lines[line - 1] ?? '';
        const start = at % text.length;
        const edited = `${text.slice(0, start)}${insert.replaceAll('\n', '')}${text.slice(start + remove)}`;
        const reading = parseImport(withLine(line, edited));
        const owner = sources[line - 1]?.['agency_id'];
        for (const { agencyId, lines: read } of reading.files) {
          if (agencyId !== owner) expect(read).toEqual(untouched.get(agencyId)?.lines);
        }
        expect(reading.files.length).toBeGreaterThanOrEqual(fileCount - 1);
        if (reading.faults.length > 0) expect(reading.faults.some((fault) => fault.line >= line)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('bytes of any kind are read without throwing', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void parseImport(bytes)));
    fc.assert(
      fc.property(fc.json(), (json) => {
        const reading = parseImport(json);
        expect(reading.faults.length).toBeGreaterThan(0);
        expect(reading.faults.every((fault) => fault.line === 1)).toBe(true);
      }),
    );
  });
});
