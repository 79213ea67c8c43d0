import type { Actor, FileId } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../../testing/law.ts';
import { agency, authority, filingOf, given, paper, type Step, system } from '../../testing/scenario.ts';
import {
  bySystem,
  department,
  GANZHOU,
  ON_FILE,
  ON_FILE_IN_LIAONING,
  ON_FILE_IN_ZHANGYE,
  SHENYANG,
  SHENYANG_OFFICER,
} from '../../testing/steps.ts';
import { systemDuties } from '../duties.ts';
import { foldFile } from '../evolve.ts';
import type { FileEvent } from '../file-event.ts';
import type { Law } from '../process/process.ts';
import { runningClocks } from '../processes.ts';

/** An act in the procedure of one objection. */
const act = (name: Step['name'], at: string, by: Actor, data: Step['data'] = {}): Step => ({
  name,
  at,
  by,
  data: { ref: 'O-1', ...data },
});
const clocks = (steps: readonly Step[], law: Law, file?: FileId) =>
  runningClocks(given(steps, file).history.file, law).filter(({ kind }) => kind.startsWith('objection'));
const flags = (steps: readonly Step[], law: Law, now: string, file?: FileId) =>
  systemDuties(given(steps, file).history.file, law, now as never).filter(
    ({ name }) => name === 'declare-objection-overdue',
  );

const subject: Actor = { kind: 'public', id: 'subject-78', org: 'subject-78' };
const toAgency = act('object', '2026-02-13T10:00:00+08:00', subject, {
  claim: '评价依据的诉讼记录已撤诉',
  addressee: 'agency',
});
const annotated = act('annotate-objection', '2026-02-13T10:30:00+08:00', agency);
const denied = act('resolve-objection', '2026-03-05T10:00:00+08:00', agency, {
  outcome: 'denied',
  reason: '材料不足以证明评价依据错误',
});
const told = act('notify-objector', '2026-03-05T11:00:00+08:00', agency);
const unmarked = act('remove-annotation', '2026-03-05T11:05:00+08:00', agency);
const overdue = act('declare-objection-overdue', '2026-03-06T00:00:00+08:00', system);
const inXinjiang = (...steps: readonly Step[]) => given([...ON_FILE, ...steps]);

describe('XJ-22-1: one may object at the agency', () => {
  it('to errors, omissions and improper evaluation, and the ledger hears of it (G-22)', () =>
    inXinjiang().when(toAgency).thenEvents('objected'));

  it('and at nobody else, where the law names nobody else', () =>
    inXinjiang()
      .when({ ...toAgency, data: { ...toAgency.data, addressee: 'public-body' } })
      .thenRefused('ADDRESSEE_UNKNOWN', 'XJ-22-1')
      .thenSays('under xj-measures-draft@2024-01-01 an objection goes to agency'));

  it('under a number that is used once', () =>
    inXinjiang(toAgency).when(toAgency).thenRefused('CASE_AT_OTHER_STEP'));
});

