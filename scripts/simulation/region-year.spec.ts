import type { FileEvent, FileHistory } from '@ledger/credit-file';
import { describe, expect, it } from 'vitest';
import { foretell } from './oracle.ts';
import { type LifePlan, regionOf } from './plan.ts';
import { live, type SimulationSpan } from './region.ts';

const AGENCIES = 200;
const SEED = 20_250_101;
/** The files are made in the second half of 2024; the year and a half that is looked at begins on 1 January 2025. */
const SPAN: SimulationSpan = {
  firstDay: '2024-07-01',
  lastDay: '2026-07-02',
  downtimes: [
    { from: '2025-06-28T12:00:00+08:00', to: '2025-07-03T06:00:00+08:00' },
    { from: '2025-11-08T00:00:00+08:00', to: '2025-11-13T03:30:00+08:00' },
    { from: '2026-03-12T18:00:00+08:00', to: '2026-03-17T05:00:00+08:00' },
  ],
};

/** The acts of the law's own, and what tells one from another. */
const WATCHED: Readonly<Record<string, (data: Readonly<Record<string, unknown>>) => string>> = {
  'review-overdue': ({ of }) => `${of}`,
  'objection-overdue': ({ ref }) => `${ref}`,
  'complaint-overdue': ({ ref }) => `${ref}`,
  'report-overdue': ({ reportYear }) => `${reportYear}`,
  'work-report-overdue': ({ year, half }) => `${year}-${half}`,
  reminded: ({ dueDate, daysLeft }) => `${dueDate} -${daysLeft}`,
  revoked: ({ ground }) => `${ground}`,
  barred: ({ lastDay }) => `${lastDay}`,
  'bar-expired': ({ barLastDay }) => `${barLastDay}`,
};

function linesOf({ events }: FileHistory): readonly string[] {
  return events
    .flatMap(({ type, data, metadata }: FileEvent) => {
      const detail = WATCHED[type]?.(data as Readonly<Record<string, unknown>>);
      return detail === undefined ? [] : [`${metadata.occurredAt} ${type} ${detail}`];
    })
    .toSorted();
}

describe('XJ-10-1, XJ-11-1, XJ-11-2, XJ-12-2, XJ-15-3, XJ-15-5, XJ-22-2, XJ-24-2, ZY-5-7: a year and a half of a region of 200 agencies', () => {
  const started = performance.now();
  const plans = regionOf(AGENCIES, SEED);
  const lived = plans.map((plan) => live(plan, SPAN));
  const seconds = (performance.now() - started) / 1_000;
  const count = (type: string) =>
    lived.reduce((sum, { events }) => sum + events.filter((event) => event.type === type).length, 0);

  it('ends with the revocations, bars, reminders and overdue flags of an oracle that shares no code with the ledger', () => {
    const told = (plan: LifePlan) => ({ fileId: plan.fileId, ...foretell(plan, SPAN) });
    const ledger = lived.map((history) => ({
      fileId: history.fileId,
      lines: linesOf(history),
      status: history.file.standing.status,
    }));
    expect(ledger).toEqual(plans.map(told));
  });

  it('meets every kind of act often enough to speak of a test', () => {
    for (const type of [...Object.keys(WATCHED), 'restored', 'refiled', 'deregistered']) {
      expect([type, count(type) >= 5]).toEqual([type, true]);
    }
  });

  it('does each act once: no two events of a file come of one command of the clock and one kind', () => {
    for (const { events } of lived) {
      const acts = events
        .filter(({ metadata }) => metadata.actor.id === 'timekeeper')
        .map(({ metadata, type }) => `${metadata.commandId} ${type}`);
      expect(new Set(acts).size).toBe(acts.length);
    }
  });

  it('dates what a standstill has delayed from when it fell due, and records it when it was made', () => {
    const delayed = lived.flatMap(({ events }) =>
      events.filter(
        ({ type, metadata }) => type === 'revoked' && metadata.recordedAt.startsWith('2025-07-03T06'),
      ),
    );
    expect(delayed.length).toBeGreaterThan(5);
    for (const { metadata } of delayed) expect(metadata.occurredAt).toBe('2025-07-01T00:00:00+08:00');
  });

  it('the same seed gives the same region', () => {
    const again = regionOf(AGENCIES, SEED)[0];
    expect(again).toEqual(plans[0]);
    expect(again && live(again, SPAN).events).toEqual(lived[0]?.events);
  });

  it('takes less than a minute', () => expect(seconds).toBeLessThan(60));
});
