import { readFileSync } from 'node:fs';
import { effectiveFrom, latestVersion, personalPaths } from '@ledger/schemas';
import { type RegisterPublication, registerPublicationSchema } from '@ledger/schemas/http/register';
import { describe, expect, it } from 'vitest';
import { journalOfImport } from '../testing/import-journal.ts';
import { rowsOfJournal } from '../testing/rows.ts';
import { publicRegister } from './public-register.ts';
import type { RegisterRow } from './row.ts';

const HISTORIES = readFileSync(
  new URL('../../../services/cli/demo/histories.jsonl', import.meta.url),
  'utf8',
);
const JOURNAL = journalOfImport(HISTORIES);
const ROWS = rowsOfJournal(JOURNAL);

describe('the 25 files of the demo histories', () => {
  it.each<[string, string, string]>([
    ['XJ-A01', '650000-91650102MAFAKE019H', 'on-file'],
    ['XJ-A02', '650000-91650203MAFAKE0270', 'on-file'],
    ['XJ-A03', '650000-91650402MAFAKE035N', 'on-file'],
    ['XJ-A04', '650000-91650502MAFAKE043N', 'nothing'],
    ['XJ-A05', '650000-91652301MAFAKE051H', 'nothing'],
    ['XJ-A06', '650000-91653101MAFAKE06XB', 'on-file'],
    ['XJ-A07', '650000-91654002MAFAKE0781', 'on-file'],
    ['XJ-A08', '650000-91652901MAFAKE0863', 'on-file'],
    ['XJ-A09', '650000-91653201MAFAKE0946', 'on-file'],
    ['XJ-A10', '650000-91652701MAFAKE1079', 'revoked'],
    ['XJ-A11', '650000-91652801MAFAKE1159', 'on-file'],
    ['XJ-A12', '650000-91654201MAFAKE123X', 'on-file'],
    ['XJ-A13', '650000-91654301MAFAKE131X', 'nothing'],
    ['XJ-A14', '650000-91110108MAFAKE14XW', 'on-file'],
    ['XJ-A15', '650000-91659001MAFAKE1584', 'on-file'],
    ['XJ-A16', '650000-91210102MAFAKE166P', 'revoked'],
    ['LN-B01', '210000-91210102MAFAKE166P', 'on-file'],
    ['LN-B02', '210000-91210202MAFAKE174P', 'on-file'],
    ['LN-B03', '210000-91210302MAFAKE182P', 'on-file'],
    ['LN-B04', '210000-91210702MAFAKE1907', 'on-file'],
    ['LN-B05', '210000-91210802MAFAKE2032', 'on-file'],
    ['LN-B06', '210000-91211402MAFAKE211L', 'nothing'],
    ['ZY-C01', '620700-91620702MAFAKE22XE', 'on-file'],
    ['ZY-C02', '620700-91620102MAFAKE238F', 'none'],
    ['ZY-C03', '620700-91620725MAFAKE246K', 'on-file'],
  ])('%s (%s) is shown as %s', (_, fileId, status) =>
    expect(ROWS.get(fileId)?.publication?.status ?? 'nothing').toBe(status),
  );

  it('are all, and every publication keeps to its schema', () => {
    expect(ROWS.size).toBe(25);
    for (const { publication } of ROWS.values()) {
      if (publication !== undefined)
        expect(registerPublicationSchema.parse(publication)).toEqual(publication);
    }
  });

  it('XJ-A01 bears its new name and its former one with the day it ended', () =>
    expect(publicationOf('650000-91650102MAFAKE019H')).toMatchObject({
      name: '新疆星垣信用科技有限公司（示例）',
      formerNames: [{ name: '乌鲁木齐星垣信用评估有限公司（示例）', until: '2025-07-28' }],
    }));

  it('XJ-A14 names the legal representative whose succession was accepted, late as it was', () =>
    expect(publicationOf('650000-91110108MAFAKE14XW')).toMatchObject({ legalRepresentative: '司马测试' }));

  it('LN-B02 shows no penalty after the repair, and a masked person before it', () => {
    expect(publicationOf('210000-91210202MAFAKE174P')).toMatchObject({ adverse: [] });
    expect(publicationAt('210000-91210202MAFAKE174P', '2024-02-01', '2024-02-01')).toMatchObject({
      adverse: [{ amountFen: 8_000_000 }, { amountFen: 1_000_000, person: '于**' }],
    });
  });

  it('LN-B03 shows its listing while it lasts', () => {
    expect(publicationAt('210000-91210302MAFAKE182P', '2024-01-01', '2024-01-01')).toMatchObject({
      adverse: [{ kind: 'listed', document: { number: '（2023）辽示例执1号' } }],
    });
    expect(publicationOf('210000-91210302MAFAKE182P')).toMatchObject({ adverse: [] });
  });

  it('XJ-A10 was penalised after its revocation: the notice shows the penalty while its publication runs', () => {
    const notice = ROWS.get('650000-91652701MAFAKE1079')?.publication;
    expect(notice).toMatchObject({ kind: 'notice', adverse: [{ kind: 'penalised' }] });
    expect(notice?.history.map(({ type }) => type)).toEqual(['accepted', 'revoked', 'penalised']);
  });

  it('XJ-A15 was revoked as one knew on 2 July 2025, and never was as one knows today', () => {
    expect(publicationAt('650000-91659001MAFAKE1584', '2025-07-02', '2025-07-02')).toMatchObject({
      kind: 'notice',
      ground: 'LATE-REPORT',
    });
    expect(publicationAt('650000-91659001MAFAKE1584', '2025-07-02', '2026-11-22')).toMatchObject({
      kind: 'entry',
      status: 'on-file',
    });
  });
});

