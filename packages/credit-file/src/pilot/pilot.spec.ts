import { rulebookOrThrow } from '@ledger/rulebooks';
import type { FileId } from '@ledger/schemas';
import type { LegalDate } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { agency, given, paper, type Step } from '../../testing/scenario.ts';
import {
  bySystem,
  department,
  ON_FILE,
  ON_FILE_IN_LIAONING,
  officerOf,
  SHENYANG,
  SHENYANG_OFFICER,
} from '../../testing/steps.ts';
import type { FileEvent } from '../file-event.ts';
import { continued, type FileHistory } from '../history.ts';
import { cleanRecordOf } from './clean-record.ts';

const PILOT = '000000-91110108MAFAKE14XW' as FileId;
const NDRC = officerOf('000000');
const notice = rulebookOrThrow('nd-notice@2018-02-02');
const TEN = [
  '110000',
  '650000',
  '210000',
  '620000',
  '310000',
  '440000',
  '320000',
  '330000',
  '510000',
  '420000',
];

const applied = (branchProvinces: readonly string[]): Step => ({
  name: 'apply-for-pilot',
  at: '2026-05-11T10:00:00+08:00',
  by: agency,
  data: {
    uscc: '91110108MAFAKE14XW',
    agencyName: '北京示例信用管理有限公司（示例）',
    branchProvinces,
    pbocLicence: '京征信备示例001号',
    copiedTo: 'beijing-drc',
  },
});
const lookedBack = (clean: boolean, asOf = '2026-05-11'): Step => ({
  name: 'look-up',
  at: '2026-05-12T10:00:00+08:00',
  by: NDRC,
  data: { matter: '综合信用服务机构试点', receipt: 'L-1', asOf, lookBackFrom: '2023-05-11', clean },
});
const designated: Step = {
  name: 'designate-pilot',
  at: '2026-06-01T10:00:00+08:00',
  by: NDRC,
  data: { batch: 1, tasks: ['失信问题专项治理'] },
};

describe('ND-4.2-1: a pilot has branches in ten provinces or more', () => {
  it('ten will do', () => given([], PILOT).when(applied(TEN)).thenEvents('pilot-applied'));
  it('nine will not', () =>
    given([], PILOT)
      .when(applied(TEN.slice(1)))
      .thenRefused('PILOT_TOO_SMALL', 'ND-4.2-1')
      .thenSays('a pilot works in 10 provinces or more; the application names 9'));
  it('two branches in one province count once', () =>
    given([], PILOT)
      .when(applied([...TEN.slice(1), '650100']))
      .thenRefused('PILOT_TOO_SMALL'));
});

describe('the application goes to the national rulebook', () => {
  it('and to no provincial one', () => given(ON_FILE).when(applied(TEN)).thenRefused('ACT_NOT_PROVIDED'));
});

describe('ND-4.2-3: who is licensed by the central bank says so', () => {
  it('in the application', () =>
    given([], PILOT).when(applied(TEN)).thenData(0, { pbocLicence: '京征信备示例001号' }));
});

describe('ND-4.1-1: pilots are designated in batches, with tasks', () => {
  it('after a look-back that found nothing', () =>
    given([applied(TEN), lookedBack(true)], PILOT)
      .when(designated)
      .thenEvents('pilot-designated'));
  it('not without an application', () => given([], PILOT).when(designated).thenRefused('CASE_AT_OTHER_STEP'));
});

