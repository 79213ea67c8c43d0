import { firstReportPeriod, nextReportPeriod, type Rulebook, reportLastDay } from '@ledger/rulebooks';
import type { EventData } from '@ledger/schemas';
import type { CountedTerm, LegalDate } from '@ledger/statutory-calendar';
import type { CreditFile } from '../credit-file.ts';
import { dayOf } from '../process/act.ts';
import { afterDay, type Clock, countedClock, hasRunOut } from '../process/clock.ts';
import type { Duty, Law, Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';
import { periodEnd, periodOfWork, reportPeriod } from './period.ts';
import { reminderDuties, reminderIsTrue } from './reminders.ts';

/**
 * Periodic reports (年度报告、半年工作报告). In Xinjiang the yearly one is due on 30 June and late is revoked.
 *
 * In `auto` the clock revokes in the same breath; in `propose` it proposes and an officer revokes (G-04). A half-year report
 * that is late is flagged, no more (G-08).
 *
 * Law: XJ-11-1 to XJ-11-5; ZY-5-7.
 */
export const reporting: Process = {
  guards: {
    reported: [periodIsOver, reportIsFirst, reportIsInTime, partsAreComplete],
    'work-reported': [periodIsOver, reportIsFirst],
    'report-overdue': [reportIsLate],
    'work-report-overdue': [reportIsLate],
    reminded: [
      (matter) => reminderIsTrue(reportsBy(dayOf(matter.act.occurredAt), matter.file, matter))(matter),
    ],
  },
  computed: {
    report: ({ act, ...law }) => dueOfPeriod(act, law),
    'report-work': ({ act, ...law }) => {
      const due = dueOfPeriod(act, law);
      return due.due !== undefined && dayOf(act.occurredAt) > due.due.date ? { ...due, late: true } : due;
    },
    'declare-report-overdue': dueDate,
    'declare-work-report-overdue': dueDate,
  },
  consequences: {
    'report-overdue': ({ act, rulebook }: Matter) => {
      const report = rulebook.periodicReport;
      if (report.kind !== 'yearly') return [];
      const { reportYear } = act.data as EventData<'report-overdue'>;
      const { ground } = report.late.value;
      const { basis } = report.late;
      return report.mode.value === 'auto'
        ? [{ type: 'revoked', data: { ground, automatic: true, reportYear }, basis }]
        : [{ type: 'revocation-proposed', data: { ground, reportYear }, basis }];
    },
  },
  clocks: nextReport,
  duties: (file, law, today) =>
    reportsBy(today, file, law).flatMap((clock) => [
      ...overdueDuty(clock, law, today),
      ...reminderDuties(file, clock, law, today),
    ]),
};

/** A report is on a period that is over. */
function periodIsOver({ act, rulebook }: Matter): Refusal | undefined {
  const period = reportPeriod(act);
  const end = periodEnd(rulebook, period);
  if (end === undefined) {
    return refuse('REPORT_NOT_DUE', act.basis, `${rulebook.id} asks for no report on ${period}`);
  }
  if (dayOf(act.occurredAt) > end) return undefined;
  return refuse('REPORT_NOT_DUE', act.basis, `${period} is not over; report on it after ${end}`);
}

function reportIsFirst({ file, act }: Matter): Refusal | undefined {
  const period = reportPeriod(act);
  if (!isReported(file, period)) return undefined;
  const made = file.annualReports.find(({ year }) => String(year) === period);
  const when = made === undefined ? '' : ` on ${made.occurredAt}`;
  return refuse('REPORT_ALREADY_MADE', act.basis, `the report for ${period} was made${when}`);
}

/**
 * After the last day a yearly report that is owed comes too late: by law the file is revoked since, whether the system has
 * said so yet or not. Once that is declared (and undone), the report may be made up.
 *
 * Law: XJ-11-2; late knowledge: what was handed in on 30 June is in time whenever it is recorded.
 */
function reportIsInTime({ file, act, ...law }: Matter): Refusal | undefined {
  const { periodicReport } = law.rulebook;
  const day = dayOf(act.occurredAt);
  const owed = owedBy(day, file, law).find(({ period }) => period === reportPeriod(act));
  if (periodicReport.kind !== 'yearly' || owed === undefined || day <= owed.lastDay.date) return undefined;
  return refuse(
    'REPORT_TOO_LATE',
    [periodicReport.late.basis],
    `the report for ${owed.period} was due to the end of ${owed.lastDay.date}; an authority records one that was handed in by then`,
  );
}

/** Every part that the rulebook asks for. Law: XJ-11-3, XJ-11-4, XJ-11-5. */
function partsAreComplete({ act, rulebook }: Matter): Refusal | undefined {
  const { parts } = act.data as EventData<'reported'>;
  const report = rulebook.periodicReport;
  if (report.kind !== 'yearly') return undefined;
  const missing = report.parts.value.filter((part) => !parts.includes(part));
  if (missing.length === 0) return undefined;
  return refuse('REPORT_INCOMPLETE', [report.parts.basis], `the report lacks ${missing.join(', ')}`);
}

/** Late is after the end of the last day, with no report on that period. Law: XJ-11-1, XJ-11-2, ZY-5-7. */
function reportIsLate(matter: Matter): Refusal | undefined {
  const { act, rulebook, calendar } = matter;
  const period = reportPeriod(act);
  const counted = reportLastDay(rulebook, period, calendar);
  const basis = reportRule(rulebook);
  if (counted === undefined || periodEnd(rulebook, period) === undefined || basis === undefined) {
    return refuse('REPORT_NOT_DUE', act.basis, `${rulebook.id} asks for no report on ${period}`);
  }
  if (counted.provisional || dayOf(act.occurredAt) <= counted.date) {
    const how = counted.provisional ? ', a day that no notice has confirmed' : '';
    return refuse(
      'REPORT_NOT_DUE',
      [basis],
      `the report for ${period} is in time to the end of ${counted.date}${how}`,
    );
  }
  return reportIsFirst(matter) ?? reportIsOwed(matter);
}

/** Only a report that the agency owes can be late, and only once. */
function reportIsOwed({ file, act, ...law }: Matter): Refusal | undefined {
  const owed = owedBy(dayOf(act.occurredAt), file, law);
  const period = reportPeriod(act);
  if (owed.some((one) => one.period === period)) return undefined;
  const there = owed.length === 0 ? 'none' : owed.map((one) => `that for ${one.period}`).join(', ');
  return refuse('REPORT_NOT_DUE', act.basis, `the report owed is ${there}, not that for ${period}`);
}

function dueDate({ act, rulebook, calendar }: Matter): { readonly dueDate?: string } {
  const date = reportLastDay(rulebook, reportPeriod(act), calendar)?.date;
  return date === undefined ? {} : { dueDate: date };
}

function dueOfPeriod(
  act: Matter['act'],
  { rulebook, calendar }: Law,
): { readonly due?: { readonly date: string; readonly rule: string } } {
  const date = reportLastDay(rulebook, reportPeriod(act), calendar)?.date;
  const rule = reportRule(rulebook);
  return date === undefined || rule === undefined ? {} : { due: { date, rule } };
}

/** A period that the agency owes a report on, and the last day for it. */
interface OwedPeriod {
  readonly period: string;
  readonly lastDay: CountedTerm;
}

/** The first report that an agency on file owes and has not made; the first one by the day of filing (G-06). */
function nextReport(file: CreditFile, law: Law): readonly Clock[] {
  for (const owed of owedPeriods(file, law)) return clockOfReport(owed, file, law);
  return [];
}

/** The reports that an agency owes on a day: each that is late, and the next. */
function reportsBy(day: string, file: CreditFile, law: Law): readonly Clock[] {
  return owedBy(day, file, law).flatMap((owed) => clockOfReport(owed, file, law));
}

function clockOfReport(
  { period, lastDay }: OwedPeriod,
  { standing }: CreditFile,
  law: Law,
): readonly Clock[] {
  const basis = reportRule(law.rulebook);
  if (basis === undefined || standing.status !== 'on-file') return [];
  return [countedClock(`report-${period}`, basis, dayOf(standing.since), lastDay)];
}

/** The periods whose last day has passed on a day, and the one that runs then: each is owed for itself. */
function owedBy(day: string, file: CreditFile, law: Law): readonly OwedPeriod[] {
  const owed: OwedPeriod[] = [];
  for (const one of owedPeriods(file, law)) {
    owed.push(one);
    if (one.lastDay.date >= day) break;
  }
  return owed;
}

/**
 * The periods from the filing on (G-06) that are neither reported on nor already found overdue, without end.
 *
 * A period whose last day had passed before the agency was accepted is none that it owes: nobody reports to a register that
 * has not taken him.
 */
function* owedPeriods(file: CreditFile, { rulebook, calendar }: Law): Generator<OwedPeriod> {
  if (file.standing.status !== 'on-file' || file.filedAt === undefined) return;
  const acceptedOn = dayOf(file.standing.since);
  let period = firstReportPeriod(rulebook, dayOf(file.filedAt));
  while (period !== undefined) {
    const lastDay = reportLastDay(rulebook, period, calendar);
    if (lastDay === undefined) return;
    if (lastDay.date >= acceptedOn && !isSettled(file, period)) yield { period, lastDay };
    period = nextReportPeriod(period);
  }
}

/** The system declares a report overdue at 00:00 of the day after its last. */
function overdueDuty(clock: Clock, { rulebook }: Law, today: LegalDate): readonly Duty[] {
  if (!hasRunOut(clock, today)) return [];
  const period = clock.kind.slice('report-'.length);
  const at = afterDay(clock.lastDay);
  if (rulebook.periodicReport.kind === 'half-yearly') {
    return [{ name: 'declare-work-report-overdue', data: periodOfWork(period), at }];
  }
  return [{ name: 'declare-report-overdue', data: { reportYear: Number(period) }, at }];
}

function isReported({ annualReports, workReports }: CreditFile, period: string): boolean {
  return annualReports.some(({ year }) => String(year) === period) || workReports.includes(period);
}

/** Reported on, or found overdue: what follows from that is another matter, and the next period runs. */
function isSettled(file: CreditFile, period: string): boolean {
  const { overdueReportYears, overdueWorkReports } = file;
  return (
    isReported(file, period) ||
    overdueReportYears.some((year) => String(year) === period) ||
    overdueWorkReports.includes(period)
  );
}

/** The rule that asks for a report; undefined where none is asked for. */
function reportRule({ periodicReport }: Rulebook): string | undefined {
  switch (periodicReport.kind) {
    case 'yearly':
      return periodicReport.due.basis;
    case 'half-yearly':
      return periodicReport.term.basis;
    case 'none':
      return undefined;
  }
}
