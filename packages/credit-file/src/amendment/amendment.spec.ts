import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../../testing/law.ts';
import { agency, authority, given, type Step } from '../../testing/scenario.ts';
import {
  bySystem,
  GANZHOU,
  ON_FILE,
  ON_FILE_IN_LIAONING,
  ON_FILE_IN_ZHANGYE,
  SHENYANG,
} from '../../testing/steps.ts';
import { systemDuties } from '../duties.ts';

const amend = (at: string, changedOn: string): Step => ({
  name: 'amend',
  at,
  by: agency,
  data: { field: 'agency_name', before: '示例信用服务有限公司', after: '新示例信用服务有限公司', changedOn },
});
const accept = (at: string): Step => ({ name: 'accept-amendment', at, by: authority, data: {} });
const overdue = (at: string): Step =>
  bySystem('declare-amendment-overdue', at, {
    field: 'legal_representative',
    changedOn: '2025-08-01',
    detectedBy: 'market-supervision feed',
  });

describe('XJ-12-1: a change is reported within 20 working days of the change', () => {
  it.each([
    ['the day before the last', '2025-08-28', undefined],
    ['on the last day, to its end', '2025-08-29', undefined],
    ['the day after: taken, and marked', '2025-09-01', true],
  ])('%s', (_, day, late) => {
    const { decision } = given(ON_FILE).when(amend(`${day}T23:59:59+08:00`, '2025-08-01'));
    const data = decision !== undefined && 'events' in decision ? decision.events[0]?.data : undefined;
    expect(data).toMatchObject({ due: { date: '2025-08-29', rule: 'XJ-12-1' } });
    expect((data as { late?: boolean }).late).toBe(late);
  });

  it('not before it has happened', () =>
    given(ON_FILE)
      .when(amend('2025-07-31T10:00:00+08:00', '2025-08-01'))
      .thenRefused('ACT_IN_THE_FUTURE', 'XJ-12-1')
      .thenSays('the change of 2025-08-01 has not happened; report it then'));

  it('is not overdue on the last day', () =>
    given(ON_FILE)
      .when(overdue('2025-08-29T23:59:59+08:00'))
      .thenRefused('NOT_OVERDUE', 'XJ-12-1')
      .thenSays('a change of 2025-08-01 is reported in time to the end of 2025-08-29'));

  it('is overdue on the day after, and the finding has its code', () =>
    given(ON_FILE)
      .when(overdue('2025-08-30T00:00:00+08:00'))
      .thenEvents('amendment-overdue')
      .thenData(0, { due: { date: '2025-08-29' } }));

  it('is not overdue once it was reported', () =>
    given([
      ...ON_FILE,
      {
        name: 'amend',
        at: '2025-08-20T10:00:00+08:00',
        by: agency,
        data: { field: 'legal_representative', after: '司马测试', changedOn: '2025-08-01' },
      },
    ])
      .when(overdue('2025-08-30T00:00:00+08:00'))
      .thenRefused('NOT_OVERDUE', 'XJ-12-1')
      .thenSays('the change of legal_representative was reported on 2025-08-20T10:00:00+08:00'));

  it('is overdue though a change of another kind was reported, or of a kind that is not said', () => {
    const reported = given([...ON_FILE, amend('2025-08-20T10:00:00+08:00', '2025-08-01')]);
    reported.when(overdue('2025-08-30T00:00:00+08:00')).thenEvents('amendment-overdue');
    const { field: _, ...unsaid } = overdue('2025-08-30T00:00:00+08:00').data as { field: string };
    reported.when({ ...overdue('2025-08-30T00:00:00+08:00'), data: unsaid }).thenEvents('amendment-overdue');
  });

  it('has no term in Liaoning', () => {
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when({ ...overdue('2025-08-30T00:00:00+08:00'), basis: ['LNO-2.1-5'] })
      .thenRefused('ACT_NOT_PROVIDED')
      .thenSays(
        'ln-regulation@2022-01-01 provides for no amendment-overdue; take one of the acts that it names',
      );
  });
});

describe('XJ-12-2: a change is reviewed within 10 working days, and public once accepted', () => {
  const filed = amend('2025-08-01T10:00:00+08:00', '2025-08-01');

  it('publishes only on acceptance', () =>
    given(ON_FILE)
      .when(filed)
      .thenEvents('amended')
      .when(accept('2025-08-11T10:00:00+08:00'))
      .thenEvents('amendment-accepted', 'published')
      .thenData(0, { reviewDays: 6, due: { date: '2025-08-15', rule: 'XJ-12-2' } }));

  it('changes the file only on acceptance', () => {
    const story = given([...ON_FILE, filed]);
    expect(story.history.file.name).toBe('示例信用服务有限公司');
    expect(story.when(accept('2025-08-11T10:00:00+08:00')).history.file.name).toBe('新示例信用服务有限公司');
  });

  it('changes nothing when refused', () => {
    const { file } = given([...ON_FILE, filed]).when({
      name: 'refuse-amendment',
      at: '2025-08-11T10:00:00+08:00',
      by: authority,
      data: { reason: '未附变更登记证明' },
    }).history;
    expect([file.name, file.pendingAmendment]).toEqual(['示例信用服务有限公司', undefined]);
  });

  it.each([
    ['2025-08-15T23:59:59+08:00', []],
    [
      '2025-08-16T00:00:00+08:00',
      [{ name: 'declare-review-overdue', data: { of: 'amendment' }, at: '2025-08-16T00:00:00+08:00' }],
    ],
  ] as const)('at %s a review that outran its term is for the system to flag: %j', (now, duties) => {
    const { file } = given([...ON_FILE, filed]).history;
    expect(
      systemDuties(file, LAW_OF.xinjiang, now as never).filter(
        ({ name }) => name === 'declare-review-overdue',
      ),
    ).toEqual(duties);
  });
});

describe('XJ-12-2, ZY-4-3: the name of an agency on file', () => {
  it('is not changed by what a report of the agency calls it', () => {
    const { file } = given(
      [
        ...ON_FILE_IN_ZHANGYE,
        {
          name: 'file-credit-report',
          at: '2025-09-23T10:00:00+08:00',
          by: agency,
          data: {
            reportNo: 'R-1',
            uscc: '91620702MAFAKE22XE',
            agencyName: '另一名称',
            subject: '示例企业01',
            standard: 'GB/T 26817-2023',
            issuedOn: '2025-09-22',
            validTo: '2026-09-21',
            sha256: 'd'.repeat(64),
            use: '招标投标',
          },
        },
      ],
      GANZHOU,
    ).history;
    expect(file.name).toBe('示例信用服务有限公司');
  });
});
