import type { ReportPeriod, Rulebook } from '@ledger/rulebooks';
import type { Act } from '../process/act.ts';

/** The period that a report, or its absence, is about: `2024`, `2025-H1`. */
export function reportPeriod({ data }: Act): ReportPeriod {
  const { reportYear, year, half } = data as {
    readonly reportYear?: number;
    readonly year?: number;
    readonly half?: string;
  };
  return reportYear === undefined ? `${year}-${half}` : String(reportYear);
}

/** The half year of a period, as its events state it. */
export function periodOfWork(period: ReportPeriod): { readonly year: number; readonly half: string } {
  return { year: Number(period.slice(0, 4)), half: period.slice(5) };
}

/** The last day of a period, or undefined where the rulebook asks for no report of that kind. */
export function periodEnd({ periodicReport }: Rulebook, period: ReportPeriod): string | undefined {
  const year = period.slice(0, 4);
  if (period.length === 4) return periodicReport.kind === 'yearly' ? `${year}-12-31` : undefined;
  if (periodicReport.kind !== 'half-yearly') return undefined;
  const end = periodicReport.periodEnds.value[period.endsWith('H1') ? 0 : 1];
  return end === undefined ? undefined : `${year}-${end}`;
}
