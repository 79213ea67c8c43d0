import type { Instant } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../testing/law.ts';
import { agency, authority, filingOf, given, paper, type Step, system } from '../testing/scenario.ts';
import {
  department,
  GANZHOU,
  GANZHOU_OFFICER,
  ON_FILE_IN_LIAONING,
  ON_FILE_IN_ZHANGYE,
  SHENYANG,
} from '../testing/steps.ts';
import { dutiesSoFar, systemDuties } from './duties.ts';

describe('ZY-5-7: a half year is owed for itself', () => {
  const reportOn = (half: string, year: number, at: string): Step => ({
    name: 'report-work',
    at,
    by: agency,
    data: { half, year },
  });
  const first = reportOn('H1', 2024, '2024-07-05T10:00:00+08:00');
  const named = (steps: readonly Step[], now: string) =>
    dutiesSoFar(given(steps, GANZHOU).history, LAW_OF.zhangye, now as Instant)
      .filter(({ name }) => name === 'declare-work-report-overdue')
      .map(({ at, data }) => [at, data]);
  const late2024 = ['2025-01-16T00:00:00+08:00', { half: 'H2', year: 2024 }];
  const late2025 = ['2025-07-15T00:00:00+08:00', { half: 'H1', year: 2025 }];

  it('two that never came are overdue each from its own day, though nothing was said of the first', () =>
    expect(named([...ON_FILE_IN_ZHANGYE, first], '2025-12-01T00:00:00+08:00')).toEqual([late2024, late2025]));

  it('one that was handed in years late leaves the one behind it overdue from its own day', () => {
    const settled = [
      ...ON_FILE_IN_ZHANGYE,
      first,
      { ...reportOn('H2', 2024, '2026-02-02T10:00:00+08:00'), by: GANZHOU_OFFICER },
    ];
    const now = '2026-03-02T08:00:00+08:00';
    const [due] = named(settled, now);
    expect(due).toEqual(late2025);
    given(settled, GANZHOU)
      .when({
        name: 'declare-work-report-overdue',
        at: now,
        occurredAt: '2025-07-15T00:00:00+08:00',
        by: system,
        data: { half: 'H1', year: 2025 },
      })
      .thenEvents('work-report-overdue');
  });
});

describe('a duty that comes up behind its day', () => {
  it('falls due when its condition came to be: a late filing on paper makes its review overdue from the day it counts', () => {
    const { history } = given([
      {
        name: 'file',
        at: '2025-04-01T10:00:00+08:00',
        occurredAt: '2025-03-03T10:00:00+08:00',
        by: authority,
        data: filingOf(),
      },
    ]);
    expect(dutiesSoFar(history, LAW_OF.xinjiang, '2025-04-01T10:00:01+08:00' as Instant)).toContainEqual({
      name: 'declare-review-overdue',
      data: { of: 'filing' },
      at: '2025-03-18T00:00:00+08:00',
    });
  });

  it('an end of publication that lay before the record became known counts from the record', () => {
    const penalty: Step = {
      name: 'penalise',
      at: '2026-03-02T10:00:00+08:00',
      by: department,
      document: { ...paper, date: '2021-01-04' },
      data: { measure: '罚款', amountFen: 5_000_000, publicationClass: 'general' },
    };
    const { history } = given([...ON_FILE_IN_LIAONING, penalty], SHENYANG);
    const now = '2026-03-02T10:00:01+08:00' as Instant;
    expect(systemDuties(history.file, LAW_OF.liaoning, now)).toContainEqual(
      expect.objectContaining({ name: 'unpublish', at: '2024-01-05T00:00:00+08:00' }),
    );
    expect(dutiesSoFar(history, LAW_OF.liaoning, now)).toContainEqual(
      expect.objectContaining({ name: 'unpublish', at: '2026-03-02T10:00:00+08:00' }),
    );
  });
});