describe('XJ-22-2: the agency decides within ten working days of receipt', () => {
  it('runs a clock over the Spring Festival', () => {
    inXinjiang()
      .when(toAgency)
      .thenData(0, { due: { date: '2026-03-05', rule: 'XJ-22-2' } });
    expect(clocks([...ON_FILE, toAgency, annotated], LAW_OF.xinjiang)).toMatchObject([
      { kind: 'objection', rule: 'XJ-22-2', startedOn: '2026-02-13', lastDay: '2026-03-05' },
    ]);
  });

  it.each(['2026-03-04T10:00:00+08:00', '2026-03-05T23:59:59+08:00'])('is in time at %s', (at) => {
    inXinjiang(toAgency)
      .when({ ...overdue, at })
      .thenRefused('NOT_OVERDUE', 'XJ-22-2');
    expect(flags([...ON_FILE, toAgency], LAW_OF.xinjiang, at)).toEqual([]);
  });

  it('is overdue from 00:00 of the day after, flagged once, by the system', () => {
    expect(flags([...ON_FILE, toAgency], LAW_OF.xinjiang, '2026-03-06T00:00:00+08:00')).toEqual([
      { name: 'declare-objection-overdue', data: { ref: 'O-1' }, at: '2026-03-06T00:00:00+08:00' },
    ]);
    inXinjiang(toAgency)
      .when(overdue)
      .thenData(0, { dueDate: '2026-03-05', stage: 'objection', responsible: '91650102MAFAKE019H' })
      .when({ ...overdue, at: '2026-03-07T00:00:00+08:00' })
      .thenRefused('NOT_OVERDUE', 'XJ-22-2')
      .thenSays('objection O-1 is not overdue: it is in time to the end of 2026-03-05, or flagged already');
    expect(flags([...ON_FILE, toAgency, overdue], LAW_OF.xinjiang, '2026-03-09T00:00:00+08:00')).toEqual([]);
  });

  it('may still be decided when it is late', () =>
    inXinjiang(toAgency, overdue)
      .when({ ...denied, at: '2026-03-10T10:00:00+08:00' })
      .thenEvents('objection-resolved'));

  it('is never flagged by a provisional date (G-10)', () => {
    const late = { ...toAgency, at: '2026-12-30T10:00:00+08:00' };
    expect(clocks([...ON_FILE, late], LAW_OF.xinjiang)[0]?.provisional).toBe(true);
    expect(flags([...ON_FILE, late], LAW_OF.xinjiang, '2027-03-01T00:00:00+08:00')).toEqual([]);
    inXinjiang(late)
      .when({ ...overdue, at: '2027-03-01T00:00:00+08:00' })
      .thenRefused('NOT_OVERDUE');
  });
});

describe('XJ-22-3: the result is told', () => {
  it('once there is one, within a target of promptness', () => {
    inXinjiang(toAgency, annotated)
      .when({ ...told, at: '2026-02-24T10:00:00+08:00' })
      .thenRefused('CASE_AT_OTHER_STEP');
    expect(clocks([...ON_FILE, toAgency, annotated, denied], LAW_OF.xinjiang)).toMatchObject([
      { kind: 'objection-notice', lastDay: '2026-03-12', target: true },
    ]);
    expect(clocks([...ON_FILE, toAgency, annotated, denied, told], LAW_OF.xinjiang)).toEqual([]);
  });
});

describe('XJ-22-4: a denial states its reason', () => {
  it('and is refused without one', () =>
    inXinjiang(toAgency)
      .when({ ...denied, data: { ref: 'O-1', outcome: 'denied' } })
      .thenRefused('REASON_REQUIRED', 'XJ-22-2', 'XJ-22-4')
      .thenSays('a denial states why the information is not corrected or deleted'));

  it('which the file keeps', () =>
    inXinjiang(toAgency).when(denied).thenData(0, { reason: '材料不足以证明评价依据错误' }));

  it('an objection that is upheld needs none', () =>
    inXinjiang(toAgency)
      .when({ ...denied, data: { ref: 'O-1', outcome: 'upheld', action: '更正' } })
      .thenEvents('objection-resolved'));
});

describe('XJ-22-5: the information is marked as disputed meanwhile', () => {
  it('by the agency, within a target, and once', () => {
    expect(clocks([...ON_FILE, toAgency], LAW_OF.xinjiang)).toContainEqual(
      expect.objectContaining({ kind: 'objection-annotation', target: true }),
    );
    inXinjiang(toAgency, annotated)
      .when(annotated)
      .thenRefused('ALREADY_ANNOTATED', 'XJ-22-5')
      .thenSays('the information of objection O-1 is marked as disputed');
  });

  it('not unmarked while the objection is open', () =>
    inXinjiang(toAgency, annotated)
      .when({ ...unmarked, at: '2026-02-25T10:00:00+08:00' })
      .thenRefused('CASE_AT_OTHER_STEP'));

  it('unmarked with the result', () =>
    inXinjiang(toAgency, annotated, denied, told).when(unmarked).thenEvents('objection-annotation-removed'));

  it('and never where there was no mark', () =>
    inXinjiang(toAgency, denied)
      .when(unmarked)
      .thenRefused('NOT_ANNOTATED', 'XJ-22-5')
      .thenSays('objection O-1 bears no mark that could be taken off'));
});

