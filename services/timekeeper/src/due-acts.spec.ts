import { type FileHistory, historyOf } from '@ledger/credit-file';
import { agency, authority, given } from '@ledger/credit-file/testing';
import { rulebookOf } from '@ledger/rulebooks';
import {
  calendarKnownOn,
  type Instant,
  type LegalDate,
  STATE_COUNCIL_CALENDAR,
  STATE_COUNCIL_NOTICES,
} from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { barredFrom, fileIdOf, ON_FILE, reportedAt } from '../testing/stories.ts';
import { decideNext, dueActs } from './due-acts.ts';

const LAW = { rulebookOf, calendar: STATE_COUNCIL_CALENDAR };
const A = fileIdOf(1);

function due(history: FileHistory, now: string, law = LAW): readonly string[] {
  return dueActs(history, law, now as Instant).map(({ command, at }) => `${at} ${command.name}`);
}

function eventsAt(history: FileHistory, now: string): readonly string[] {
  const decision = decideNext(history, LAW, now as Instant)?.decision;
  if (decision === undefined || 'refused' in decision) return [];
  return decision.events.map(({ type, occurredAt }) => `${occurredAt} ${type}`);
}

describe('XJ-11-2: a report that does not come is found overdue, and revokes, at 00:00 on 1 July', () => {
  const { history } = given(ON_FILE, A);

  it('not in the last second of 30 June', () =>
    expect(eventsAt(history, '2025-06-30T23:59:59+08:00').filter((line) => line.includes('revoked'))).toEqual(
      [],
    ));

  it.each(['2025-07-01T00:00:00+08:00', '2025-07-01T08:30:00+08:00', '2025-07-06T09:00:00+08:00'])(
    'at %s, and it counts from midnight however late it is made',
    (now) =>
      expect(eventsAt(history, now).slice(0, 2)).toEqual([
        '2025-07-01T00:00:00+08:00 report-overdue',
        '2025-07-01T00:00:00+08:00 revoked',
      ]),
  );

  it('is the same command whoever finds it and whenever', () => {
    const ids = ['2025-07-01T00:00:00+08:00', '2025-07-04T12:00:00+08:00'].map(
      (now) => dueActs(history, LAW, now as Instant)[0]?.commandId,
    );
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(ids[1]).toBe(ids[0]);
    expect(
      dueActs({ ...history, fileId: fileIdOf(2) }, LAW, '2025-07-01T00:00:00+08:00' as Instant)[0]?.commandId,
    ).not.toBe(ids[0]);
  });

  it('is due no more once it is settled', () => {
    const [act] = dueActs(history, LAW, '2025-07-01T00:00:00+08:00' as Instant);
    expect(
      dueActs(history, LAW, '2025-07-01T00:00:00+08:00' as Instant, new Set([act?.commandId ?? ''])),
    ).toEqual([]);
  });

  it('is stopped by a report that was handed in on the last day and became known later', () => {
    const known = given(
      [
        ...ON_FILE,
        reportedAt('2025-07-02T10:00:00+08:00', { by: authority, occurredAt: '2025-06-30T23:00:00+08:00' }),
      ],
      A,
    );
    expect(due(known.history, '2025-07-03T06:00:00+08:00')).toEqual([]);
  });

  it('is not for an agency that is not on file', () =>
    expect(due(given(barredFrom('2024-06-28'), A).history, '2025-06-01T00:00:00+08:00')).toEqual([]));
});

describe('XJ-15-5: the bar is declared over on the day after its last', () => {
  const { history } = given(barredFrom('2024-06-28'), A);
  it.each([
    ['2025-06-27T12:00:00+08:00', []],
    ['2025-06-28T23:59:59+08:00', []],
    ['2025-06-29T00:00:00+08:00', ['2025-06-29T00:00:00+08:00 expire-bar']],
  ])('at %s: %j', (now, expected) => expect(due(history, now)).toEqual(expected));
});

describe('G-04: reminders before the deadline', () => {
  it.each([
    ['2025-05-30T23:59:59+08:00', []],
    ['2025-05-31T00:00:00+08:00', ['2025-05-31T00:00:00+08:00 remind']],
    ['2025-06-29T00:00:00+08:00', ['2025-06-29T00:00:00+08:00 remind']],
  ])('at %s: %j', (now, expected) => expect(due(given(ON_FILE, A).history, now)).toEqual(expected));
});

describe('XJ-22-2, G-10: an objection is overdue after 10 working days, never by a provisional date', () => {
  const objected = given(
    [
      ...ON_FILE,
      reportedAt('2025-04-01T09:00:00+08:00'),
      {
        name: 'object',
        at: '2025-12-31T10:00:00+08:00',
        by: agency,
        data: { ref: 'O-1', claim: '信息有误', addressee: 'agency' },
      },
    ],
    A,
  ).history;
  const flags = (now: string, law = LAW) =>
    due(objected, now, law).filter((line) => line.includes('overdue'));

  it('is in time on 15 January 2026, for the make-up Sunday of 4 January counts', () =>
    expect(flags('2026-01-15T23:59:59+08:00')).toEqual([]));

  it('is flagged at 00:00 on the 16th', () =>
    expect(flags('2026-01-16T00:00:00+08:00')).toEqual([
      '2026-01-16T00:00:00+08:00 declare-objection-overdue',
    ]));

  it('is not flagged while no notice for 2026 is known, however late it is', () => {
    const calendar = calendarKnownOn(STATE_COUNCIL_NOTICES, '2025-10-01' as LegalDate);
    expect(flags('2026-03-01T00:00:00+08:00', { ...LAW, calendar })).toEqual([]);
  });
});

describe('XJ-32-1: the measures lapse', () => {
  it('nothing is due under a rulebook that is no longer in force', () => {
    const history = historyOf(A, given(ON_FILE, A).history.events);
    expect(dueActs(history, LAW, '2028-12-31T23:59:59+08:00' as Instant)).not.toEqual([]);
    expect(dueActs(history, LAW, '2029-01-01T00:00:00+08:00' as Instant)).toEqual([]);
  });
});

describe('a ledger whose timekeeper first went into service on some day', () => {
  const { history } = given(ON_FILE, A);
  const namesAt = (now: string, inServiceSince: string) =>
    dueActs(history, { ...LAW, inServiceSince: inServiceSince as Instant }, now as Instant).map(
      ({ command }) => command.name,
    );

  it('acts on what falls due at that very instant, or later', () => {
    expect(namesAt('2025-07-05T09:00:00+08:00', '2025-07-01T00:00:00+08:00')).toEqual([
      'declare-report-overdue',
    ]);
    expect(namesAt('2025-07-05T09:00:00+08:00', '2025-06-30T12:00:00.000+08:00')).toEqual([
      'declare-report-overdue',
    ]);
  });

  it('leaves to people what had fallen due before', () =>
    expect(namesAt('2025-07-05T09:00:00+08:00', '2025-07-01T00:00:00.001+08:00')).toEqual([]));
});

describe('XJ-2-2: a rulebook that arrives late re-judges nothing', () => {
  const { history } = given(ON_FILE, A);
  const namesUnder = (actsFrom: string) =>
    dueActs(history, { ...LAW, actsFrom: () => actsFrom }, '2025-07-05T09:00:00+08:00' as Instant).map(
      ({ command }) => command.name,
    );

  it('what would have fallen due under it before it was recorded is left alone', () =>
    expect(namesUnder('2025-07-01T00:00:00.001+08:00')).toEqual([]));

  it('what falls due under it afterwards is done', () =>
    expect(namesUnder('2025-07-01T00:00:00+08:00')).toEqual(['declare-report-overdue']));
});
