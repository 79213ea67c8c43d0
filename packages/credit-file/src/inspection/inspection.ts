import { clockOf } from '../process/clock.ts';
import type { Process } from '../process/process.ts';
import { ratioOfGrade } from './sampling.ts';

/**
 * Inspection (监督检查): drawn by lot according to the grade, or for a cause; what it finds is a word, what follows is
 * discipline. Refusing it is a finding of its own.
 *
 * Law: XJ-14-1 to XJ-14-3; LNO-2.2-1, LNO-2.2-2, LNO-3.3-2; LNR-20-3.
 */
export const inspection: Process = {
  computed: {
    sample: ({ file, rulebook }) => ({ inspectionRatioBp: ratioOfGrade(rulebook, file.grade) }),
  },
  clocks: ({ standing, verifiedAt }, law) =>
    standing.status === 'on-file'
      ? clockOf('status-check', law.rulebook.supervision.statusCheck, verifiedAt ?? standing.since, law)
      : [],
};
