import { describe, expect, it } from 'vitest';
import { agency, authority, given, type Step } from '../../testing/scenario.ts';
import {
  department,
  GANZHOU,
  GANZHOU_OFFICER,
  ON_FILE,
  ON_FILE_IN_LIAONING,
  ON_FILE_IN_ZHANGYE,
  SHENYANG,
  SHENYANG_OFFICER,
} from '../../testing/steps.ts';

const AT = '2025-06-02T10:00:00+08:00';
const amend = (field: string, after: string): Step => ({
  name: 'amend',
  at: AT,
  by: agency,
  data: { field, after, changedOn: '2025-05-30' },
});

describe('XJ-26-1, ND-3.1-3: membership of an association and a chief credit officer are put on record', () => {
  it.each([
    ['association_membership', '新疆信用服务行业协会（示例）'],
    ['chief_credit_officer', '首席信用监督官'],
  ])('%s, as a change that the agency reports', (field, after) => {
    given(ON_FILE).when(amend(field, after)).thenEvents('amended').thenData(0, { field, after });
  });
});

describe('XJ-26-2, LNR-33-1: what an association does to its member is its own, and no sanction of the state', () => {
  const discipline = (steps: readonly Step[], by: Step['by'], fileId?: typeof SHENYANG) =>
    given(steps, fileId).when({
      name: 'record-association-discipline',
      at: AT,
      by,
      data: { association: 'association-1', measure: 'criticism', reason: '违反行业自律公约' },
    });
  it('stands on the file in Xinjiang', () => {
    discipline(ON_FILE, authority).thenEvents('association-disciplined').thenStatus('on-file');
  });
  it('and in Liaoning, beside every case of the state', () => {
    const { history } = discipline(ON_FILE_IN_LIAONING, SHENYANG_OFFICER, SHENYANG);
    expect(history.events.at(-1)?.metadata.basis).toEqual(['LNR-33-1']);
    expect(history.file.cases.filter(({ kind }) => kind === 'discipline')).toEqual([]);
  });
});

describe('XJ-26-3, ND-3.3-3: taking part in statistics, training, publicity and public benefit', () => {
  it.each(['statistics', 'training', 'publicity', 'public-benefit'])('%s is recorded', (kind) => {
    given(ON_FILE)
      .when({
        name: 'record-participation',
        at: AT,
        by: agency,
        data: { activity: '诚信宣传周', kind, on: '2025-05-20' },
      })
      .thenEvents('participation-recorded');
  });
});

describe('ND-2.6-1, ZY-2.7-1: analyses of the industry are handed in', () => {
  it('in Zhangye', () =>
    given(ON_FILE_IN_ZHANGYE, GANZHOU)
      .when({
        name: 'file-industry-report',
        at: AT,
        by: agency,
        data: { title: '2025年上半年行业信用分析', period: '2025-H1', sha256: 'a'.repeat(64) },
      })
      .thenEvents('industry-report-filed'));
});

describe('ND-3.3-2: practitioners certify themselves', () => {
  it('and the record says so', () =>
    given(ON_FILE)
      .when({
        name: 'record-practitioner',
        at: AT,
        by: agency,
        data: { name: '从业测试', certificateNo: 'TEST-CERT-0001', selfCertified: true },
      })
      .thenData(0, { selfCertified: true }));
});

describe('LNR-22-1, ZY-3-4: incentives for good credit', () => {
  it.each([
    ['Liaoning', ON_FILE_IN_LIAONING, SHENYANG, SHENYANG_OFFICER, 'LNR-22-1'],
    ['Zhangye', ON_FILE_IN_ZHANGYE, GANZHOU, GANZHOU_OFFICER, 'ZY-3-4'],
  ] as const)('a green channel in %s', (_, steps, fileId, officer, rule) => {
    const { history } = given(steps, fileId)
      .when({
        name: 'apply-incentive',
        at: AT,
        by: officer,
        data: { incentive: '绿色通道', by: 'department-1' },
      })
      .thenEvents('incentive-applied');
    expect(history.events.at(-1)?.metadata.basis).toEqual([rule]);
  });
  it('are given by departments, too', () =>
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when({
        name: 'apply-incentive',
        at: AT,
        by: department,
        data: { incentive: '容缺受理', by: 'department-1' },
      })
      .thenEvents('incentive-applied'));
});
