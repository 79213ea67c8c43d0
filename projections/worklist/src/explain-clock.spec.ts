import type { Clock } from '@ledger/credit-file';
import { rulebookOrThrow } from '@ledger/rulebooks';
import {
  calendarKnownOn,
  type LegalDate,
  renderReason,
  STATE_COUNCIL_CALENDAR,
  STATE_COUNCIL_NOTICES,
} from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { explainClock } from './explain-clock.ts';

const XINJIANG = rulebookOrThrow('xj-measures-draft@2024-01-01');
const LIAONING = rulebookOrThrow('ln-regulation@2022-01-01');
const NO_ORDER = { rectificationOrder: undefined };

function clock(kind: string, rule: string, startedOn: string, lastDay: string): Clock {
  return { kind, rule, startedOn, lastDay, provisional: false };
}

const explained = (
  one: Clock,
  rulebook = XINJIANG,
  file: Parameters<typeof explainClock>[1]['file'] = NO_ORDER,
) => explainClock(one, { file, rulebook, calendar: STATE_COUNCIL_CALENDAR });

describe('XJ-10-1, XJ-22-2, XJ-24-2: a term of working days is told day by day', () => {
  const count = explained(clock('objection', 'XJ-22-2', '2025-09-25', '2025-10-15'));

  it('names the term, and every day behind the first', () => {
    expect(count).toMatchObject({ amount: 10, unit: 'working-day' });
    expect(count?.days).toHaveLength(20);
    expect(count?.days.filter(({ counted }) => counted)).toHaveLength(10);
    expect(count?.days.at(-1)?.date).toBe('2025-10-15');
  });

  it('says why a day was skipped and why a Sunday counted, with the notice', () => {
    const why = (date: string) => {
      const day = count?.days.find((one) => one.date === date);
      return day && `${day.counted} ${renderReason(day.why, 'zh')}`;
    };
    expect(why('2025-09-27')).toBe('false 周末');
    expect(why('2025-09-28')).toMatch(/^true .*调休上班（国办发明电〔2024〕12号）$/);
    expect(why('2025-10-01')).toMatch(/^false .*放假（国办发明电〔2024〕12号）$/);
  });

  it('counts a complaint from its acceptance', () =>
    expect(explained(clock('complaint', 'XJ-24-2', '2025-09-29', '2025-10-27'))).toMatchObject({
      amount: 15,
    }));
});

describe('other terms', () => {
  it('XJ-11-1: 30 June is fixed, and was not counted', () =>
    expect(explained(clock('report-2024', 'XJ-11-1', '2024-09-06', '2025-06-30'))).toBeUndefined());

  it('XJ-14-5: the term of an order stands in the order', () => {
    const file = {
      rectificationOrder: {
        servedAt: '2025-04-10T10:00:00+08:00',
        basis: 'XJ-15-2',
        amount: 30,
        unit: 'calendar-day',
      },
    } as const;
    expect(explained(clock('rectification', 'XJ-15-2', '2025-04-10', '2025-05-10'), XINJIANG, file)).toEqual({
      amount: 30,
      unit: 'calendar-day',
      days: [],
    });
  });

  it('LNR-37-8: days for which the clock stood still are told apart', () =>
    expect(
      explained(clock('objection-reply', 'LNR-37-3', '2025-03-03', '2025-03-13'), LIAONING),
    ).toMatchObject({
      amount: 5,
      unit: 'working-day',
      stopped: 3,
    }));

  it('G-10: a year without a notice counts weekends and fixed days, and each such day says so', () => {
    const calendar = calendarKnownOn(STATE_COUNCIL_NOTICES, '2025-10-01' as LegalDate);
    const provisional = { ...clock('review', 'XJ-10-1', '2025-12-31', '2026-01-15'), provisional: true };
    const count = explainClock(provisional, { file: NO_ORDER, rulebook: XINJIANG, calendar });
    expect(count?.days.map(({ provisional: open }) => open)).not.toContain(false);
    expect(count?.days[0]).toMatchObject({
      date: '2026-01-01',
      counted: false,
      why: { kind: 'fixed-holiday' },
    });
  });
});
