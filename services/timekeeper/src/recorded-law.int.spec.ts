import { CALENDAR_STREAM, rulebookStreamOf } from '@ledger/credit-file';
import { LAW, ruleOf } from '@ledger/rulebooks';
import type { StoredEvent, StreamName } from '@ledger/schemas';
import {
  addWorkingDays,
  type Instant,
  type LegalDate,
  STATE_COUNCIL_CALENDAR,
  STATE_COUNCIL_NOTICES,
} from '@ledger/statutory-calendar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger, type TestLedger, wait } from '../testing/open-ledger.ts';
import { followLaw } from './follow-law.ts';
import { recordedLaw } from './recorded-law.ts';

const SHIPPED = { rulebooks: LAW.rulebooks, calendar: STATE_COUNCIL_CALENDAR };
const at = (text: string) => text as Instant;
const day = (text: string) => text as LegalDate;

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await openLedger();
});
afterAll(() => ledger.close());

const salt = () => ledger.parts.randomSalt();
async function stored(stream: StreamName): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of ledger.eventLog.readStream(stream)) events.push(event);
  return events;
}
/** How a term of ten working days over the turn of the year ends. */
function tenDays(calendar: typeof STATE_COUNCIL_CALENDAR): readonly unknown[] {
  const { date, provisional } = addWorkingDays(calendar, day('2025-12-31'), 10);
  return [date, provisional];
}

describe('XJ-2-2, XJ-32-1, LNO-2.1-3, G-10: the law is on record', () => {
  it('is the law that ships while nothing is recorded', () => {
    const law = recordedLaw(ledger.eventLog, SHIPPED);
    expect(law.rulebookOf('650000', day('2025-03-03'))?.id).toBe('xj-measures-draft@2024-01-01');
    expect(law.rulebookOf('650000', day('2023-12-31'))).toBeUndefined();
  });

  it('goes on record once, though two timekeepers record it at the same moment and again', async () => {
    const laws = [1, 2].map(() => recordedLaw(ledger.eventLog, SHIPPED));
    await Promise.all(laws.map((law) => law.record(at('2025-06-02T09:00:00+08:00'), salt)));
    expect(await laws[0]?.record(at('2025-06-03T00:00:00+08:00'), salt)).toEqual([]);

    const streams = LAW.rulebooks.map((rulebook) => rulebookStreamOf(rulebook));
    const activated = (await Promise.all(streams.map(stored))).flat();
    expect(activated.map(({ type, data }) => [type, (data as { rulebook: string }).rulebook])).toEqual(
      LAW.rulebooks.map(({ id }) => ['rule-pack-activated', id]),
    );
  });

  it('a notice is recorded when it is signed, under a rule that the catalogue has', async () => {
    const events = await stored(CALENDAR_STREAM);
    const signed = STATE_COUNCIL_NOTICES.filter(({ date }) => date <= '2025-06-02');
    expect(events).toHaveLength(signed.length);
    expect(signed.length).toBeLessThan(STATE_COUNCIL_NOTICES.length);
    for (const { metadata } of events) expect(ruleOf(metadata.basis[0] ?? '')).toBeDefined();
  });

  it('a date in a year without a notice is provisional until the notice arrives, and is firm then, without a restart', async () => {
    const law = recordedLaw(ledger.eventLog, SHIPPED);
    const reader = recordedLaw(ledger.eventLog, SHIPPED);
    const unfollow = followLaw(reader, { readModels: ledger.readModels, wait, log: ledger.parts.log });
    while (tenDays(reader.calendar)[1] !== true) await wait(20);
    expect(await law.record(at('2025-11-04T00:00:00+08:00'), salt)).toEqual(['holiday-calendar-published']);
    while (tenDays(reader.calendar)[1] !== false) await wait(20);
    unfollow();
    expect(tenDays(reader.calendar)).toEqual(['2026-01-15', false]);
  });

  it('a version that lapses is declared expired on the day after its last, and is in force no more', async () => {
    const law = recordedLaw(ledger.eventLog, SHIPPED);
    expect(await law.record(at('2028-12-31T23:59:59+08:00'), salt)).toEqual([]);
    expect(await law.record(at('2029-01-01T00:00:00+08:00'), salt)).toEqual(['rule-pack-expired']);
    expect(law.rulebookOf('650000', day('2028-12-31'))?.id).toBe('xj-measures-draft@2024-01-01');
    expect(law.rulebookOf('650000', day('2029-01-01'))).toBeUndefined();
  });

  it('stands in the journal with positions of its own, on nobody’s file', async () => {
    const head = await ledger.eventLog.head();
    if (head === undefined) throw new Error('nothing is recorded');
    expect(await ledger.readModels.waitFor(head.id, 20_000)).toBe('projected');
    const journalled = await ledger.readModels.readEvent({ id: head.id });
    expect(journalled).toMatchObject({ type: 'rule-pack-expired', stream: 'rulebook-650000' });
    expect(journalled).not.toHaveProperty('fileId');
  });
});
