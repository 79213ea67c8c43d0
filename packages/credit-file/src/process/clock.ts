import { countTerm, type Term } from '@ledger/rulebooks';
import type { CountedTerm } from '@ledger/statutory-calendar';
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
}

/** A term of the rulebook, with the rule that sets it. */
export interface WrittenTerm {
  readonly value: Term;
  readonly basis: string;
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
  return [countedClock(kind, term.basis, startedOn, countTerm(term.value, startedOn, calendar), caseId)];
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