describe('no raw personal value leaves through the register', () => {
  const personal = personalValuesIn(HISTORIES);
  const everything = JSON.stringify(
    JOURNAL.reduce<RegisterRow[]>((rows, event) => rows.concat(rowAfter(event)), []),
  );

  it('searches for every id, number and name that the histories hold back', () => {
    expect(personal.length).toBeGreaterThan(150);
    expect(personal.filter((value) => !HISTORIES.includes(value))).toEqual([]);
  });
  it.each(personal.map((value) => [value]))('%s stands in no row at any position', (value) =>
    expect(everything.includes(value)).toBe(false),
  );
  it('lists every personal field of a filing among the masked, but for the managers’ names', () => {
    const masked = new Set(publicationOf('650000-91650102MAFAKE019H').maskedFields);
    const fields = personalPaths('filed', latestVersion('filed'))
      .map(({ path }) => path)
      .filter((path) => path !== 'seniorManagers[].name')
      .map((path) =>
        path === 'professionals[].name' ? 'professionals.name' : (path.split('.').at(-1) ?? path),
      );
    expect(fields.filter((field) => !masked.has(field))).toEqual([]);
  });
});

describe('a row is plain JSON', () => {
  it('and the fold goes on from what a database gave back', () => {
    const kept = new Map<string, string>();
    for (const event of JOURNAL) {
      const key = publicRegister.key(event) ?? '';
      const before = kept.get(key);
      const row = before === undefined ? publicRegister.initial(key) : (JSON.parse(before) as RegisterRow);
      const after = publicRegister.apply(row, event);
      expect(JSON.parse(JSON.stringify(after))).toStrictEqual(after);
      kept.set(key, JSON.stringify(sortedMembers(after)));
    }
    for (const [key, row] of ROWS) expect(JSON.parse(kept.get(key) ?? '')).toEqual(row);
  });
});

function publicationOf(fileId: string): RegisterPublication {
  const publication = ROWS.get(fileId)?.publication;
  if (publication === undefined) throw new Error(`nothing is published of ${fileId}`);
  return publication;
}

/** The fold of what had taken effect at D, as known on K, both days to their ends. */
function publicationAt(fileId: string, asOf: string, knownAt: string): RegisterPublication | undefined {
  const known = JOURNAL.filter(
    ({ metadata }) =>
      effectiveFrom(metadata).slice(0, 10) <= asOf && metadata.recordedAt.slice(0, 10) <= knownAt,
  );
  return rowsOfJournal(known).get(fileId)?.publication;
}

function rowAfter(event: (typeof JOURNAL)[number]): RegisterRow {
  const until = JOURNAL.filter((one) => one.fileId === event.fileId && one.position <= event.position);
  const row = rowsOfJournal(until).get(event.fileId ?? '');
  if (row === undefined) throw new Error(`no row after ${event.position}`);
  return row;
}

/** Every personal value of the histories that the register must not show: all but the names of managers and of a penalised one of them. */
function personalValuesIn(jsonl: string): string[] {
  const found = new Set<string>();
  const walk = (value: unknown, key: string): void => {
    if (typeof value === 'string' && HELD_BACK.has(key)) found.add(value);
    if (typeof value !== 'object' || value === null) return;
    for (const [name, member] of Object.entries(value))
      walk(member, Array.isArray(value) ? key : `${parentOf(key)}${name}`);
  };
  for (const line of jsonl.split('\n').filter((text) => text.trim() !== '')) walk(JSON.parse(line), '');
  return [...found];
}

const HELD_BACK = new Set([
  'resident_id',
  'mobile',
  'certificate_no',
  'professionals.name',
  'contact',
  'officer',
  'claim',
  'subject',
  'client',
]);

function parentOf(key: string): string {
  return key === 'professionals' ? 'professionals.' : '';
}

/** As `jsonb` gives it back: members in another order. */
function sortedMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedMembers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))
      .map(([name, member]) => [name, sortedMembers(member)]),
  );
}
