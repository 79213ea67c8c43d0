import type { Guard, Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';
import { rungIsReached } from './ladder.ts';
import { banClock, banIsOver, banLastDay, practitionerIsNamed } from './market-ban.ts';
import { amountIsInRange, measureIsListed, rangeOf, targetIsRight } from './penalty.ts';
import { orderDue, rectificationTerm, refusalIsProven } from './rectification.ts';

const finding: readonly Guard[] = [violationIsKnown, mitigationIsKnown, rungIsReached];

/**
 * Interview, order to rectify, warning, criticism, penalty, exposure (约谈、整改、惩戒).
 *
 * Which steps a case allows stands in the case table; which rungs there are, in what order, for which violations, with which
 * measures and ranges, is the rulebook's.
 *
 * Law: XJ-13 to XJ-17; LNO-3.3-3; LNR-24 to LNR-26, LNR-53; ND-3.4-2.
 */
export const discipline: Process = {
  guards: {
    filed: [banIsOver],
    refiled: [banIsOver],
    interviewed: finding,
    'rectification-ordered': finding,
    'commitment-breached': finding,
    warned: finding,
    criticised: finding,
    penalised: [...finding, targetIsRight, amountIsInRange, measureIsListed],
    referred: [violationIsKnown],
    exposed: [practitionerIsNamed],
    'rectification-refused': [refusalIsProven, rungIsReached],
  },
  computed: { 'order-rectification': orderDue, penalise: rangeOf, expose: banLastDay },
  clocks: (file, law) => [...rectificationTerm(file, law), ...banClock(file)],
};

/** Leniency has a circumstance that the law names. Law: LNR-31-1. */
function mitigationIsKnown({ act, rulebook }: Matter): Refusal | undefined {
  const { mitigation } = act.data as { readonly mitigation?: string };
  const known = rulebook.discipline.mitigations.map(({ value }) => value.code);
  if (mitigation === undefined || known.includes(mitigation)) return undefined;
  return refuse(
    'GROUND_UNKNOWN',
    act.basis,
    `${mitigation} is no circumstance of leniency under ${rulebook.id}; there are ${known.join(', ')}`,
  );
}

/** A finding names a violation that the law knows. Law: XJ-13, XJ-16; LNR-53. */
function violationIsKnown({ act, rulebook }: Matter): Refusal | undefined {
  const { code, violation = code } = act.data as { readonly code?: string; readonly violation?: string };
  const known = rulebook.discipline.violations.map(({ value }) => value.code);
  if (violation === undefined || known.includes(violation)) return undefined;
  return refuse(
    'VIOLATION_UNKNOWN',
    act.basis,
    `${violation} is no violation under ${rulebook.id}; there are ${known.join(', ')}`,
  );
}