const body = SHENYANG_OFFICER;
const penalty: Step = {
  name: 'penalise',
  at: '2024-03-20T10:00:00+08:00',
  by: department,
  document: { ...paper, number: '示例罚字〔2024〕1号', date: '2024-03-20' },
  basis: ['LNR-53-1'],
  data: { measure: '罚款', amountFen: 8_000_000, violation: 'FALSE-SOLICITATION', target: 'agency' },
};
const toBody = act('object', '2024-04-01T10:00:00+08:00', agency, {
  claim: '行政处罚信息金额有误',
  addressee: 'public-body',
  disputes: '示例罚字〔2024〕1号',
});
const verified = act('verify-objection', '2024-04-03T10:00:00+08:00', body, { ownError: false });
const referred = act('refer-objection', '2024-04-03T11:00:00+08:00', body, { to: 'market-supervision' });
const suspended = act('suspend-clock', '2024-04-08T10:00:00+08:00', department, { reason: '鉴定' });
const resumed = act('resume-clock', '2024-04-24T10:00:00+08:00', department);
const replied = act('reply-to-objection', '2024-04-26T10:00:00+08:00', department, {
  result: '金额应为5000元',
});
const corrected = act('correct', '2024-04-26T15:00:00+08:00', body, {
  field: 'amountFen',
  before: 8_000_000,
  after: 500_000,
});
const resolved = act('resolve-objection', '2024-04-28T10:00:00+08:00', body, {
  outcome: 'upheld',
  written: true,
});
const base: readonly Step[] = [...ON_FILE_IN_LIAONING, penalty];
const inLiaoning = (...steps: readonly Step[]) => given([...base, ...steps], SHENYANG);
const clocksInLiaoning = (...steps: readonly Step[]) =>
  clocks([...base, ...steps], LAW_OF.liaoning, SHENYANG);

describe('LNR-36-1: an objection goes to the public body or to the collector', () => {
  it.each(['agency', 'public-body'])('%s', (addressee) => {
    expect(
      'events' in (inLiaoning().when({ ...toBody, data: { ...toBody.data, addressee } }).decision ?? {}),
    ).toBe(true);
  });

  it('in Zhangye the notice knows neither', () =>
    given(ON_FILE_IN_ZHANGYE, GANZHOU)
      .when({ ...toBody, at: '2025-04-01T10:00:00+08:00' })
      .thenRefused('ACT_NOT_PROVIDED'));
});

describe('LNR-37-1: the public body verifies within three working days', () => {
  it('of the receipt, over the Qingming holiday', () => {
    inLiaoning()
      .when(toBody)
      .thenData(0, { due: { date: '2024-04-07', rule: 'LNR-37-1', amount: 3 } });
    expect(clocksInLiaoning(toBody)).toMatchObject([
      { kind: 'objection-verification', rule: 'LNR-37-1', lastDay: '2024-04-07' },
    ]);
  });

  const late = (at: string) => act('declare-objection-overdue', at, system);
  it('in time on the third, overdue on the day after', () => {
    inLiaoning(toBody).when(late('2024-04-07T23:59:59+08:00')).thenRefused('NOT_OVERDUE', 'LNR-37-1');
    inLiaoning(toBody)
      .when(late('2024-04-08T00:00:00+08:00'))
      .thenData(0, { dueDate: '2024-04-07', stage: 'objection-verification' });
  });

  it('ends with the verification', () =>
    expect(clocksInLiaoning(toBody, verified).map(({ kind }) => kind)).not.toContain(
      'objection-verification',
    ));
});

