import type { EventType } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import type { Case, CaseKind } from './case-table.ts';
import {
  authorIn,
  type CaseEvent,
  caseByRef,
  caseOf,
  evolveCases,
  factIn,
  forbiddenByCase,
  latestCase,
  openCases,
  timeOf,
} from './cases.ts';

/** An act of an office on a day in May 2025. */
const act = (type: EventType, day: number, data: object = {}, org = 'office'): CaseEvent => ({
  type,
  data,
  occurredAt: `2025-05-${String(day).padStart(2, '0')}T10:00:00+08:00`,
  actor: { org },
});

const after = (...acts: readonly CaseEvent[]): readonly Case[] => acts.reduce(evolveCases, []);
/** Each case in one line: its id, the name it bears, and where it stands. */
const lines = (cases: readonly Case[]): readonly string[] =>
  cases.map(({ id, ref, step }) => `${id} ${ref ?? '-'} ${step}`);

const complained = (day: number, ref?: string) => act('complained', day, { ground: 'FEES', ref });
const accepted = (day: number, ref?: string) => act('complaint-accepted', day, { ref });
const resolved = (day: number, ref?: string) =>
  act('complaint-resolved', day, { ref, outcome: 'substantiated' });
const notified = (day: number, ref?: string) => act('complainant-notified', day, { ref });
const listed = (day: number, list: string) => act('listed', day, { list });
const delisted = (day: number, list?: string) => act('delisted', day, { list });

describe('which case an act speaks of', () => {
  it.each<[string, readonly CaseEvent[], readonly string[]]>([
    ['an act opens a case', [complained(1, 'C-1')], ['complaint-1 C-1 complained']],
    [
      'another of the kind opens the next',
      [complained(1, 'C-1'), complained(2, 'C-2')],
      ['complaint-1 C-1 complained', 'complaint-2 C-2 complained'],
    ],
    [
      'an act moves the case it names and no other',
      [complained(1, 'C-1'), complained(2, 'C-2'), accepted(3, 'C-2')],
      ['complaint-1 C-1 complained', 'complaint-2 C-2 accepted'],
    ],
    [
      'an act that names none moves the oldest that may take the step',
      [complained(1), complained(2), accepted(3), accepted(4), resolved(5)],
      ['complaint-1 - resolved', 'complaint-2 - accepted'],
    ],
    [
      'an act that names none speaks of a named case as well',
      [complained(1, 'C-1'), accepted(2)],
      ['complaint-1 C-1 accepted'],
    ],
    [
      'a name nobody bears is given to the open case without one',
      [complained(1), accepted(2, 'C-7')],
      ['complaint-1 C-7 accepted'],
    ],
    [
      'but never to a case that bears another',
      [complained(1, 'C-1'), accepted(2, 'C-7')],
      ['complaint-1 C-1 complained'],
    ],
    [
      'a case that is over is not opened again under its name',
      [complained(1, 'C-1'), accepted(2, 'C-1'), resolved(3, 'C-1'), complained(4, 'C-1')],
      ['complaint-1 C-1 resolved'],
    ],
    [
      'unless the name recurs: who left a list may be listed again',
      [listed(1, '黑名单'), delisted(2, '黑名单'), listed(3, '黑名单')],
      ['listing-1 黑名单 delisted', 'listing-2 黑名单 listed'],
    ],
    [
      'and while it runs the same name opens no second one',
      [listed(1, '黑名单'), listed(2, '黑名单')],
      ['listing-1 黑名单 listed'],
    ],
    [
      'two lists are two cases, each left by its name',
      [listed(1, '黑名单'), listed(2, '资质名单'), delisted(3, '资质名单')],
      ['listing-1 黑名单 listed', 'listing-2 资质名单 delisted'],
    ],
    [
      'a list left without a name is the first',
      [listed(1, '黑名单'), listed(2, '资质名单'), delisted(3)],
      ['listing-1 黑名单 delisted', 'listing-2 资质名单 listed'],
    ],
    [
      'kinds do not mix',
      [complained(1, 'N-1'), act('objected', 2, { ref: 'N-1', addressee: 'agency' }), accepted(3, 'N-1')],
      ['complaint-1 N-1 accepted', 'objection-1 N-1 objected'],
    ],
    [
      'one act moves a case of each kind that knows it',
      [act('committed', 1), act('interviewed', 2), act('deregistration-applied', 3), act('deregistered', 4)],
      ['commitment-1 - ended', 'discipline-1 - ended', 'exit-1 - deregistered'],
    ],
    ['what needs no case leaves none', [act('refiled', 1)], []],
    [
      'what no kind knows leaves all as it is',
      [complained(1), act('graded', 2)],
      ['complaint-1 - complained'],
    ],
  ])('%s', (_, acts, expected) => expect(lines(after(...acts))).toEqual(expected));

  it('is the newest that may take the step when all are over', () => {
    const cases = after(
      ...[complained(1, 'C-1'), accepted(2, 'C-1'), resolved(3, 'C-1')],
      ...[complained(4, 'C-2'), accepted(5, 'C-2'), resolved(6, 'C-2')],
      notified(7),
    );
    expect(cases.map((one) => timeOf(one, 'complainant-notified'))).toEqual([
      undefined,
      '2025-05-07T10:00:00+08:00',
    ]);
    expect(caseOf(cases, 'complaint', notified(8))?.ref).toBe('C-2');
  });

  it('is none when it would open one, or when there is none of the kind', () => {
    expect(caseOf(after(complained(1, 'C-1')), 'complaint', complained(2, 'C-2'))).toBeUndefined();
    expect(caseOf(after(complained(1, 'C-1')), 'objection', act('objection-verified', 2))).toBeUndefined();
  });

  it('is an open one first: the first of them when none may take the step', () => {
    const cases = after(
      ...[complained(1, 'C-1'), accepted(2, 'C-1'), resolved(3, 'C-1')],
      ...[complained(4, 'C-2'), complained(5, 'C-3')],
    );
    expect(caseOf(cases, 'complaint', resolved(6))?.ref).toBe('C-2');
  });

  it('is the last when all are over and none may take the step', () => {
    const over = after(
      act('amended', 1),
      act('amendment-refused', 2),
      act('amended', 3),
      act('amendment-accepted', 4),
    );
    expect(caseOf(over, 'amendment', act('amendment-refused', 5))?.id).toBe('amendment-2');
  });
});

