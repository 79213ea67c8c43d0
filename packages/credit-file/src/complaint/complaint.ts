import { openCases } from '../cases.ts';
import { clockOf } from '../process/clock.ts';
import type { Process } from '../process/process.ts';

/**
 * Complaints (投诉举报): fifteen working days from acceptance, or transferred to whom they concern.
 *
 * Law: XJ-24-1 to XJ-24-3; G-21.
 */
export const complaint: Process = {
  clocks: ({ cases }, law) =>
    openCases(cases)
      .filter(({ kind, step }) => kind === 'complaint' && step === 'accepted')
      .flatMap(({ id, movedAt }) =>
        clockOf('complaint', law.rulebook.rights.complaintTerm, movedAt, law, id),
      ),
};
