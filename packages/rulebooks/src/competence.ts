import type { Rulebook } from './rulebook.ts';

/** Who reviews an agency, and on which rule that rests. */
export interface Reviewer {
  /** Division code of the reviewing authority; the central bank's branch sits in the division it names. */
  readonly division: string;
  readonly kind: 'authority' | 'central-bank-branch';
  readonly basis: string;
}

/** Whether a division lies in the rulebook's territory. */
export function isInside(rulebook: Rulebook, division: string): boolean {
  return division.startsWith(rulebook.competence.within);
}

/**
 * Who reviews the filing of an agency registered in a division, or undefined where the law admits none from there.
 *
 * Units: six-digit division codes.
 * Law:   XJ-10-3, XJ-10-4, LNO-1.2-1, ZY-4-7; decision G-19 for divisions without a prefecture.
 */
export function reviewerOf(rulebook: Rulebook, registeredDivision: string): Reviewer | undefined {
  const { insiders, outsiders, regionDirect } = rulebook.competence;
  const whole = rulebook.jurisdiction;
  if (!isInside(rulebook, registeredDivision)) {
    switch (outsiders.value) {
      case 'not-admitted':
        return undefined;
      case 'central-bank-branch':
        return { division: whole, kind: 'central-bank-branch', basis: outsiders.basis };
      case 'jurisdiction':
        return { division: whole, kind: 'authority', basis: outsiders.basis };
    }
  }
  const prefecture = registeredDivision.slice(0, 4);
  if (regionDirect.value.includes(prefecture))
    return { division: whole, kind: 'authority', basis: regionDirect.basis };
  const division = insiders.value === 'prefecture' ? `${prefecture}00` : whole;
  return { division, kind: 'authority', basis: insiders.basis };
}
