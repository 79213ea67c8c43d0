import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../../testing/law.ts';
import { agency, authority, filingOf, given, paper, type Step } from '../../testing/scenario.ts';
import {
  CLAUSES,
  commitmentOf,
  GANZHOU,
  ON_FILE,
  ON_FILE_IN_LIAONING,
  ON_FILE_IN_ZHANGYE,
  SHENYANG,
  SHENYANG_OFFICER,
} from '../../testing/steps.ts';
import { runningClocks } from '../processes.ts';

const commit = (changes: Readonly<Record<string, unknown>> = {}): Step => ({
  name: 'commit',
  at: '2024-03-04T10:05:00+08:00',
  by: agency,
  data: commitmentOf(changes),
});
const check = (at: string, fulfilled = true): Step => ({
  name: 'check-commitment',
  at,
  by: SHENYANG_OFFICER,
  data: { year: Number(at.slice(0, 4)), fulfilled },
});
const breach: Step = {
  name: 'find-breach',
  at: '2025-09-18T10:00:00+08:00',
  by: authority,
  basis: ['XJ-15-2'],
  document: paper,
  data: { clause: '服务内容', code: 'FEE-LINKED', finding: '评价结果与收费挂钩' },
};

describe('XJ-8-9: the commitment is signed by the legal representative and sealed', () => {
  const filed = ON_FILE.slice(0, 1);
  it('is taken so', () => given(filed).when(commit()).thenEvents('committed'));
  it('is not without the seal', () =>
    given(filed)
      .when(commit({ sealed: false }))
      .thenRefused('COMMITMENT_INCOMPLETE', 'XJ-8-9')
      .thenSays('a commitment is signed by 法定代表人 and sealed; send it in that form'));
  it('is not with another signature', () =>
    given(filed)
      .when(commit({ signedBy: '总经理' }))
      .thenRefused('COMMITMENT_INCOMPLETE', 'XJ-8-9'));
});

describe('LNO-2.1-7: the commitment covers registration, credit status, services and liability', () => {
  const filed = ON_FILE_IN_LIAONING.slice(0, 1);
  it('is taken with all four', () => given(filed, SHENYANG).when(commit()).thenEvents('committed'));
  it.each(CLAUSES)('is not without %s', (left) => {
    given(filed, SHENYANG)
      .when(commit({ clauses: CLAUSES.filter((clause) => clause !== left) }))
      .thenRefused('COMMITMENT_INCOMPLETE', 'LNO-2.1-7');
  });
});

describe('LNO-2.6-5, ZY-5-5: the truth of what is disclosed is committed to', () => {
  it('in Zhangye as the one subject that the notice asks for', () =>
    given(ON_FILE_IN_ZHANGYE.slice(0, 1), GANZHOU)
      .when(commit({ clauses: ['登记信息真实'] }))
      .thenEvents('committed'));
  it('and nothing less', () =>
    given(ON_FILE_IN_ZHANGYE.slice(0, 1), GANZHOU)
      .when(commit({ clauses: ['服务内容'] }))
      .thenRefused('COMMITMENT_INCOMPLETE', 'ZY-5-5')
      .thenSays('the commitment leaves out 登记信息真实; it covers 登记信息真实'));
  it('in Liaoning anew with each version of the disclosure', () => {
    const { history } = given(ON_FILE_IN_LIAONING, SHENYANG).when({
      ...commit({ commitmentVersion: 2 }),
      at: '2025-06-02T10:00:00+08:00',
    });
    expect(history.file.commitment).toMatchObject({ version: 2, clauses: CLAUSES });
  });
});

describe('LNO-2.1-6, XJ-8-1: who files answers for the truth of it', () => {
  it('by name, at an instant, over the bytes of what was signed', () => {
    const { history } = given(ON_FILE.slice(0, 2));
    expect(history.events[1]).toMatchObject({
      type: 'committed',
      data: { sha256: 'e'.repeat(64) },
      metadata: { actor: agency, occurredAt: '2024-03-04T10:05:00+08:00' },
    });
  });
});

