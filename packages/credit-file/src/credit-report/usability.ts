import { countTerm, isInside, type Rulebook } from '@ledger/rulebooks';
import { addDays, type LegalDate } from '@ledger/statutory-calendar';
import type { Case } from '../case-table.ts';
import { caseByRef, factIn, timeOf } from '../cases.ts';
import type { CreditFile } from '../credit-file.ts';
import { dayOf } from '../process/act.ts';
import { type Clock, clockOf } from '../process/clock.ts';
import type { Law } from '../process/process.ts';

/** Whether a department may use a report on a day, or why not and from when. */
export type Usability =
  | { readonly usable: true }
  | {
      readonly usable: false;
      readonly why: 'not-filed' | 'not-published' | 'publicity-runs' | 'objected' | 'rejected' | 'expired';
      /** First day on which it may be used, where one is known. */
      readonly from?: string;
    };

/**
 * Whether the report with that number may be used on a day.
 *
 * From inside: once it is published. From outside: once its publicity has ended without an objection that stands.
 *
 * Law: ZY-4-2, ZY-4-5, ZY-4-6, ZY-4-9; decision G-24.
 */
export function usabilityOf(file: CreditFile, reportNo: string, day: LegalDate, law: Law): Usability {
  const report = caseByRef(file.cases, 'credit-report', reportNo);
  if (report === undefined) return { usable: false, why: 'not-filed' };
  switch (report.step) {
    case 'pbc-reviewed':
      return { usable: false, why: 'not-filed' };
    case 'filed':
    case 'accepted':
      return { usable: false, why: 'not-published' };
    case 'objected':
      return { usable: false, why: 'objected' };
    case 'published':
    case 'cleared':
      return usabilityOfPublished(file, report, day, law);
    default:
      return { usable: false, why: 'rejected' };
  }
}

function usabilityOfPublished(file: CreditFile, report: Case, day: LegalDate, law: Law): Usability {
  const validTo = factIn(report, 'validTo');
  if (validTo !== undefined && day > validTo) return { usable: false, why: 'expired' };
  if (report.step === 'cleared' || !isFromOutside(file, law.rulebook)) return { usable: true };
  const [publicity] = publicityOf(report, law);
  return {
    usable: false,
    why: 'publicity-runs',
    ...(publicity === undefined ? {} : { from: addDays(publicity.lastDay as LegalDate, 1) }),
  };
}

/** Whether the agency is registered outside the jurisdiction, or not known to it at all. */
export function isFromOutside(file: CreditFile, rulebook: Rulebook): boolean {
  return file.division === undefined || !isInside(rulebook, file.division);
}

/**
 * The publicity of a published report; an objection denied while it ran, or after, lets it end on the day of the denial
 * at the earliest, and starts it no second time.
 *
 * Law: ZY-4-9; decision G-24.
 */
export function publicityOf(report: Case, law: Law): readonly Clock[] {
  const term = law.rulebook.creditReports?.outsiderPublicity;
  const published = timeOf(report, 'credit-report-published');
  const denied = timeOf(report, 'credit-report-objection-denied');
  return clockOf('credit-report-publicity', term, published, law, report.id).map((clock) => {
    const deniedOn = denied === undefined ? undefined : dayOf(denied);
    return deniedOn !== undefined && deniedOn > clock.lastDay
      ? { ...clock, lastDay: deniedOn, provisional: false }
      : clock;
  });
}

/** When a report published at an instant may be used, and the term behind it. */
export function usableFrom(file: CreditFile, publishedAt: string, { rulebook, calendar }: Law): LegalDate {
  const published = dayOf(publishedAt);
  const term = rulebook.creditReports?.outsiderPublicity;
  if (term === undefined || !isFromOutside(file, rulebook)) return published;
  return addDays(countTerm(term.value, published, calendar).date, 1);
}
