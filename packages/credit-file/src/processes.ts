import { amendment } from './amendment/amendment.ts';
import { commitment } from './commitment/commitment.ts';
import { complaint } from './complaint/complaint.ts';
import type { CreditFile } from './credit-file.ts';
import { creditReport } from './credit-report/credit-report.ts';
import { discipline } from './discipline/discipline.ts';
import { exit } from './exit/exit.ts';
import { competence } from './filing/competence.ts';
import { filing } from './filing/filing.ts';
import { grading } from './grading/grading.ts';
import { inspection } from './inspection/inspection.ts';
import { listing } from './listing/listing.ts';
import { objection } from './objection/objection.ts';
import { pilot } from './pilot/pilot.ts';
import { practitioner } from './practitioner/practitioner.ts';
import type { Clock } from './process/clock.ts';
import type { Law, Process } from './process/process.ts';
import { repair } from './repair/repair.ts';
import { reporting } from './reporting/reporting.ts';
import { revocation } from './revocation/revocation.ts';
import { sharing } from './sharing/sharing.ts';

/** The processes of the law, each in a folder of its own. */
export const PROCESSES: readonly Process[] = [
  competence,
  filing,
  commitment,
  amendment,
  reporting,
  inspection,
  grading,
  discipline,
  listing,
  revocation,
  exit,
  objection,
  complaint,
  repair,
  creditReport,
  practitioner,
  sharing,
  pilot,
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