describe('LNO-2.6-2, LNR-19-2, ND-3.2-1, ND-3.2-3: the commitment and how it is kept are public', () => {
  it('a commitment given on file is published with it', () =>
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when({ ...commit({ commitmentVersion: 2 }), at: '2025-06-02T10:00:00+08:00' })
      .thenEvents('committed', 'published')
      .thenData(1, {
        projection: 'commitment',
        desensitised: true,
        maskedFields: LAW_OF.liaoning.rulebook.disclosure.maskedFields.value,
      }));
  it('and so is each check of it', () =>
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(check('2024-12-20T10:00:00+08:00'))
      .thenEvents('commitment-checked', 'published')
      .thenData(0, { fulfilled: true }));
  it('one under review waits for the page', () =>
    given(ON_FILE.slice(0, 1)).when(commit()).thenEvents('committed'));
});

describe('LNO-3.3-1, LNR-19-1, ND-3.2-2: fulfilment is tracked, every year', () => {
  const clockAfter = (steps: readonly Step[]) => {
    const { file } = given([...ON_FILE_IN_LIAONING, ...steps], SHENYANG).history;
    return runningClocks(file, LAW_OF.liaoning).find(({ kind }) => kind === 'commitment-check');
  };

  it('within a year of the commitment', () =>
    expect(clockAfter([])).toMatchObject({ rule: 'ND-3.2-2', lastDay: '2025-03-04' }));
  it('and within a year of the last check', () =>
    expect(clockAfter([check('2024-12-20T10:00:00+08:00')])).toMatchObject({ lastDay: '2025-12-20' }));
  it('and not before the agency is on file', () => {
    const { file } = given(ON_FILE_IN_LIAONING.slice(0, 2), SHENYANG).history;
    expect(runningClocks(file, LAW_OF.liaoning).map(({ kind }) => kind)).not.toContain('commitment-check');
  });
  it('both stand on the file', () => {
    const { file } = given(ON_FILE_IN_LIAONING, SHENYANG).when(
      check('2024-12-20T10:00:00+08:00', false),
    ).history;
    expect(file.commitment).toMatchObject({
      clauses: CLAUSES,
      committedAt: '2024-03-04T10:05:00+08:00',
      checkedAt: '2024-12-20T10:00:00+08:00',
    });
  });
});

describe('XJ-15-2, LNO-3.3-1: a breach', () => {
  it('names the clause, with a document', () =>
    given(ON_FILE).when(breach).thenEvents('commitment-breached'));
  it('is found of what was committed only', () =>
    given(ON_FILE)
      .when({ ...breach, data: { clause: '收费承诺' } })
      .thenRefused('CLAUSE_NOT_COMMITTED', 'XJ-15-2')
      .thenSays(
        '收费承诺 is no clause of the commitment; there are 登记信息真实、信用状况、服务内容、违规违约责任',
      ));
  it('is found of a commitment only', () => {
    const bare = ON_FILE.filter(({ name }) => name !== 'commit');
    given(bare).when(breach).thenRefused('CASE_AT_OTHER_STEP');
  });
  it('is nothing without a document (G-13)', () => {
    const { document: _, ...unproven } = breach;
    given(ON_FILE)
      .when(unproven)
      .thenRefused('DOCUMENT_REQUIRED', 'XJ-15-2')
      .thenSays(
        'commitment-breached is adverse to the agency: name its document (kind, number, organ, date) and the SHA-256 of its bytes',
      );
  });
  it('ends with the registration it belongs to', () => {
    const { file } = given([...ON_FILE, breach])
      .when({
        name: 'apply-deregistration',
        at: '2025-10-01T10:00:00+08:00',
        by: agency,
        data: { reason: 'DISSOLUTION' },
      })
      .when({
        name: 'deregister',
        at: '2025-10-09T10:00:00+08:00',
        by: authority,
        data: { reason: 'DISSOLUTION' },
      }).history;
    expect(file.cases.find(({ kind }) => kind === 'commitment')?.step).toBe('ended');
  });
  it('belongs to a filing, and a new filing begins without', () =>
    expect(
      given([...ON_FILE.slice(0, 1)])
        .when({ name: 'withdraw-filing', at: '2024-03-05T10:00:00+08:00', by: agency })
        .when({ name: 'file', at: '2024-03-06T10:00:00+08:00', by: agency, data: filingOf() }).history.file
        .commitment,
    ).toBeUndefined());
});
