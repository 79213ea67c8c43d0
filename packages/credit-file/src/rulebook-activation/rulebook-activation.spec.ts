import { LAW, rulebookOrThrow } from '@ledger/rulebooks';
import {
  type Actor,
  type DecidedEvent,
  type LedgerEvent,
  recordEvents,
  type StreamName,
} from '@ledger/schemas';
import {
  addWorkingDays,
  type Instant,
  type LegalDate,
  STATE_COUNCIL_NOTICES,
} from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { given } from '../../testing/scenario.ts';
import { ON_FILE } from '../../testing/steps.ts';
import { judge } from '../judge.ts';
import { type CalendarEvent, calendarRecordedBy, publicationOfNotices } from './calendar-versions.ts';
import {
  activationOf,
  expiryOf,
  interpretationOf,
  isSimulation,
  type RulebookEvent,
  rulebookKnownOn,
  rulebookVersions,
} from './rulebook-versions.ts';
import { CALENDAR_STREAM, rulebookStreamOf } from './streams.ts';

const office: Actor = { kind: 'authority', id: 'officer-1', org: 'drc' };
const day = (text: string) => text as LegalDate;
const xinjiang = rulebookOrThrow('xj-measures-draft@2024-01-01');
/** The measures as they might be adopted: without a last day of their own, so that their validity sets it. */
const later: typeof xinjiang = {
  ...xinjiang,
  id: 'xj-measures@2025-07-01',
  inForceFrom: day('2025-07-01'),
  lastDay: undefined,
  status: 'in-force',
};

/** A stream with more events, recorded at an instant. */
function recorded<Event extends LedgerEvent>(
  stream: StreamName,
  before: readonly Event[],
  decided: readonly DecidedEvent[],
  recordedAt: string,
): readonly Event[] {
  const last = before.at(-1);
  const commandId = `00000000-0000-4000-8000-${String(before.length).padStart(12, '0')}`;
  const events = recordEvents({
    stream,
    head: last && { revision: last.revision, hash: 'c'.repeat(64) as never },
    decided,
    commandId,
    correlationId: commandId,
    recordedAt,
    salt: () => '0'.repeat(32),
  });
  return [...before, ...(events as Event[])];
}

function activated(
  events: readonly RulebookEvent[],
  rulebook: typeof xinjiang,
  at: string,
): readonly RulebookEvent[] {
  const decided = activationOf(rulebook, events, office, at as Instant);
  return recorded(rulebookStreamOf(rulebook), events, decided, at);
}

describe('LNO-2.1-3: the standards of registration are a rulebook that comes into force by an event', () => {
  it.each(LAW.rulebooks.map((rulebook) => [rulebook.id, rulebook] as const))('%s', (id, rulebook) => {
    const [event] = activationOf(rulebook, [], office, '2024-01-01T00:00:00+08:00' as Instant);
    expect(event).toMatchObject({
      type: 'rule-pack-activated',
      data: { rulebook: id, status: rulebook.status, effectiveFrom: rulebook.inForceFrom },
      rulebook: id,
    });
    expect(event?.basis.filter((rule) => LAW.rules.has(rule))).toHaveLength(1);
  });

  it('once', () => {
    const events = activated([], xinjiang, '2023-12-20T10:00:00+08:00');
    expect(activationOf(xinjiang, events, office, '2024-02-01T00:00:00+08:00' as Instant)).toEqual([]);
  });

  it('in a stream of its jurisdiction, never on an agency’s file', () => {
    expect(rulebookStreamOf(xinjiang)).toBe('rulebook-650000');
    const [event] = activationOf(xinjiang, [], office, '2024-01-01T00:00:00+08:00' as Instant);
    const { file } = given(ON_FILE).history;
    const context = {
      rulebook: xinjiang,
      calendar: calendarRecordedBy([], day('2024-01-01')),
      origin: 'imported',
    } as const;
    expect(event && judge(file, event, context)).toMatchObject({ code: 'FILE_IN_OTHER_STATE' });
  });
});