describe('what a case keeps', () => {
  const referred = (day: number, to: string, org: string) =>
    act('objection-referred', day, { ref: 'O-1', to, secret: '不入案' }, org);
  const cases = after(
    act(
      'objected',
      1,
      { ref: 'O-1', addressee: 'public-body', objector: '王某', ownError: true },
      'agency-1',
    ),
    act('objection-annotated', 2, { ref: 'O-1' }, 'credit-centre'),
    act('objection-verified', 3, { ref: 'O-1', outcome: 'other-department' }, 'credit-centre'),
    referred(4, 'market-supervision', 'credit-centre'),
    act('objection-overdue', 5, { ref: 'O-1' }, 'first'),
    act('objection-overdue', 6, { ref: 'O-1' }, 'second'),
  );
  const [objection] = cases;

  it('tells when it was opened, and since when it stands where it stands', () => {
    expect(objection).toMatchObject({
      step: 'referred',
      openedAt: '2025-05-01T10:00:00+08:00',
      movedAt: '2025-05-04T10:00:00+08:00',
    });
  });

  it('tells every act in order: when, by whom, and of what was said only what its kind keeps', () => {
    expect(objection?.acts.map(({ type, by, said }) => [type, by, said])).toEqual([
      ['objected', 'agency-1', { addressee: 'public-body', ownError: true }],
      ['objection-annotated', 'credit-centre', {}],
      ['objection-verified', 'credit-centre', { outcome: 'other-department' }],
      ['objection-referred', 'credit-centre', { to: 'market-supervision' }],
      ['objection-overdue', 'first', {}],
      ['objection-overdue', 'second', {}],
    ]);
  });

  it('tells the last time and the first author of an act, and its texts', () => {
    if (objection === undefined) throw new Error('no objection');
    expect(timeOf(objection, 'objection-overdue')).toBe('2025-05-06T10:00:00+08:00');
    expect(timeOf(objection, 'corrected')).toBeUndefined();
    expect(authorIn(objection, 'objection-overdue')).toBe('first');
    expect(authorIn(objection, 'corrected')).toBeUndefined();
    expect(factIn(objection, 'to')).toBe('market-supervision');
    expect(factIn(objection, 'ownError')).toBeUndefined();
    expect(factIn(objection, 'objector')).toBeUndefined();
  });

  it('holds the newest value of what was said twice', () => {
    const again = after(
      act('deregistration-applied', 1),
      act('pilot-applied', 2, { branchProvinces: ['11'] }),
      act('checked', 3, { clean: false, asOf: '2025-05-03' }),
      act('checked', 4, { clean: true, asOf: undefined }),
    );
    expect(latestCase(again, 'pilot')?.facts).toEqual({
      branchProvinces: ['11'],
      clean: true,
      asOf: '2025-05-03',
    });
  });

  it('is not shaken by an act without data', () =>
    expect(lines(after({ type: 'complained', data: null, occurredAt: '2025-05-01T10:00:00+08:00' }))).toEqual(
      ['complaint-1 - complained'],
    ));
});

