import {
  countTerm,
  firstReportPeriod,
  isInside,
  nextReportPeriod,
  type Rulebook,
  reportLastDay,
  type Term,
} from '@ledger/rulebooks';
import {
  type CountedTerm,
  type Instant,
  legalDateOf,
  type WorkingCalendar,
} from '@ledger/statutory-calendar';
import { latestCase, openCases } from './cases.ts';
import type { CreditFile } from './credit-file.ts';

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

/**
 * The clocks that run on a file, the one that ends first in front.
 *
 * Units: `startedOn` and `lastDay` are legal dates; the last day itself is in time.
 * Law:   domain clocks of the rulebook; a clock whose rulebook sets no term does not run.
 */
export function runningClocks(
  file: CreditFile,
  rulebook: Rulebook,
  calendar: WorkingCalendar,
): readonly Clock[] {
  const clock = (
    kind: string,
    parameter: { readonly value: Term; readonly basis: string } | undefined,
    start: string | undefined,
    caseId?: string,
  ): readonly Clock[] => {
    if (parameter === undefined || start === undefined) return [];
    const startedOn = legalDateOf(start as Instant);
    return [
      asClock(kind, parameter.basis, startedOn, countTerm(parameter.value, startedOn, calendar), caseId),
    ];
  };
  const { standing } = file;
  const { filing, rights } = rulebook;
  const review = standing.status === 'under-review' ? clock('review', filing.reviewTerm, standing.since) : [];
  const amendment = clock('amendment-review', filing.amendmentReviewTerm, file.pendingAmendment?.filedAt);
  const cases = openCases(file.cases).flatMap(({ id, kind, step, openedAt, movedAt }) => {
    switch (`${kind}: ${step}`) {
      case 'objection: objected':
      case 'objection: overdue':
        return rights.objectionAtPublicBody === undefined
          ? clock('objection', rights.objectionAtAgency, openedAt, id)
          : clock('objection-verification', rights.objectionAtPublicBody.verify, openedAt, id);
      case 'objection: referred':
        return clock('objection-reply', rights.objectionAtPublicBody?.reply, movedAt, id);
      case 'objection: replied':
        return clock('objection-result', rights.objectionAtPublicBody?.result, movedAt, id);
      case 'complaint: accepted':
        return clock('complaint', rights.complaintTerm, movedAt, id);
      case 'credit-report: published':
        return isOutsider(file, rulebook)
          ? clock('credit-report-publicity', rulebook.creditReports?.outsiderPublicity, movedAt, id)
          : [];
      default:
        return [];
    }
  });
  const clocks = [
    ...review,
    ...amendment,
    ...cases,
    ...rectification(file, calendar),
    ...bar(file),
    ...report(file, rulebook, calendar),
  ];
  return clocks.toSorted((a, b) => (a.lastDay < b.lastDay ? -1 : a.lastDay > b.lastDay ? 1 : 0));
}

function rectification(file: CreditFile, calendar: WorkingCalendar): readonly Clock[] {
  const order = file.rectificationOrder;
  const discipline = latestCase(file.cases, 'discipline');
  if (order === undefined || discipline?.step !== 'ordered') return [];
  const startedOn = legalDateOf(order.servedAt as Instant);
  const unit = order.unit === 'calendar-day' ? 'day' : order.unit;
  const counted = countTerm({ amount: order.amount, unit }, startedOn, calendar);
  return [asClock('rectification', order.basis, startedOn, counted, discipline.id)];
}

function bar(file: CreditFile): readonly Clock[] {
  if (file.bar === undefined || file.bar.expired) return [];
  const { start, lastDay } = file.bar;
  return [{ kind: 'bar', rule: 'XJ-15-3', startedOn: start, lastDay, provisional: false }];
}

/** The next report that an agency on file owes and has not made. */
function report(file: CreditFile, rulebook: Rulebook, calendar: WorkingCalendar): readonly Clock[] {
  if (file.standing.status !== 'on-file' || rulebook.periodicReport.kind === 'none') return [];
  const made = new Set([...file.annualReports.map(({ year }) => String(year)), ...file.workReports]);
  const startedOn = legalDateOf(file.standing.since as Instant);
  let period = firstReportPeriod(rulebook, startedOn);
  while (period !== undefined && made.has(period)) period = nextReportPeriod(period);
  const lastDay = period === undefined ? undefined : reportLastDay(rulebook, period, calendar);
  if (lastDay === undefined) return [];
  return [asClock(`report-${period}`, rulebook.periodicReport.late.basis, startedOn, lastDay)];
}

function isOutsider(file: CreditFile, rulebook: Rulebook): boolean {
  return file.division === undefined || !isInside(rulebook, file.division);
}

function asClock(
  kind: string,
  rule: string,
  startedOn: string,
  counted: CountedTerm,
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