describe('LNR-37-2: its own error it corrects at once and tells within two working days', () => {
  const own = act('verify-objection', '2024-04-03T10:00:00+08:00', body, { ownError: true });
  const correctedNow = { ...corrected, at: '2024-04-03T12:00:00+08:00' };
  const toldNow = act('notify-objector', '2024-04-08T09:00:00+08:00', body);

  it('runs from the correction', () =>
    expect(clocksInLiaoning(toBody, own, correctedNow)).toMatchObject([
      {
        kind: 'objection-correction-notice',
        rule: 'LNR-37-2',
        startedOn: '2024-04-03',
        lastDay: '2024-04-08',
      },
    ]));

  it('ends with the notice', () => expect(clocksInLiaoning(toBody, own, correctedNow, toldNow)).toEqual([]));

  it('is overdue on the day after', () =>
    expect(
      flags([...base, toBody, own, correctedNow], LAW_OF.liaoning, '2024-04-09T00:00:00+08:00', SHENYANG),
    ).toHaveLength(1));

  it('upholds nothing that is not corrected', () =>
    inLiaoning(toBody, own)
      .when({ ...resolved, at: '2024-04-03T15:00:00+08:00' })
      .thenRefused('CORRECTION_REQUIRED', 'LNR-37-2')
      .thenSays('correct the information at once, then tell the result'));
});

describe('LNR-37-3: the department replies within five working days of the notice', () => {
  it('runs from the referral', () => {
    inLiaoning(toBody, verified)
      .when(referred)
      .thenData(0, { due: { date: '2024-04-11', rule: 'LNR-37-3' } });
    expect(clocksInLiaoning(toBody, verified, referred)).toMatchObject([
      { kind: 'objection-reply', rule: 'LNR-37-3', startedOn: '2024-04-03', lastDay: '2024-04-11' },
    ]);
  });

  it('ends with the reply', () =>
    expect(
      clocksInLiaoning(toBody, verified, referred, { ...replied, at: '2024-04-11T23:59:59+08:00' }).map(
        ({ kind }) => kind,
      ),
    ).toEqual(['objection-result']));
});

describe('LNR-37-4: the result is told in writing within two working days of the reply', () => {
  it('runs from the reply, whatever is corrected in between', () =>
    expect(
      clocksInLiaoning(toBody, verified, referred, suspended, resumed, replied, corrected),
    ).toMatchObject([
      { kind: 'objection-result', rule: 'LNR-37-4', startedOn: '2024-04-26', lastDay: '2024-04-29' },
    ]));

  it('is in writing', () =>
    inLiaoning(toBody, verified, referred, suspended, resumed, replied, corrected)
      .when({ ...resolved, data: { ref: 'O-1', outcome: 'upheld' } })
      .thenRefused('WRITTEN_RESULT_REQUIRED', 'LNR-37-4')
      .thenSays('tell the applicant the result in writing'));

  it('ends the procedure and takes the mark off', () =>
    inLiaoning(toBody, verified, referred, suspended, resumed, replied, corrected)
      .when(resolved)
      .thenEvents('objection-resolved', 'objection-annotation-removed'));
});

describe('LNR-37-5: who still objects is passed on to the department', () => {
  const no = act('resolve-objection', '2024-04-07T10:00:00+08:00', body, {
    outcome: 'denied',
    reason: '经核查信息无误',
    written: true,
  });
  const escalated = act('escalate-objection', '2024-04-09T10:00:00+08:00', body, {
    to: 'market-supervision',
  });

  it('and the information is marked as disputed again', () =>
    inLiaoning(toBody, no).when(escalated).thenEvents('objection-escalated', 'objection-annotated'));

  it('to that department and no other (LNR-7-2)', () =>
    inLiaoning(toBody, no)
      .when({ ...escalated, data: { ref: 'O-1', to: 'tax-bureau' } })
      .thenRefused('DETERMINED_BY_ANOTHER', 'LNR-37-5')
      .thenSays(
        '示例罚字〔2024〕1号 was determined by market-supervision; send the objection there, not to tax-bureau',
      ));

  it('not before there is a result', () =>
    inLiaoning(toBody).when(escalated).thenRefused('CASE_AT_OTHER_STEP'));
});

