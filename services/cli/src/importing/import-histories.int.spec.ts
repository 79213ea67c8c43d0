import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileId } from '@ledger/schemas';
import type { Instant } from '@ledger/statutory-calendar';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImportReport, importHistories } from '../commands/import.ts';
import { verifyLedger } from '../commands/verify.ts';
import { DEMO_HISTORIES } from '../demo.ts';
import { type Ledger, openLedger } from '../open-ledger.ts';
import type { Terminal } from '../output/terminal.ts';

type Line = Record<string, unknown>;

const A01 = '650000-91650102MAFAKE019H' as FileId;
const silent: Terminal = {
  out: () => undefined,
  err: () => undefined,
  progress: () => ({ step: () => undefined, end: () => undefined }),
};

let directory: string;
let ledger: Ledger;
const demo = readFileSync(DEMO_HISTORIES, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Line);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ledger-import-'));
  // Open to the user that PostgreSQL runs as, so that its cluster stands inside and goes with it.
  await chmod(directory, 0o755);
  ledger = await openLedger({
    dataDirectory: join(directory, 'data'),
    purpose: 'command',
    startedAt: '2026-11-22T10:00:00+08:00' as Instant,
    log: pino({ level: 'silent' }),
  });
}, 120_000);

afterAll(async () => {
  await ledger?.close();
  await rm(directory, { recursive: true, force: true });
});

/** The lines of one agency of the demo. */
const linesOf = (agencyId: string): readonly Line[] => demo.filter((line) => line['agency_id'] === agencyId);
const textOf = (lines: readonly Line[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

async function imported(text: string | Uint8Array, dryRun = false): Promise<ImportReport> {
  const file = join(directory, 'import.jsonl');
  await writeFile(file, text);
  return await importHistories(ledger, { file, dryRun, json: true }, silent);
}

/** Lines of A01 with one changed. */
const changed = (index: number, change: Line): readonly Line[] =>
  linesOf('XJ-A01').map((line, place) => (place === index ? { ...line, ...change } : line));

const cut = textOf(linesOf('XJ-A01'));
const withUscc = (uscc: string): string => textOf(linesOf('XJ-A01').map((line) => ({ ...line, uscc })));

describe('an import that cannot stand', () => {
  it.each([
    ['malformed JSON', `${cut}{"agency_id": "XJ-A01", "event_id": }\n`, 17, 'IMPORT_NOT_JSON'],
    ['a line cut off in the middle', cut.slice(0, -40), 16, 'IMPORT_NOT_JSON'],
    ['an unknown event type', textOf(changed(4, { type: 'excepted' })), 5, 'IMPORT_TYPE_UNKNOWN'],
    ['a malformed USCC', withUscc('91650102MAFAKE01OH'), 1, 'IMPORT_USCC_MALFORMED'],
    [
      'an impossible date',
      textOf(changed(4, { occurred_at: '2024-02-30T10:00:00+08:00' })),
      5,
      'IMPORT_DATE_IMPOSSIBLE',
    ],
    ['an event out of order', textOf(linesOf('XJ-A01').toSpliced(4, 1)), 5, 'IMPORT_VERSION_OUT_OF_ORDER'],
    ['the rule of another province', textOf(changed(4, { legal_basis: 'LNR-53-1' })), 5, 'FOREIGN_BASIS'],
    [
      'an act that its standing forbids',
      textOf(changed(3, { type: 'deregistered', data: { reason: 'MERGER' } })),
      4,
      'FILE_IN_OTHER_STATE',
    ],
    [
      'a rulebook that nobody knows',
      textOf(changed(4, { rule_pack: 'xj-dream@2030-01-01' })),
      5,
      'RULEBOOK_UNKNOWN',
    ],
  ])('%s is named with its line, rule and remedy, and nothing of it goes in', async (_, text, line, code) => {
    const report = await imported(text);
    expect(report).toMatchObject({ added: 0, files: 0 });
    const [first] = report.objections;
    expect(first).toMatchObject({ line, code });
    expect(first?.rule).not.toBe('');
    expect(first?.remedy).not.toBe('');
    expect(await ledger.eventLog.head()).toBeUndefined();
  });

  it('adds nothing at all when a line does not say whose it is', async () => {
    const report = await imported(`${cut}not even an object\n`);
    expect(report).toMatchObject({ added: 0, refusedFiles: ['all'] });
    expect(await ledger.eventLog.head()).toBeUndefined();
  });

  it('adds nothing when it is a dry run, and says what it would add', async () => {
    expect(await imported(cut, true)).toMatchObject({ added: 16, objections: [] });
    expect(await ledger.eventLog.head()).toBeUndefined();
  });
});

describe('an import that stands', () => {
  it('takes the other files in when one of them is refused', async () => {
    const report = await imported(textOf([...linesOf('XJ-A04'), ...changed(4, { type: 'excepted' })]));
    expect(report).toMatchObject({ files: 1, added: 5, refusedFiles: ['XJ-A01'] });
  });

  it('tolerates BOM, CRLF, blank lines and a line that comes twice', async () => {
    const [first, ...rest] = linesOf('XJ-A05').map((line) => JSON.stringify(line));
    const report = await imported(`\uFEFF${[first, first, '', ...rest].join('\r\n')}\r\n`);
    expect(report).toMatchObject({ added: 5, objections: [] });
  });

  it('takes a wrong check character in, as a finding and no refusal', async () => {
    const report = await imported(
      textOf(linesOf('XJ-A10').map((line) => ({ ...line, uscc: '91652701MAFAKE1070' }))),
    );
    expect(report).toMatchObject({ added: 13, objections: [] });
  });

  it('adds the new end of a file that it knows the beginning of', async () => {
    expect(await imported(textOf(linesOf('XJ-A01').slice(0, 9)))).toMatchObject({ added: 9, known: 0 });
    expect(await imported(cut)).toMatchObject({ added: 7, known: 9 });
    expect((await ledger.readModels.readHistory(A01)).map(({ revision }) => revision)).toEqual(
      linesOf('XJ-A01').map((_, index) => index),
    );
  });

  it('adds 0 the second time', async () => {
    expect(await imported(cut)).toMatchObject({ added: 0, known: 16, objections: [] });
  });

  it('refuses a history that contradicts what the ledger has taken in, and changes nothing', async () => {
    const before = await ledger.readModels.position();
    const report = await imported(textOf(changed(8, { occurred_at: '2025-04-16T11:00:00+08:00' })));
    expect(report.objections).toMatchObject([{ line: 9, code: 'IMPORT_CONTRADICTS_LEDGER' }]);
    expect(await ledger.readModels.position()).toBe(before);
  });

  it('leaves every chain whole and the journal equal to the store', async () => {
    await expect(verifyLedger(ledger, { json: true }, silent)).resolves.toBeUndefined();
  });
});
