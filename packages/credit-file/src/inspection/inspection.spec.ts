import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../../testing/law.ts';
import { authority, given, paper, type Step } from '../../testing/scenario.ts';
import { bySystem, ON_FILE, ON_FILE_IN_LIAONING, SHENYANG } from '../../testing/steps.ts';
import { runningClocks } from '../processes.ts';

const inspect = (data: Readonly<Record<string, unknown>>): Step => ({
  name: 'inspect',
  at: '2025-05-13T14:00:00+08:00',
  by: authority,
  data: { kind: 'key', result: 'no-problem', checklist: ['服务档案'], ...data },
});

describe('XJ-14-1: daily inspection', () => {
  it.each(['random', 'key', 'special', 'complaint-triggered'])('%s, with result and evidence', (kind) => {
    given(ON_FILE)
      .when(inspect({ kind, result: 'fee-not-shown', reportSha256: 'a'.repeat(64) }))
      .thenEvents('inspected')
      .thenData(0, { result: 'fee-not-shown' });
  });
  it('what it finds is handled at once: an interview may follow', () =>
    given([...ON_FILE, inspect({ result: 'fee-not-shown' })])
      .when({
        name: 'interview',
        at: '2025-05-14T10:00:00+08:00',
        by: authority,
        document: paper,
        data: { code: 'UNDISCLOSED-FEE' },
      })
      .thenEvents('interviewed'));
});

describe('XJ-14-2: inspection is not refused or obstructed', () => {
  const obstruct: Step = {
    name: 'record-obstruction',
    at: '2025-05-13T15:00:00+08:00',
    by: authority,
    data: { finding: '拒绝提供服务档案' },
  };
  it('obstruction is a finding of its own', () =>
    given(ON_FILE).when(obstruct).thenEvents('inspection-obstructed'));
  it('and leads to an interview on it', () =>
    given([...ON_FILE, obstruct])
      .when({
        name: 'interview',
        at: '2025-05-14T10:00:00+08:00',
        by: authority,
        document: paper,
        data: { code: 'INSPECTION-OBSTRUCTED' },
      })
      .thenEvents('interviewed'));
});

describe('LNO-3.3-2: the credit status is checked again and again', () => {
  const clock = (steps: readonly Step[]) =>
    runningClocks(given([...ON_FILE_IN_LIAONING, ...steps], SHENYANG).history.file, LAW_OF.liaoning).find(
      ({ kind }) => kind === 'status-check',
    );
  it('within twelve months of the acceptance', () =>
    expect(clock([])).toMatchObject({ rule: 'LNO-3.3-2', lastDay: '2025-03-13' }));
  it('and not before it', () => {
    const { file } = given(ON_FILE_IN_LIAONING.slice(0, 2), SHENYANG).history;
    expect(runningClocks(file, LAW_OF.liaoning).map(({ kind }) => kind)).not.toContain('status-check');
  });
  it('and of each verification', () =>
    expect(
      clock([
        bySystem('pass-verification', '2025-02-03T10:00:00+08:00', { checks: { licenceStatus: 'pass' } }),
      ]),
    ).toMatchObject({ lastDay: '2026-02-03' }));
});
