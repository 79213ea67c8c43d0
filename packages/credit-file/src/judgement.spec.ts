import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../testing/law.ts';
import { agency, authority, filingOf, given, paper, type Step } from '../testing/scenario.ts';
import { adverse, bySystem, ON_FILE, ON_FILE_IN_LIAONING, SHENYANG } from '../testing/steps.ts';
import { runningClocks } from './processes.ts';

const filed: Step = { name: 'file', at: '2025-03-03T10:00:00+08:00', by: agency, data: filingOf() };
const refusal: Step = {
  name: 'refuse',
  at: '2025-03-07T10:00:00+08:00',
  by: authority,
  document: paper,
  data: { ground: 'SCOPE' },
};

describe('the basis of an act', () => {
  it('is a rule at least', () =>
    given([filed])
      .when({ ...refusal, basis: [] })
      .thenRefused('FOREIGN_BASIS', 'XJ-9-1', 'XJ-9-2', 'XJ-9-3', 'XJ-9-4')
      .thenSays(
        'refused cites no rule at all; under xj-measures-draft@2024-01-01 cite a rule of that rulebook or of the national notice',
      ));

  it('is of this place, and the answer names each that is not', () =>
    given([filed])
      .when({ ...refusal, basis: ['LNR-53-1', 'XJ-9-1', 'ZY-4-1'] })
      .thenRefused('FOREIGN_BASIS')
      .thenSays(
        'refused cites LNR-53-1, ZY-4-1; under xj-measures-draft@2024-01-01 cite a rule of that rulebook or of the national notice',
      ));

  it('is the first rule that the rulebook rests the act on, where none is named', () => {
    const { history } = given([filed]).when(refusal);
    expect(history.events.at(-1)?.metadata.basis).toEqual(['XJ-9-1']);
  });

  it('is quoted in a refusal as far as it is a rule of the act', () => {
    given([filed, refusal])
      .when({ ...refusal, basis: ['XJ-9-3', 'ND-3.4-2'] })
      .thenRefused('FILE_IN_OTHER_STATE', 'XJ-9-3')
      .thenSays('refused may follow under-review; on 2025-03-07T10:00:00+08:00 the file was refused');
  });

  it('is in force on the day of the act, and the answer names the one that is', () => {
    const repair = (at: string, basis: readonly string[]): Step => ({
      name: 'apply-for-repair',
      at,
      by: agency,
      basis,
      data: { methods: ['信用承诺'] },
    });
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(repair('2026-04-01T10:00:00+08:00', ['LNR-39-1', 'NR58-1']))
      .thenRefused('INSTRUMENT_NOT_IN_FORCE', 'NR58-1')
      .thenSays('NR58-1 is not in force on 2026-04-01; cite NR36-1');
  });
});

describe('what follows from an act by law', () => {
  const revoked = given([
    ...ON_FILE,
    adverse('interview', '2024-09-13T10:00:00+08:00', { code: 'FALSE-PUBLICITY' }, { basis: ['XJ-15-2'] }),
    adverse(
      'order-rectification',
      '2024-09-13T11:00:00+08:00',
      { term: { amount: 15, unit: 'working-day' } },
      { basis: ['XJ-15-2'] },
    ),
    adverse('refuse-rectification', '2024-10-12T10:00:00+08:00', { reason: '期限届满未提交整改报告' }),
    adverse(
      'revoke',
      '2024-10-16T10:00:00+08:00',
      { ground: 'REFUSED-RECTIFICATION' },
      { basis: ['XJ-15-3'] },
    ),
  ]);

  it('is made by the system at the same instant, on its own rule and on the paper of the act', () => {
    const [bar, notice] = revoked.history.events.slice(-2);
    expect(bar).toMatchObject({
      type: 'barred',
      metadata: {
        actor: { kind: 'system', id: 'ledger', org: 'ledger' },
        occurredAt: '2024-10-16T10:00:00+08:00',
        basis: ['XJ-15-3'],
        document: paper,
        rulebook: 'xj-measures-draft@2024-01-01',
      },
    });
    expect(notice).toMatchObject({ type: 'published', metadata: { basis: ['XJ-10-2'] } });
  });

  it('on the rule that the rulebook gives it, be it another than that of such acts in general', () => {
    const { history } = given(ON_FILE).when(
      bySystem('declare-report-overdue', '2025-07-01T00:00:00+08:00', { reportYear: 2024 }),
    );
    expect(history.events.map(({ type, metadata }) => [type, ...metadata.basis]).slice(-3)).toEqual([
      ['report-overdue', 'XJ-11-2'],
      ['revoked', 'XJ-11-2'],
      ['published', 'XJ-10-2'],
    ]);
    expect(LAW_OF.xinjiang.rulebook.acts['revoked']?.[0]).not.toBe('XJ-10-2');
  });

  it('takes effect when the act does, and no other act works back', () => {
    const again = revoked.when({
      name: 'refile',
      at: '2025-10-17T09:00:00+08:00',
      by: agency,
      data: filingOf(),
    });
    expect(again.history.events.filter(({ metadata }) => metadata.effectiveFrom !== undefined)).toEqual([]);
    const restored = revoked.when({
      name: 'restore',
      at: '2024-11-05T10:00:00+08:00',
      by: authority,
      data: { reason: '撤销' },
    });
    expect(
      restored.history.events.slice(-2).map(({ type, metadata }) => [type, metadata.effectiveFrom]),
    ).toEqual([
      ['restored', '2024-10-16T10:00:00+08:00'],
      ['published', '2024-10-16T10:00:00+08:00'],
    ]);
  });
});

describe('the terms that run on a file', () => {
  const complained = (ref: string): Step => ({
    name: 'complain',
    at: '2025-02-05T09:00:00+08:00',
    by: { kind: 'public', id: 'p-1', org: 'public' },
    data: { ref, ground: 'FEES', identityWithheld: false },
  });
  const clocksAfter = (...steps: readonly Step[]) =>
    runningClocks(given([...ON_FILE, ...steps]).history.file, LAW_OF.xinjiang);

  it('say to which case they belong, where they belong to one', () => {
    const [acceptance, report] = clocksAfter(complained('C-1'));
    expect(acceptance).toStrictEqual({
      kind: 'complaint-acceptance',
      rule: 'XJ-24-2',
      caseId: 'complaint-1',
      startedOn: '2025-02-05',
      lastDay: '2025-02-11',
      provisional: false,
      target: true,
    });
    expect(report).toStrictEqual({
      kind: 'report-2024',
      rule: 'XJ-11-1',
      startedOn: '2024-03-13',
      lastDay: '2025-06-30',
      provisional: false,
    });
  });

  it('that end on one day stand in the order in which they began', () =>
    expect(clocksAfter(...['C-1', 'C-2', 'C-3'].map(complained)).map(({ caseId }) => caseId)).toEqual([
      'complaint-1',
      'complaint-2',
      'complaint-3',
      undefined,
    ]));
});
