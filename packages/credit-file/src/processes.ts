import { amendment } from './amendment/amendment.ts';
import { complaint } from './complaint/complaint.ts';
import type { CreditFile } from './credit-file.ts';
import { creditReport } from './credit-report/credit-report.ts';
import { discipline } from './discipline/discipline.ts';
import { exit } from './exit/exit.ts';
import { filing } from './filing/filing.ts';
import { listing } from './listing/listing.ts';
import { objection } from './objection/objection.ts';
import type { Clock } from './process/clock.ts';
import type { Law, Process } from './process/process.ts';
import { reporting } from './reporting/reporting.ts';
import { revocation } from './revocation/revocation.ts';

/** The processes of the law, each in a folder of its own. */
export const PROCESSES: readonly Process[] = [
  filing,
  amendment,
  reporting,
  discipline,
  listing,
  revocation,
  exit,
  objection,
  complaint,
  creditReport,
];

/**
 * The clocks that run on a file, the one that ends first in front.
 *
 * Units: `startedOn` and `lastDay` are legal dates; an act on the last day is in time.
 */
export function runningClocks(file: CreditFile, law: Law): readonly Clock[] {
  const clocks = PROCESSES.flatMap((process) => process.clocks?.(file, law) ?? []);
  return clocks.toSorted((one, other) =>
    one.lastDay < other.lastDay ? -1 : one.lastDay > other.lastDay ? 1 : 0,
  );
}