describe('LNR-37-6: the public body marks what is disputed', () => {
  it('with the objection itself', () =>
    inLiaoning().when(toBody).thenEvents('objected', 'objection-annotated'));
});

describe('LNR-37-7: what cannot be verified is deleted and the reason recorded', () => {
  const withdrawn = act('withdraw-information', '2024-04-07T10:00:00+08:00', body, {
    what: '示例罚字〔2024〕1号',
    reason: '无法核实真实性',
  });
  const deleted = act('resolve-objection', '2024-04-07T11:00:00+08:00', body, {
    outcome: 'deleted-unverifiable',
    written: true,
  });

  it('withdrawn from everything that is shown, the fact and its reason kept (G-15)', () => {
    const { file } = inLiaoning(toBody).when(withdrawn).thenEvents('withdrawn').history;
    expect(file.records).toMatchObject([{ number: '示例罚字〔2024〕1号', ended: { by: 'withdrawn' } }]);
  });

  it('never without a withdrawal', () =>
    inLiaoning(toBody)
      .when(deleted)
      .thenRefused('CORRECTION_REQUIRED', 'LNR-37-7')
      .thenSays('withdraw the information with the reason first'));

  it('and told', () =>
    inLiaoning(toBody, withdrawn)
      .when(deleted)
      .thenEvents('objection-resolved', 'objection-annotation-removed'));
});

describe('LNR-37-8: tests and appraisals stop the clock', () => {
  it('for what the law names', () =>
    inLiaoning(toBody, verified, referred)
      .when({ ...suspended, data: { ref: 'O-1', reason: '出差' } })
      .thenRefused('GROUND_UNKNOWN', 'LNR-37-8')
      .thenSays('the clock stops for 检验、检测、检疫、鉴定、专家评审, not for 出差'));

  it('runs no clock meanwhile, and waits', () => {
    expect(clocksInLiaoning(toBody, verified, referred, suspended)).toEqual([]);
    inLiaoning(toBody, verified, referred, suspended)
      .when({ ...replied, at: '2024-04-22T10:00:00+08:00' })
      .thenRefused('CLOCK_STOPPED', 'LNR-37-3')
      .thenSays('the clock of objection O-1 is stopped; let it run again first')
      .when({ ...suspended, at: '2024-04-22T11:00:00+08:00' })
      .thenRefused('CLOCK_STOPPED');
  });

  it('adds the working days of the stop to the term, and to nothing else', () => {
    inLiaoning(toBody, verified, referred, suspended).when(resumed).thenData(0, { excludedWorkingDays: 12 });
    expect(clocksInLiaoning(toBody, verified, referred, suspended, resumed)).toMatchObject([
      { kind: 'objection-reply', startedOn: '2024-04-03', lastDay: '2024-04-28' },
    ]);
    expect(clocksInLiaoning(toBody, verified, referred, suspended, resumed, replied)).toMatchObject([
      { kind: 'objection-result', lastDay: '2024-04-29' },
    ]);
  });

  it('counts two stops', () => {
    const again = { ...suspended, at: '2024-04-25T10:00:00+08:00' };
    const on = { ...resumed, at: '2024-04-26T10:00:00+08:00' };
    expect(clocksInLiaoning(toBody, verified, referred, suspended, resumed, again, on)).toMatchObject([
      { lastDay: '2024-04-29' },
    ]);
  });

  it('counts of a stop only what lies in the term', () => {
    const early = { ...suspended, at: '2024-04-02T10:00:00+08:00' };
    const asked = { ...referred, at: '2024-04-10T10:00:00+08:00' };
    const on = { ...resumed, at: '2024-04-12T10:00:00+08:00' };
    expect(clocksInLiaoning(toBody, early, asked, on)).toMatchObject([
      { kind: 'objection-reply', startedOn: '2024-04-10', lastDay: '2024-04-19' },
    ]);
  });

  it('counts a stop on the last day of the term', () => {
    const atLast = { ...suspended, at: '2024-04-11T16:00:00+08:00' };
    const on = { ...resumed, at: '2024-04-15T10:00:00+08:00' };
    expect(clocksInLiaoning(toBody, verified, referred, atLast, on)).toMatchObject([
      { kind: 'objection-reply', lastDay: '2024-04-15' },
    ]);
  });

  it('brings no missed term back', () => {
    const tooLate = { ...suspended, at: '2024-04-15T10:00:00+08:00' };
    expect(clocksInLiaoning(toBody, verified, referred, tooLate, resumed)).toMatchObject([
      { kind: 'objection-reply', lastDay: '2024-04-11' },
    ]);
  });

  it('starts no clock that runs', () =>
    inLiaoning(toBody, verified, referred)
      .when({ ...resumed, at: '2024-04-09T10:00:00+08:00' })
      .thenRefused('CLOCK_NOT_STOPPED', 'LNR-37-8')
      .thenSays('the clock of objection O-1 runs'));
});