describe('ND-4.2-2: a clean record of three years, looked up in the ledger itself', () => {
  it.each([
    ['not looked up', [], 'record the look-back first'],
    ['not clean', [lookedBack(false)], 'the look-back found a violation or bad record'],
    [
      'looked up as at a day before the application',
      [lookedBack(true, '2026-05-10')],
      'record the look-back first',
    ],
  ])('designates no pilot whose record is %s', (_, steps, why) => {
    given([applied(TEN), ...steps], PILOT)
      .when(designated)
      .thenRefused('CLEAN_RECORD_NOT_SHOWN', 'ND-4.2-2')
      .thenSays(`a pilot has a clean record of 36 months before its application: ${why}`);
  });

  const penalty: Step = {
    name: 'penalise',
    at: '2025-02-03T10:00:00+08:00',
    by: department,
    document: { ...paper, number: '示例罚字〔2025〕1号', date: '2025-02-03' },
    basis: ['LNR-53-1'],
    data: { measure: '罚款', amountFen: 8_000_000, violation: 'FALSE-SOLICITATION', target: 'agency' },
  };
  const onPerson: Step = {
    ...penalty,
    basis: ['LNR-53-2'],
    data: {
      measure: '罚款',
      amountFen: 1_000_000,
      violation: 'FALSE-SOLICITATION',
      target: 'person',
      person: '于测试',
    },
  };
  const inLiaoning = (...steps: readonly Step[]) =>
    given([...ON_FILE_IN_LIAONING, ...steps], SHENYANG).history;
  const clean = (day: string, ...steps: readonly Step[]) =>
    cleanRecordOf([given(ON_FILE).history, inLiaoning(...steps)], day as LegalDate, notice);

  it('finds nothing where there is nothing', () =>
    expect(clean('2026-05-11')).toEqual({
      lookBackFrom: '2023-05-11',
      asOf: '2026-05-11',
      clean: true,
      found: [],
    }));

  it('finds a penalty in another jurisdiction, with its file, event and basis', () =>
    expect(clean('2026-05-11', penalty)).toMatchObject({
      clean: false,
      found: [{ fileId: SHENYANG, type: 'penalised', on: '2025-02-03', basis: ['LNR-53-1'] }],
    }));

  it('finds one on a person of the agency too', () =>
    expect(clean('2026-05-11', onPerson)).toMatchObject({ clean: false }));

  it.each([
    ['2028-02-02', false],
    ['2028-02-03', false],
    ['2028-02-04', true],
  ])('looks back from %s over three years: clean is %s', (day, expected) => {
    expect(clean(day, penalty)?.clean).toBe(expected);
  });

  it('looks not at what came after', () => expect(clean('2025-02-02', penalty)?.clean).toBe(true));

  it('forgives what was repaired (G-16)', () => {
    const repair: readonly Step[] = [
      {
        name: 'apply-for-repair',
        at: '2025-06-03T10:00:00+08:00',
        by: agency,
        data: { penalty: '示例罚字〔2025〕1号', methods: ['信用承诺'] },
      },
      {
        name: 'accept-repair',
        at: '2025-06-04T10:00:00+08:00',
        by: SHENYANG_OFFICER,
        data: { penalty: '示例罚字〔2025〕1号', handler: 'officer-05' },
      },
      {
        name: 'complete-repair',
        at: '2025-06-09T10:00:00+08:00',
        by: SHENYANG_OFFICER,
        data: { penalty: '示例罚字〔2025〕1号', result: '停止披露' },
      },
    ];
    expect(clean('2026-05-11', penalty, ...repair)?.clean).toBe(true);
  });

  it('forgives a revocation that was undone', () => {
    const revoked = [
      ...ON_FILE,
      bySystem('declare-report-overdue', '2025-07-01T00:00:00+08:00', { reportYear: 2024 }),
    ];
    const restored: Step = {
      name: 'restore',
      at: '2025-07-03T10:00:00+08:00',
      by: officerOf('650100'),
      data: { reason: '撤销决定自始无效' },
    };
    expect(cleanRecordOf([given(revoked).history], '2026-05-11' as LegalDate, notice)?.clean).toBe(false);
    expect(
      cleanRecordOf([given([...revoked, restored]).history], '2026-05-11' as LegalDate, notice)?.clean,
    ).toBe(true);
  });

  it('counts what came on the day of the application itself', () => {
    expect(clean('2025-02-03', penalty)?.clean).toBe(false);
  });

  it('looks back by days, where the law counts in days', () => {
    const { pilot } = notice;
    if (pilot === undefined) throw new Error('the national notice has a pilot');
    const inDays = {
      ...notice,
      pilot: {
        ...pilot,
        cleanRecord: { ...pilot.cleanRecord, value: { amount: 10, unit: 'calendar-day' as const } },
      },
    };
    const back = cleanRecordOf([], '2026-05-11' as LegalDate, inDays);
    expect(back?.lookBackFrom).toBe('2026-05-01');
  });

  /** The Liaoning history with more events behind it, as an import might bring them. */
  const followedBy = (history: FileHistory, ...more: readonly { type: FileEvent['type']; data: object }[]) =>
    more.reduce((before, { type, data }, nth) => {
      const last = before.events.at(-1);
      if (last === undefined) throw new Error('a history has events');
      const metadata = { ...last.metadata, occurredAt: '2025-09-01T10:00:00+08:00' };
      const id = `00000000-0000-4000-8000-0000000000f${nth}`;
      return continued(before, { ...last, type, data, id, metadata, revision: last.revision + 1 } as never);
    }, history);
  const bad = inLiaoning(penalty);
  const penaltyId = bad.events.find(({ type }) => type === 'penalised')?.id;
  const isClean = (history: FileHistory) =>
    cleanRecordOf([history], '2026-05-11' as LegalDate, notice)?.clean;

  it.each([
    ['was withdrawn', 'withdrawn', { what: '示例罚字〔2025〕1号' }, true],
    ['was invalidated', 'invalidated', { invalidates: penaltyId }, true],
    ['is no longer published, but stands', 'unpublished', { what: '示例罚字〔2025〕1号' }, false],
    [
      'is beside another that was invalidated',
      'invalidated',
      { invalidates: '00000000-0000-4000-8000-0000000000aa' },
      false,
    ],
    ['is beside a restoration that names nothing', 'restored', { reversesType: 'revoked' }, false],
  ] as const)('a penalty that %s', (_, type, data, expected) =>
    expect(isClean(followedBy(bad, { type, data }))).toBe(expected),
  );

  it.each([
    ['adverse', false],
    [undefined, false],
    ['favourable', true],
    ['informational', true],
  ])('a listing of effect %s is clean: %s', (effect, expected) => {
    const data = { list: '名单', ...(effect === undefined ? {} : { effect }) };
    expect(isClean(followedBy(inLiaoning(), { type: 'listed', data }))).toBe(expected);
  });

  it('is asked for by no rulebook without a pilot', () => {
    const rulebook = rulebookOrThrow('zy-notice@2021-02-19');
    expect(cleanRecordOf([], '2026-05-11' as LegalDate, rulebook)).toBeUndefined();
  });
});
