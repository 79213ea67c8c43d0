import type { Actor } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../../testing/law.ts';
import { authority, given, type Step, system } from '../../testing/scenario.ts';
import { ON_FILE, ON_FILE_IN_LIAONING, SHENYANG, SHENYANG_OFFICER } from '../../testing/steps.ts';
import { systemDuties } from '../duties.ts';
import { runningClocks } from '../processes.ts';
import { viewOf } from '../view.ts';

const anyone: Actor = { kind: 'public', id: 'complainant-1', org: 'public' };
const complained: Step = {
  name: 'complain',
  at: '2025-09-27T20:15:00+08:00',
  by: anyone,
  data: { ref: 'C-1', ground: 'UNDISCLOSED-FEE', identityWithheld: true },
};
const accepted: Step = {
  name: 'accept-complaint',
  at: '2025-09-29T10:00:00+08:00',
  by: authority,
  data: { ref: 'C-1' },
};
const resolved: Step = {
  name: 'resolve-complaint',
  at: '2025-10-22T10:00:00+08:00',
  by: authority,
  data: { ref: 'C-1', outcome: 'substantiated' },
};
const overdue: Step = {
  name: 'declare-complaint-overdue',
  at: '2025-10-28T00:00:00+08:00',
  by: system,
  data: { ref: 'C-1' },
};
const transferred: Step = {
  name: 'transfer-complaint',
  at: '2025-09-30T10:00:00+08:00',
  by: authority,
  data: { ref: 'C-1', to: 'human-resources', reason: '不属于社会信用主管部门职责' },
};
const told: Step = {
  name: 'notify-complainant',
  at: '2025-09-30T11:00:00+08:00',
  by: authority,
  data: { ref: 'C-1', channel: 'sms' },
};
const story = (...steps: readonly Step[]) => given([...ON_FILE, ...steps]);
const clocks = (...steps: readonly Step[]) =>
  runningClocks(story(...steps).history.file, LAW_OF.xinjiang).filter(({ kind }) =>
    kind.startsWith('complaint'),
  );

describe('XJ-24-1: anyone may complain', () => {
  it('also without giving a name', () => story().when(complained).thenEvents('complained'));

  it('about an agency that never filed', () => given([]).when(complained).thenEvents('complained'));

  it('and the file that decisions look at holds neither name nor contact', () => {
    const { file } = story({
      ...complained,
      data: { ...complained.data, identityWithheld: true, complainant: '吹哨测试', contact: '19000009001' },
    }).history;
    const shown = JSON.stringify([file, viewOf(file, { ...LAW_OF.xinjiang, position: undefined })]);
    expect(shown).toContain('UNDISCLOSED-FEE');
    expect(shown).not.toMatch(/吹哨测试|19000009001/);
  });

  it('is answered within a target, since the text sets no term for acceptance (G-21)', () =>
    expect(clocks(complained)).toMatchObject([
      { kind: 'complaint-acceptance', target: true, lastDay: '2025-10-10' },
    ]));
});

describe('XJ-24-2: fifteen working days from acceptance', () => {
  it('run from the acceptance, not from the receipt', () => {
    story(complained)
      .when(accepted)
      .thenData(0, { due: { date: '2025-10-27', rule: 'XJ-24-2', amount: 15, unit: 'working-day' } });
    expect(clocks(complained, accepted)).toMatchObject([
      { kind: 'complaint', startedOn: '2025-09-29', lastDay: '2025-10-27', rule: 'XJ-24-2' },
    ]);
  });

  it.each(['2025-10-26T10:00:00+08:00', '2025-10-27T23:59:59+08:00'])('are not over at %s', (at) => {
    story(complained, accepted)
      .when({ ...overdue, at })
      .thenRefused('NOT_OVERDUE', 'XJ-24-2');
  });

  it('are over at 00:00 of the day after, which names the unit that had to act', () =>
    story(complained, accepted)
      .when(overdue)
      .thenEvents('complaint-overdue')
      .thenData(0, { dueDate: '2025-10-27', responsible: 'drc' }));

  it('are flagged by the system, once', () => {
    const duties = (...steps: readonly Step[]) =>
      systemDuties(
        story(...steps).history.file,
        LAW_OF.xinjiang,
        '2025-11-03T09:00:00+08:00' as never,
      ).filter(({ name }) => name === 'declare-complaint-overdue');
    expect(duties(complained, accepted)).toEqual([
      { name: 'declare-complaint-overdue', data: { ref: 'C-1' }, at: '2025-10-28T00:00:00+08:00' },
    ]);
    expect(duties(complained, accepted, overdue)).toEqual([]);
    expect(duties(complained, accepted, resolved)).toEqual([]);
    story(complained, accepted, overdue)
      .when({ ...overdue, at: '2025-10-29T00:00:00+08:00' })
      .thenRefused('NOT_OVERDUE', 'XJ-24-2')
      .thenSays('complaint C-1 is not overdue: it is in time to the end of 2025-10-27, or flagged');
  });

  it('end with the result, late as it may be', () =>
    story(complained, accepted, overdue)
      .when({ ...resolved, at: '2025-11-03T10:00:00+08:00' })
      .thenEvents('complaint-resolved'));

  it('bind nobody who has not accepted the complaint', () =>
    story(complained)
      .when(resolved)
      .thenRefused('CASE_AT_OTHER_STEP', 'XJ-24-2')
      .thenSays('complaint-resolved may follow accepted of the complaint; it is at complained'));
});

describe('XJ-24-3: what is not theirs goes to whom it concerns, and the complainant is told', () => {
  it('is passed on before or after acceptance', () => {
    story(complained).when(transferred).thenEvents('complaint-transferred');
    story(complained, accepted).when(transferred).thenEvents('complaint-transferred');
  });

  it('waits for the complainant to be told', () => {
    expect(clocks(complained, transferred)).toMatchObject([
      { kind: 'complaint-transfer-notice', target: true },
    ]);
    expect(clocks(complained, transferred, told)).toEqual([]);
  });

  it('tells nobody before anything has been done', () =>
    story(complained).when(told).thenRefused('CASE_AT_OTHER_STEP'));

  it('is over: nothing is decided here any more', () =>
    story(complained, transferred)
      .when({ ...accepted, at: '2025-10-09T10:00:00+08:00' })
      .thenRefused('CASE_AT_OTHER_STEP'));
});

describe('XJ-21-1: who is refused an enquiry may complain of it', () => {
  it('as of anything else', () =>
    story()
      .when({ ...complained, data: { ...complained.data, ground: 'ENQUIRY-REFUSED' } })
      .thenEvents('complained'));
});

describe('LNO-1.2-7: the public supervises through complaints', () => {
  it('in Liaoning, where the texts set no term for them', () => {
    const officer = SHENYANG_OFFICER;
    const { file } = given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(complained)
      .thenEvents('complained')
      .when({ ...accepted, by: officer })
      .thenEvents('complaint-accepted').history;
    expect(runningClocks(file, LAW_OF.liaoning).filter(({ kind }) => kind.startsWith('complaint'))).toEqual(
      [],
    );
  });
});

describe('LNR-35-2: bundling is a ground of complaint', () => {
  it('in Liaoning', () =>
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when({ ...complained, data: { ...complained.data, ground: 'BUNDLING' }, basis: ['LNR-35-2'] })
      .thenEvents('complained'));
});