describe('LNR-7-2: an objection goes to the department that determined', () => {
  it('and to no other', () =>
    inLiaoning(toBody, verified)
      .when({ ...referred, data: { ref: 'O-1', to: 'tax-bureau' } })
      .thenRefused('DETERMINED_BY_ANOTHER', 'LNR-37-3')
      .thenSays(
        '示例罚字〔2024〕1号 was determined by market-supervision; send the objection there, not to tax-bureau',
      ));

  it('that then is the unit which had to act (LNR-52-1)', () =>
    inLiaoning(toBody, verified, referred)
      .when(act('declare-objection-overdue', '2024-04-12T00:00:00+08:00', system))
      .thenData(0, { stage: 'objection-reply', dueDate: '2024-04-11', responsible: 'market-supervision' }));
});

describe('LNR-52-1: an overdue names the unit that had to act', () => {
  it('the public body for the verification', () =>
    inLiaoning(toBody)
      .when(act('declare-objection-overdue', '2024-04-08T00:00:00+08:00', system))
      .thenData(0, { responsible: '公共信用信息工作机构' }));

  it('the department for the reply', () =>
    inLiaoning(toBody, verified, referred)
      .when(act('declare-objection-overdue', '2024-04-12T00:00:00+08:00', system))
      .thenData(0, { responsible: 'market-supervision' }));
});

describe('each term of an objection ends with what it waits for, or with the objection', () => {
  const stages = (...steps: readonly Step[]) => clocksInLiaoning(...steps).map(({ kind }) => kind);
  const withdrawn = act('withdraw-information', '2024-04-08T10:00:00+08:00', body, {
    what: '示例罚字〔2024〕1号',
    reason: '无法核实真实性',
  });
  const corrects = { ...corrected, at: '2024-04-08T10:00:00+08:00' };
  const denies = act('resolve-objection', '2024-04-08T11:00:00+08:00', body, {
    outcome: 'denied',
    reason: '经核查信息无误',
    written: true,
  });

  it.each<[string, readonly Step[], readonly string[]]>([
    ['received', [], ['objection-verification']],
    ['verified', [verified], []],
    ['passed on without a verification', [referred], ['objection-reply']],
    ['corrected at once', [corrects], ['objection-correction-notice']],
    ['withdrawn at once', [withdrawn], []],
    ['decided at once', [denies], []],
    ['passed on, then withdrawn', [referred, withdrawn], []],
    ['passed on, then decided', [referred, denies], []],
    ['corrected and decided', [corrects, { ...resolved, at: '2024-04-08T11:00:00+08:00' }], []],
  ])('%s', (_, steps, running) => expect(stages(toBody, ...steps)).toEqual(running));

  it('at an agency, the mark as well', () => {
    const kinds = (...steps: readonly Step[]) =>
      clocks([...ON_FILE, toAgency, ...steps], LAW_OF.xinjiang).map(({ kind }) => kind);
    expect(kinds().toSorted()).toEqual(['objection', 'objection-annotation']);
    expect(kinds(annotated)).toEqual(['objection']);
    expect(kinds(denied)).toEqual(['objection-notice']);
  });
});

