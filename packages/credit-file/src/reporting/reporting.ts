import { firstReportPeriod, nextReportPeriod, reportLastDay } from '@ledger/rulebooks';
import type { EventData } from '@ledger/schemas';
import type { CreditFile } from '../credit-file.ts';
import { dayOf } from '../process/act.ts';
import { type Clock, countedClock } from '../process/clock.ts';
import type { Law, Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';

/**
 * Periodic reports (年度报告、半年工作报告). In Xinjiang the yearly one is due on 30 June and late is revoked.
 *
 * In `auto` the clock revokes in the same breath; in `propose` it proposes and an officer revokes (G-04).
 *
 * Law: XJ-11-1, XJ-11-2; ZY-5-7.
 */
export const reporting: Process = {
  guards: {
    reported: [reportYearIsOver, reportIsFirst],
    'report-overdue': [reportIsLate],
  },
  computed: {
    'declare-report-overdue': ({ act, rulebook, calendar }: Matter) => {
      const { reportYear } = act.data as EventData<'report-overdue'>;
      return { dueDate: reportLastDay(rulebook, String(reportYear), calendar)?.date };
    },
  },
  consequences: {
    'report-overdue': ({ act, rulebook }: Matter) => {
      const report = rulebook.periodicReport;
      if (report.kind !== 'yearly') return [];
      const { reportYear } = act.data as EventData<'report-overdue'>;
      const ground = report.late.value.ground as EventData<'revoked'>['ground'];
      const { basis } = report.late;
      return report.mode.value === 'auto'
        ? [{ type: 'revoked', data: { ground, automatic: true, reportYear }, basis }]
        : [{ type: 'revocation-proposed', data: { ground, reportYear }, basis }];
    },
  },
  clocks: nextReport,
};

/** The report is on a year that is over. */
function reportYearIsOver({ act }: Matter): Refusal | undefined {
  const { reportYear } = act.data as EventData<'reported'>;
  if (reportYear < Number(act.occurredAt.slice(0, 4))) return undefined;
  return refuse(
    'REPORT_NOT_DUE',
    act.basis,
    `${reportYear} is not over; report on it from 1 January ${reportYear + 1}`,
  );
}

function reportIsFirst({ file, act }: Matter): Refusal | undefined {
  const { reportYear } = act.data as EventData<'reported'>;
  const made = file.annualReports.find(({ year }) => year === reportYear);
  if (made === undefined) return undefined;
  return refuse(
    'REPORT_ALREADY_MADE',
    act.basis,
    `the report for ${reportYear} was made on ${made.occurredAt}`,
  );
}

/** XJ-11-1, XJ-11-2: late is after the end of the last day, with no report for that year. */
function reportIsLate(matter: Matter): Refusal | undefined {
  const { act, rulebook, calendar } = matter;
  const { reportYear } = act.data as EventData<'report-overdue'>;
  const report = rulebook.periodicReport;
  const lastDay = reportLastDay(rulebook, String(reportYear), calendar)?.date;
  if (report.kind !== 'yearly' || lastDay === undefined) {
    return refuse('REPORT_NOT_DUE', act.basis, `${rulebook.id} asks for no yearly report`);
  }
  if (dayOf(act.occurredAt) <= lastDay) {
    return refuse(
      'REPORT_NOT_DUE',
      [report.due.basis],
      `the report for ${reportYear} is in time to the end of ${lastDay}`,
    );
  }
  return reportIsFirst(matter);
}

/** The next report that an agency on file owes and has not made; the first one by the day of filing (G-06). */
function nextReport(file: CreditFile, { rulebook, calendar }: Law): readonly Clock[] {
  const { periodicReport } = rulebook;
  if (file.standing.status !== 'on-file' || periodicReport.kind === 'none' || file.filedAt === undefined)
    return [];
  const made = new Set([...file.annualReports.map(({ year }) => String(year)), ...file.workReports]);
  let period = firstReportPeriod(rulebook, dayOf(file.filedAt));
  while (period !== undefined && made.has(period)) period = nextReportPeriod(period);
  const lastDay = period === undefined ? undefined : reportLastDay(rulebook, period, calendar);
  if (lastDay === undefined) return [];
  const { basis } = periodicReport.kind === 'yearly' ? periodicReport.due : periodicReport.term;
  return [countedClock(`report-${period}`, basis, dayOf(file.standing.since), lastDay)];
}