describe('XJ-2-2: which version governed an act can be told for any day, as it was known on any other', () => {
  const first = activated([], xinjiang, '2023-12-20T10:00:00+08:00');
  const both = activated(first, later, '2025-06-16T10:00:00+08:00');

  it.each([
    ['2023-12-31', '2026-01-01', undefined],
    ['2024-01-01', '2026-01-01', 'xj-measures-draft@2024-01-01'],
    ['2025-06-30', '2026-01-01', 'xj-measures-draft@2024-01-01'],
    ['2025-07-01', '2026-01-01', 'xj-measures@2025-07-01'],
    ['2025-07-01', '2025-06-15', 'xj-measures-draft@2024-01-01'],
    ['2025-07-01', '2025-06-16', 'xj-measures@2025-07-01'],
    ['2024-01-01', '2023-12-19', undefined],
  ])('on %s, as known on %s: %s', (on, known, rulebook) => {
    expect(rulebookKnownOn(both, day(on), day(known))?.rulebook).toBe(rulebook);
  });

  it('a version ends on the eve of the next', () =>
    expect(rulebookVersions(both, day('2026-01-01')).map(({ lastDay }) => lastDay)).toEqual([
      '2025-06-30',
      '2030-06-30',
    ]));

  it('versions are told oldest first, in whatever order they were recorded', () => {
    const reversed = activated(
      activated([], later, '2023-11-20T10:00:00+08:00'),
      xinjiang,
      '2023-12-20T10:00:00+08:00',
    );
    expect(rulebookVersions(reversed, day('2026-01-01')).map(({ rulebook }) => rulebook)).toEqual([
      xinjiang.id,
      later.id,
    ]);
  });

  it('a version that ends before the next begins keeps its end', () => {
    const gap = { ...later, id: 'xj-measures@2029-07-01', inForceFrom: day('2029-07-01') };
    const events = activated(first, gap, '2024-06-16T10:00:00+08:00');
    expect(rulebookVersions(events, day('2026-01-01')).map(({ lastDay }) => lastDay)).toEqual([
      '2028-12-31',
      '2034-06-30',
    ]);
  });

  it('acts under a draft are simulation (G-26)', () =>
    expect([isSimulation(xinjiang), isSimulation(later)]).toEqual([true, false]));
});

describe('XJ-31-1: interpretations are versioned notes of the rulebook', () => {
  it('known from the day on which they are recorded, and not before', () => {
    const events = activated([], xinjiang, '2023-12-20T10:00:00+08:00');
    const at = '2025-03-03T10:00:00+08:00';
    const [version] = rulebookVersions(events, day('2025-03-03'));
    if (version === undefined) throw new Error('no version');
    const said = interpretationOf(version, '第八条所称年度报告指……', office, at as Instant, 'XJ-31-1');
    const after = recorded(rulebookStreamOf(xinjiang), events, [said], at);
    const notes = (knownOn: string) =>
      rulebookKnownOn(after, day('2025-06-01'), day(knownOn))?.notes.slice(1);
    expect([notes('2025-03-02'), notes('2025-03-03')]).toEqual([[], ['第八条所称年度报告指……']]);
  });

  it('leave the version as it stands, on the rule that lets its maker interpret it', () => {
    const version = {
      rulebook: 'r@2024-01-01',
      status: 'in-force',
      effectiveFrom: '2024-01-01',
      notes: [],
    } as const;
    const at = '2025-03-03T10:00:00+08:00' as Instant;
    const said = (lastDay: string | undefined) =>
      interpretationOf({ ...version, lastDay }, '注', office, at, 'XJ-31-1');
    expect(said('2028-12-31')).toStrictEqual({
      type: 'rule-pack-activated',
      data: {
        rulebook: 'r@2024-01-01',
        status: 'in-force',
        effectiveFrom: '2024-01-01',
        lastDay: '2028-12-31',
        note: '注',
      },
      occurredAt: at,
      actor: office,
      basis: ['XJ-31-1'],
      rulebook: 'r@2024-01-01',
    });
    expect(said(undefined).data).not.toHaveProperty('lastDay');
  });
});