describe('an objection late in one term may be late again in the next', () => {
  const lateVerification = act('declare-objection-overdue', '2024-04-08T00:00:00+08:00', system);
  const passedOn = { ...referred, at: '2024-04-09T11:00:00+08:00' };
  const due = {
    name: 'declare-objection-overdue',
    data: { ref: 'O-1' },
    at: '2024-04-17T00:00:00+08:00',
  };

  it('flagged once for each', () => {
    const steps = [...base, toBody, lateVerification, passedOn];
    expect(flags(steps, LAW_OF.liaoning, '2024-04-16T23:59:59+08:00', SHENYANG)).toEqual([]);
    expect(flags(steps, LAW_OF.liaoning, '2024-04-17T00:00:00+08:00', SHENYANG)).toEqual([due]);
    const again = act('declare-objection-overdue', '2024-04-17T00:00:00+08:00', system);
    given(steps, SHENYANG)
      .when(again)
      .thenData(0, { stage: 'objection-reply', dueDate: '2024-04-16', responsible: 'market-supervision' });
    expect(flags([...steps, again], LAW_OF.liaoning, '2024-04-18T00:00:00+08:00', SHENYANG)).toEqual([]);
  });

  it('also where imported history does not say for which', () => {
    const { history } = given([...base, toBody, lateVerification, passedOn], SHENYANG);
    const untold = history.events.map((event) =>
      event.type === 'objection-overdue' ? { ...event, data: { ref: 'O-1', dueDate: '2024-04-07' } } : event,
    );
    const dutiesAt = (events: readonly FileEvent[], now: string) =>
      systemDuties(foldFile(SHENYANG, events), LAW_OF.liaoning, now as never).filter(
        ({ name }) => name === 'declare-objection-overdue',
      );
    expect(dutiesAt(untold.slice(0, -1), '2024-04-09T00:00:00+08:00')).toEqual([]);
    expect(dutiesAt(untold, '2024-04-17T00:00:00+08:00')).toEqual([due]);
  });

  it('of the public body it names who of it acted: whoever verified, or else passed it on', () => {
    const officer2: Actor = { ...body, id: 'officer-2', org: 'credit-centre' };
    const late = act('declare-objection-overdue', '2024-05-06T00:00:00+08:00', system);
    const answered = { ...replied, at: '2024-04-10T10:00:00+08:00' };
    inLiaoning(toBody, verified, { ...referred, by: officer2 }, answered)
      .when(late)
      .thenData(0, { stage: 'objection-result', responsible: body.org });
    inLiaoning(toBody, { ...referred, by: officer2 }, answered)
      .when(late)
      .thenData(0, { stage: 'objection-result', responsible: 'credit-centre' });
  });
});

