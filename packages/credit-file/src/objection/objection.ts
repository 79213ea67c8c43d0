import { openCases } from '../cases.ts';
import type { CreditFile } from '../credit-file.ts';
import { type Clock, clockOf } from '../process/clock.ts';
import type { Law, Process } from '../process/process.ts';

/**
 * Objections (异议): at the agency within ten working days, at the public body in four steps with a clock that stops.
 *
 * Law: XJ-22; LNR-36, LNR-37.
 */
export const objection: Process = { clocks: objectionTerms };

function objectionTerms(file: CreditFile, law: Law): readonly Clock[] {
  const { objectionAtAgency, objectionAtPublicBody } = law.rulebook.rights;
  return openCases(file.cases)
    .filter(({ kind }) => kind === 'objection')
    .flatMap(({ id, step, openedAt, movedAt }) => {
      switch (step) {
        case 'objected':
        case 'overdue':
          return objectionAtPublicBody === undefined
            ? clockOf('objection', objectionAtAgency, openedAt, law, id)
            : clockOf('objection-verification', objectionAtPublicBody.verify, openedAt, law, id);
        case 'referred':
          return clockOf('objection-reply', objectionAtPublicBody?.reply, movedAt, law, id);
        case 'replied':
          return clockOf('objection-result', objectionAtPublicBody?.result, movedAt, law, id);
        default:
          return [];
      }
    });
}