describe('which cases are open', () => {
  const cases = after(
    complained(1, 'C-1'),
    accepted(2, 'C-1'),
    complained(3, 'C-2'),
    resolved(4, 'C-1'),
    listed(5, '黑名单'),
  );

  it('are those that have not come to an end', () =>
    expect(openCases(cases).map(({ id }) => id)).toEqual(['complaint-2', 'listing-1']));

  it('and the newest of a kind is it over or not', () => {
    expect(latestCase(cases, 'complaint')?.ref).toBe('C-2');
    expect(latestCase(cases, 'repair')).toBeUndefined();
  });

  it('and a name is asked for within its kind', () => {
    expect(caseByRef(cases, 'complaint', 'C-1')?.step).toBe('resolved');
    expect(caseByRef(cases, 'objection', 'C-1')).toBeUndefined();
    expect(caseByRef(cases, 'complaint', 'C-3')).toBeUndefined();
  });
});

describe('an act out of its turn', () => {
  it.each<
    [string, readonly CaseEvent[], CaseEvent, { kind: CaseKind; step: string; expected: readonly string[] }]
  >([
    [
      'before the case is opened',
      [],
      accepted(1),
      { kind: 'complaint', step: 'none', expected: ['complained'] },
    ],
    [
      'before the step that it follows',
      [complained(1)],
      resolved(2),
      { kind: 'complaint', step: 'complained', expected: ['accepted'] },
    ],
    [
      'in the second of two kinds',
      [act('deregistration-applied', 1), act('deregistered', 2), act('amended', 3)],
      act('deregistered', 4),
      { kind: 'exit', step: 'deregistered', expected: ['applied'] },
    ],
  ])('is forbidden %s', (_, before, next, expected) => {
    const cases = after(...before);
    expect(forbiddenByCase(cases, next)).toEqual(expected);
  });

  it('leaves its case as it is', () => {
    const cases = after(complained(1));
    expect(evolveCases(cases, resolved(2))).toBe(cases);
  });

  it('is none where the outcome leads elsewhere', () => {
    const breached = after(
      act('committed', 1),
      act('commitment-breached', 2),
      act('interviewed', 2),
      act('rectification-ordered', 3),
      act('rectified', 4),
    );
    const verified = (result: string) =>
      lines(evolveCases(breached, act('rectification-verified', 5, { result })));
    expect(verified('confirmed')).toEqual(['commitment-1 - committed', 'discipline-1 - verified']);
    expect(verified('rejected')).toEqual(['commitment-1 - breached', 'discipline-1 - ordered']);
  });
});
