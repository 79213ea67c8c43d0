import { countTerm, type Term } from '@ledger/rulebooks';
import { addDays, type CountedTerm, type LegalDate, startOfDay } from '@ledger/statutory-calendar';
import { dayOf } from './act.ts';
import type { Law } from './process.ts';

/** A term that runs on a file: what it is for, on which rule, and the last day on which an act is in time. */
export interface Clock {
  readonly kind: string;
  readonly rule: string;
  /** The case it belongs to, when it belongs to one. */
  readonly caseId?: string;
  readonly startedOn: string;
  readonly lastDay: string;
  /** True when a year without a published calendar lies in the count. */
  readonly provisional: boolean;
  /** The rulebook's own measure of promptness where the law names no number: nothing follows from missing it. */
  readonly target?: true;
}

/** A term of the rulebook, with the rule that sets it. */
export interface WrittenTerm {
  readonly value: Term;
  readonly basis: string;
  readonly source?: 'law' | 'product-default';
}

/**
 * The clock of a term that runs from an instant; none where the rulebook sets no term, or nothing has started it.
 *
 * Units: `start` is an instant of the envelope; the day it lies in is not counted (G-09).
 */
export function clockOf(
  kind: string,
  term: WrittenTerm | undefined,
  start: string | undefined,
  { calendar }: Law,
  caseId?: string,
): readonly Clock[] {
  if (term === undefined || start === undefined) return [];
  const startedOn = dayOf(start);
  const counted = countTerm(term.value, startedOn, calendar);
  const clock = countedClock(kind, term.basis, startedOn, counted, caseId);
  return [term.source === 'product-default' ? { ...clock, target: true } : clock];
}

/** The clock of a term that is counted already. */
export function countedClock(
  kind: string,
  rule: string,
  startedOn: string,
  counted: Pick<CountedTerm, 'date' | 'provisional'>,
  caseId?: string,
): Clock {
  return {
    kind,
    rule,
    ...(caseId === undefined ? {} : { caseId }),
    startedOn,
    lastDay: counted.date,
    provisional: counted.provisional,
  };
}

/** Whether a clock has run out by a day, and may be acted on: never by a provisional date (G-10). */
export function hasRunOut({ lastDay, provisional }: Clock, today: string): boolean {
  return !provisional && today > lastDay;
}

/** The first instant after a last day: 00:00 of the next, +08:00. */
export function afterDay(lastDay: string): string {
  return startOfDay(addDays(lastDay as LegalDate, 1));
}

/** When a term runs out, as a payload states it, with the rule and the amount it was counted by. */
export interface Due {
  readonly date: string;
  readonly rule: string;
  readonly amount?: number;
  readonly unit?: 'calendar-day' | 'working-day';
}

/** The due date of a term that runs from an instant; nothing where the rulebook sets no term. */
export function dueOf(
  term: WrittenTerm | undefined,
  start: string,
  { calendar }: Law,
): { readonly due?: Due } {
  if (term === undefined) return {};
  const { amount, unit } = term.value;
  const { date } = countTerm(term.value, dayOf(start), calendar);
  return { due: { date, rule: term.basis, ...(unit === 'month' ? {} : { amount, unit }) } };
}
