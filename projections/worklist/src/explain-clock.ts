import type { Clock, CreditFile } from '@ledger/credit-file';
import { countTerm, type Rulebook, type Term } from '@ledger/rulebooks';
import {
  addWorkingDays,
  type CountedDay,
  type LegalDate,
  type WorkingCalendar,
  workingDaysBetween,
} from '@ledger/statutory-calendar';

/** How the last day of a clock was counted from the day it started on, which is not counted itself. */
export interface ClockCount extends Term {
  /** Working days that did not count because the clock stood still (LNR-37-8). */
  readonly stopped?: number;
  /** Every day after the start up to the last, and why it counted or not; empty unless working days are counted. */
  readonly days: readonly CountedDay[];
}

/** What a clock was counted with. */
export interface CountingContext {
  readonly file: Pick<CreditFile, 'rectificationOrder'>;
  readonly rulebook: Rulebook;
  readonly calendar: WorkingCalendar;
}

/**
 * How a clock's last day comes about: the term of the clock's rule, in the rulebook or in the order it rests on, that counts
 * from its start to that very day.
 *
 * Shape:  undefined for a day that is fixed by the law or stated by an act (30 June, the end of a stated measure), and so
 *         was not counted.
 * Law:    Civil Code (民法典) art. 201; decisions G-09, G-10.
 */
export function explainClock(
  clock: Clock,
  { file, rulebook, calendar }: CountingContext,
): ClockCount | undefined {
  // Clocks are counted by the rulebook, and their days are legal dates.
  const [from, to] = [clock.startedOn as LegalDate, clock.lastDay as LegalDate];
  const order = file.rectificationOrder;
  const terms = [...termsOn(rulebook, clock.rule), ...(order === undefined ? [] : [order])];
  for (const { amount, unit } of terms) {
    const { date, days } = countTerm({ amount, unit }, from, calendar);
    if (date === to) return { amount, unit, days };
  }
  const worked = workingDaysBetween(calendar, from, to);
  const stopped = terms.find(({ amount, unit }) => unit === 'working-day' && amount < worked);
  if (stopped === undefined) return undefined;
  const { amount, unit } = stopped;
  return { amount, unit, stopped: worked - amount, days: addWorkingDays(calendar, from, worked).days };
}

/** The terms that a rulebook sets by a rule, wherever they stand in it. */
function termsOn(part: unknown, rule: string): readonly Term[] {
  if (typeof part !== 'object' || part === null) return [];
  const { basis, value } = part as { readonly basis?: unknown; readonly value?: unknown };
  if (basis === rule && isTerm(value)) return [value];
  return Object.values(part).flatMap((inner) => termsOn(inner, rule));
}

function isTerm(value: unknown): value is Term {
  return typeof value === 'object' && value !== null && 'amount' in value && 'unit' in value;
}