describe('XJ-32-1: in force for five years', () => {
  const events = activated([], xinjiang, '2023-12-20T10:00:00+08:00');

  it('to the end of the day before the fifth anniversary (G-31)', () =>
    expect(rulebookVersions(events, day('2024-01-01'))).toMatchObject([{ lastDay: '2028-12-31' }]));

  it.each(['2028-12-30T10:00:00+08:00', '2028-12-31T23:59:59+08:00'])('is not over at %s', (now) => {
    expect(expiryOf(xinjiang, events, office, now as Instant)).toEqual([]);
  });

  it('lapses on the day after, once', () => {
    const now = '2029-01-01T00:00:00+08:00' as Instant;
    const decided = expiryOf(xinjiang, events, office, now);
    expect(decided).toMatchObject([
      { type: 'rule-pack-expired', data: { lastDay: '2028-12-31' }, basis: ['XJ-32-1'] },
    ]);
    const after = recorded(rulebookStreamOf(xinjiang), events, decided, now);
    expect(expiryOf(xinjiang, after, office, now)).toEqual([]);
    expect(rulebookKnownOn(after, day('2029-01-01'), day('2029-01-01'))).toBeUndefined();
  });

  it('its end stands in the event that brings it into force, and in no other', () => {
    const activation = (rulebook: typeof xinjiang) =>
      activationOf(rulebook, [], office, '2023-12-20T10:00:00+08:00' as Instant)[0];
    expect(activation(xinjiang)).toStrictEqual({
      type: 'rule-pack-activated',
      data: {
        rulebook: xinjiang.id,
        status: 'draft',
        effectiveFrom: '2024-01-01',
        lastDay: '2028-12-31',
        note: xinjiang.name,
      },
      occurredAt: '2023-12-20T10:00:00+08:00',
      actor: office,
      basis: ['XJ-2-2'],
      rulebook: xinjiang.id,
    });
    expect(activation(rulebookOrThrow('zy-notice@2021-02-19'))?.data).not.toHaveProperty('lastDay');
  });

  it('a validity in days ends on the day before the last is full', () => {
    const { validity } = xinjiang;
    if (validity === undefined) throw new Error('the measures state how long they are valid');
    const tenDays = {
      ...later,
      validity: { ...validity, value: { amount: 10, unit: 'calendar-day' as const } },
    };
    expect(activationOf(tenDays, [], office, '2025-06-16T10:00:00+08:00' as Instant)).toMatchObject([
      { data: { lastDay: '2025-07-10' } },
    ]);
  });

  it('one that has lapsed is brought into force no more', () =>
    expect(
      activationOf({ ...xinjiang, status: 'lapsed' }, [], office, '2023-12-20T10:00:00+08:00' as Instant),
    ).toEqual([]));

  it('an earlier end that is declared holds, and ends no version that never was in force', () => {
    const ended = { type: 'rule-pack-expired' as const, lastDay: day('2026-12-31') };
    const declared = (rulebook: string) =>
      recorded(
        rulebookStreamOf(xinjiang),
        events,
        [
          {
            type: ended.type,
            data: { rulebook, lastDay: ended.lastDay },
            occurredAt: '2026-12-01T10:00:00+08:00',
            actor: office,
            basis: ['XJ-32-1'],
            rulebook,
          },
        ],
        '2026-12-01T10:00:00+08:00',
      );
    const known = (rulebook: string) =>
      rulebookVersions(declared(rulebook), day('2027-01-01')).map(({ rulebook: id, lastDay }) => [
        id,
        lastDay,
      ]);
    expect(known(xinjiang.id)).toEqual([[xinjiang.id, '2026-12-31']]);
    expect(known(later.id)).toEqual([[xinjiang.id, '2028-12-31']]);
    expect(rulebookKnownOn(declared(xinjiang.id), day('2027-01-01'), day('2026-11-30'))?.rulebook).toBe(
      xinjiang.id,
    );
    expect(rulebookKnownOn(declared(xinjiang.id), day('2027-01-01'), day('2026-12-01'))).toBeUndefined();
  });

  it('never lapses where the law sets no end', () => {
    const zhangye = rulebookOrThrow('zy-notice@2021-02-19');
    expect(expiryOf(zhangye, [], office, '2099-01-01T00:00:00+08:00' as Instant)).toEqual([]);
  });
});

describe('G-10: calendars are versioned events', () => {
  const until = (year: number) => STATE_COUNCIL_NOTICES.filter((notice) => notice.year <= year);
  const published = (events: readonly CalendarEvent[], year: number, at: string): readonly CalendarEvent[] =>
    recorded(CALENDAR_STREAM, events, publicationOfNotices(until(year), events, office, at as Instant), at);
  const in2024 = published([], 2025, '2024-11-12T10:00:00+08:00');
  const in2025 = published(in2024, 2026, '2025-11-04T10:00:00+08:00');

  it('each notice is one event, and the same notices twice add nothing', () => {
    expect(in2025).toHaveLength(STATE_COUNCIL_NOTICES.length);
    expect(publicationOfNotices(until(2026), in2025, office, '2025-11-05T10:00:00+08:00' as Instant)).toEqual(
      [],
    );
  });

  it('a term in a year without a notice is provisional, and settled when the notice is recorded', () => {
    const lastDay = (knownOn: string) => {
      const { date, provisional } = addWorkingDays(
        calendarRecordedBy(in2025, day(knownOn)),
        day('2025-12-31'),
        10,
      );
      return { date, provisional };
    };
    expect(lastDay('2025-11-03')).toMatchObject({ provisional: true });
    expect(lastDay('2025-11-04')).toEqual({ date: '2026-01-15', provisional: false });
  });

  it('holds all that the notice says, and the one it amends where it amends one', () => {
    const decided = publicationOfNotices(
      STATE_COUNCIL_NOTICES,
      [],
      office,
      '2025-11-05T10:00:00+08:00' as Instant,
    );
    const told = decided.map(({ data }) => data);
    const byNumber = (one: { readonly number: string }, other: { readonly number: string }) =>
      one.number < other.number ? -1 : 1;
    expect(told.toSorted(byNumber)).toStrictEqual(STATE_COUNCIL_NOTICES.toSorted(byNumber));
    expect(decided.map(({ rulebook }) => rulebook)).toEqual(told.map(({ date }) => `holiday-notice@${date}`));
  });

  it('takes no notice that contradicts what is recorded', () => {
    const [notice] = STATE_COUNCIL_NOTICES;
    const orphan = { ...notice, number: '国办发明电〔2099〕1号', amends: '国办发明电〔2098〕9号' } as never;
    expect(() =>
      publicationOfNotices([orphan], in2025, office, '2026-01-01T00:00:00+08:00' as Instant),
    ).toThrow(expect.objectContaining({ code: 'NOTICE_CONTRADICTORY' }));
  });
});
