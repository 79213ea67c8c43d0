import {
  addDays,
  addMonths,
  addWorkingDays,
  type CountedTerm,
  type LegalDate,
  legalDateFrom,
  partsOf,
  type WorkingCalendar,
} from '@ledger/statutory-calendar';
import type { Term } from './parameter.ts';
import type { Rulebook } from './rulebook.ts';

/**
 * The last day of a term that starts on a day, and how it was counted.
 *
 * Shape:  `days` explains a term of working days; it is empty for months and calendar days, which are never provisional.
 */
export function countTerm(term: Term, from: LegalDate, calendar: WorkingCalendar): CountedTerm {
  switch (term.unit) {
    case 'working-day':
      return addWorkingDays(calendar, from, term.amount);
    case 'calendar-day':
      return { date: addDays(from, term.amount), provisional: false, days: [] };
    case 'month':
      return { date: addMonths(from, term.amount), provisional: false, days: [] };
  }
}

/** The period of a report: `2024` for a year, `2025-H2` for a half year. */
export type ReportPeriod = string;

/**
 * The first period an agency that filed on a day must report on, once it is accepted, or undefined where the law asks for no report.
 *
 * Law: XJ-11-1, ZY-5-7; decision G-06: an agency filed in a year owes its first yearly report by the deadline of the next.
 */
export function firstReportPeriod(rulebook: Rulebook, filedOn: LegalDate): ReportPeriod | undefined {
  const report = rulebook.periodicReport;
  const { year } = partsOf(filedOn);
  switch (report.kind) {
    case 'none':
      return undefined;
    case 'yearly':
      return String(year);
    case 'half-yearly':
      return `${year}-H${report.periodEnds.value.findIndex((end) => filedOn.slice(5) <= end) + 1}`;
  }
}

/** The period after a period. */
export function nextReportPeriod(period: ReportPeriod): ReportPeriod {
  const year = Number(period.slice(0, 4));
  if (period.length === 4) return String(year + 1);
  return period.endsWith('H1') ? `${year}-H2` : `${year + 1}-H1`;
}

/**
 * The last day on which the report for a period is in time, or undefined where the law asks for none.
 *
 * A fixed date is not moved when it is no working day (G-05); a half year's report is due some working days after its end (G-08).
 *
 * Law: XJ-11-1, ZY-5-7.
 */
export function reportLastDay(
  rulebook: Rulebook,
  period: ReportPeriod,
  calendar: WorkingCalendar,
): CountedTerm | undefined {
  const report = rulebook.periodicReport;
  const year = Number(period.slice(0, 4));
  switch (report.kind) {
    case 'none':
      return undefined;
    case 'yearly':
      return { date: dayOfYear(year + 1, report.due.value), provisional: false, days: [] };
    case 'half-yearly': {
      const end = report.periodEnds.value[period.endsWith('H1') ? 0 : 1];
      return end === undefined ? undefined : countTerm(report.term.value, dayOfYear(year, end), calendar);
    }
  }
}

/** Whether an agency registered on a day is in its first year when it files, and need not bring an annual report. Law: XJ-8-8, G-07. */
export function isFirstYear(rulebook: Rulebook, registeredOn: LegalDate, filedOn: LegalDate): boolean {
  const exemption = rulebook.filing.firstYearExemptionMonths;
  return exemption !== undefined && filedOn < addMonths(registeredOn, exemption.value);
}

/**
 * The last day of the bar that a revocation on a ground carries, or undefined when it carries none.
 *
 * Units: `served` is the day the revocation was served, or failing that published; a filing is possible from the day after the result.
 * Law:   XJ-15-3; decisions G-01 and G-02.
 */
export function barLastDay(rulebook: Rulebook, groundCode: string, served: LegalDate): LegalDate | undefined {
  const ground = rulebook.discipline.revocationGrounds.find(({ value }) => value.code === groundCode);
  if (ground === undefined || ground.value.barMonths === 0) return undefined;
  return addMonths(served, ground.value.barMonths);
}

function dayOfYear(year: number, monthDay: string): LegalDate {
  return legalDateFrom(year, Number(monthDay.slice(0, 2)), Number(monthDay.slice(3)));
}