describe('LNR-53-5: an objection that the agency does not handle is a violation', () => {
  const found = {
    ...act('declare-objection-overdue', '2024-04-17T10:00:00+08:00', body),
    document: paper,
  };
  const atAgency = { ...toBody, data: { ref: 'O-1', claim: '评价不当', addressee: 'agency' } };

  it('the text sets the agency no term: the target makes the system flag nothing', () => {
    expect(clocksInLiaoning(atAgency)).toContainEqual(
      expect.objectContaining({ kind: 'objection', rule: 'LNR-35-3', lastDay: '2024-04-16', target: true }),
    );
    expect(flags([...base, atAgency], LAW_OF.liaoning, '2024-05-01T00:00:00+08:00', SHENYANG)).toEqual([]);
    inLiaoning(atAgency)
      .when({ ...found, by: system })
      .thenRefused('NOT_OVERDUE');
  });

  it('an officer finds it, with a document, once the target is past, and once', () => {
    const marked = act('annotate-objection', '2024-04-02T10:00:00+08:00', agency);
    inLiaoning(atAgency, marked)
      .when({ ...found, at: '2024-04-16T23:59:59+08:00' })
      .thenRefused('NOT_OVERDUE', 'LNR-35-3');
    inLiaoning(atAgency, marked, found)
      .when({ ...found, at: '2024-04-18T10:00:00+08:00' })
      .thenRefused('NOT_OVERDUE', 'LNR-35-3');
    inLiaoning(atAgency).when(found).thenEvents('objection-overdue').thenData(0, { stage: 'objection' });
    inLiaoning(atAgency)
      .when(act('declare-objection-overdue', '2024-04-17T10:00:00+08:00', body))
      .thenRefused('DOCUMENT_REQUIRED');
  });

  it('and fines it in the range of the article', () =>
    inLiaoning(atAgency, found)
      .when({
        ...penalty,
        at: '2024-06-03T10:00:00+08:00',
        data: { measure: '罚款', amountFen: 5_000_000, violation: 'OBJECTION-NOT-HANDLED', target: 'agency' },
      })
      .thenEvents('penalised'));
});

describe('LNR-35-3: the channel for objections is public', () => {
  it('is a field of the filing and of the public catalogue', () => {
    const { catalogue } = LAW_OF.liaoning.rulebook.disclosure;
    expect(catalogue.find(({ value }) => value.item === 'objection-channel')).toMatchObject({
      value: { view: 'full' },
      basis: 'LNR-35-3',
    });
  });
});

describe('LNR-34-1: there are mechanisms for objection and repair', () => {
  it('in the procedure of Liaoning', () => {
    const { rights } = LAW_OF.liaoning.rulebook;
    expect(rights.objectionAtPublicBody).toBeDefined();
    expect(rights.repairMethods.value).toHaveLength(6);
  });
});

describe('an objection takes its course whatever becomes of the file', () => {
  const revoked = bySystem('declare-report-overdue', '2025-07-01T00:00:00+08:00', { reportYear: 2024 });
  const before = act('object', '2025-06-30T10:00:00+08:00', subject, {
    claim: '评价不当',
    addressee: 'agency',
  });
  const refiled: Step = { name: 'refile', at: '2025-07-02T09:00:00+08:00', by: agency, data: filingOf() };

  it('overdue while a new filing is under review', () =>
    inXinjiang(before, revoked, refiled)
      .when(act('declare-objection-overdue', '2025-07-15T00:00:00+08:00', system))
      .thenEvents('objection-overdue')
      .thenData(0, { dueDate: '2025-07-14' }));

  it('escalated while the mark is still on, it is not marked twice', () =>
    given([...base, { ...toBody, data: { ref: 'O-1', claim: '评价不当', addressee: 'agency' } }], SHENYANG)
      .when(act('annotate-objection', '2024-04-01T11:00:00+08:00', agency))
      .when(
        act('resolve-objection', '2024-04-03T11:00:00+08:00', agency, { outcome: 'denied', reason: '无误' }),
      )
      .when(act('escalate-objection', '2024-04-08T11:00:00+08:00', body, { to: 'market-supervision' }))
      .thenEvents('objection-escalated'));
});

describe('an officer of the region', () => {
  it('answers no objection that nobody made', () =>
    inXinjiang()
      .when(act('resolve-objection', '2026-03-05T10:00:00+08:00', authority, { outcome: 'upheld' }))
      .thenRefused('CASE_AT_OTHER_STEP'));
});
