import type { FileEvent } from '@ledger/credit-file';
import type { RegisterRow } from './row.ts';
import { dayOf, sourceOf } from './source.ts';

type EventOf<Type extends FileEvent['type']> = Extract<FileEvent, { readonly type: Type }>;
type ReportState = RegisterRow['creditReports'][number]['state'];

/** Notes a report that waits for its publication; its subject is not kept. Law: ZY-4-3. */
export function fileReport(row: RegisterRow, event: EventOf<'credit-report-filed'>): RegisterRow {
  const { reportNo, standard, issuedOn, uscc, agencyName } = event.data;
  return {
    ...row,
    outsider: { uscc, name: agencyName, rulebook: event.metadata.rulebook },
    filedReports: [...row.filedReports, { number: reportNo, standard, issuedOn }],
  };
}

/** Publishes a report; one that is usable only later is in its term of publicity. Law: ZY-4-4, ZY-4-9. */
export function publishReport(row: RegisterRow, event: EventOf<'credit-report-published'>): RegisterRow {
  const { reportNo, usableFrom } = event.data;
  const filed = row.filedReports.find((report) => report.number === reportNo);
  const publishedOn = dayOf(event.metadata.occurredAt);
  const published = {
    ...sourceOf(event),
    number: reportNo,
    ...(filed !== undefined && { standard: filed.standard, issuedOn: filed.issuedOn }),
    publishedOn,
    usableFrom,
    state: (usableFrom > publishedOn ? 'in-publicity' : 'usable') satisfies ReportState as ReportState,
  };
  return {
    ...row,
    filedReports: row.filedReports.filter((report) => report !== filed),
    creditReports: [...row.creditReports, published],
  };
}

/** Where a published report stands; a report that is not published has no standing in public. */
export function setReportState(row: RegisterRow, reportNo: string, state: ReportState): RegisterRow {
  return {
    ...row,
    creditReports: row.creditReports.map((report) =>
      report.number === reportNo ? { ...report, state } : report,
    ),
  };
}
