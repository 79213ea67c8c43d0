import { isInside, type Rulebook, reviewerOf } from '@ledger/rulebooks';
import type { EventData, EventType } from '@ledger/schemas';
import type { Guard, Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';

/** What only the authority of the place of filing may do. */
const REVIEW_ACTS = [
  'accepted',
  'refused',
  'supplement-requested',
  'amendment-accepted',
  'amendment-refused',
  'rectification-refused',
  'revoked',
  'deregistered',
] as const satisfies readonly EventType[];

/** What any authority may do that supervises the agency in its own territory. */
const SUPERVISION_ACTS = [
  'sampled',
  'inspected',
  'inspection-obstructed',
  'graded',
  'commitment-checked',
  'commitment-breached',
  'interviewed',
  'rectification-ordered',
  'rectification-verified',
  'warned',
  'criticised',
  'penalised',
  'exposed',
  'filing-rejected',
  'revocation-confirmed',
  'restored',
] as const satisfies readonly EventType[];

/**
 * Competence (管辖): who is admitted, who reviews whom, who supervises where.
 *
 * An authority whose division is not known (imported history names offices, not divisions) is not judged by it; live, an
 * officer without a division may do none of it. Departments act by their own law.
 *
 * Law: XJ-2-1, XJ-5-3, XJ-10-3, XJ-10-4; LNO-1.2-1; ZY-4-7, ZY-5-6; decision G-19.
 */
export const competence: Process = {
  guards: {
    filed: [agencyIsAdmitted],
    refiled: [agencyIsAdmitted],
    ...guarding(REVIEW_ACTS, authorityReviews),
    ...guarding(SUPERVISION_ACTS, authoritySupervises, placeOfFilingActs),
  },
  formalities: guarding([...REVIEW_ACTS, ...SUPERVISION_ACTS], officerHasAPlace),
};

function guarding(types: readonly EventType[], ...guards: readonly Guard[]): NonNullable<Process['guards']> {
  return Object.fromEntries(types.map((type) => [type, guards]));
}

/** Where the law lets in agencies of the place only, one from elsewhere has no file. */
function agencyIsAdmitted({ act, rulebook }: Matter): Refusal | undefined {
  const { registeredArea } = act.data as EventData<'filed'>;
  const reviewer = reviewerOf(rulebook, registeredArea);
  const admitted = reviewer?.kind === 'authority' || rulebook.creditReports?.outsidersHaveFile.value === true;
  if (admitted) return undefined;
  const { outsiders, within } = rulebook.competence;
  return refuse(
    'NOT_ADMITTED',
    [outsiders.basis],
    `an agency registered in ${registeredArea} has no file here; file where it is registered, or register in a division of ${within}`,
  );
}

/** The one authority that reviews: the prefecture, or the jurisdiction for outsiders and region-direct cities. */
function authorityReviews({ file, act, rulebook }: Matter): Refusal | undefined {
  if (act.actor.kind !== 'authority' || act.actor.division === undefined || file.division === undefined)
    return undefined;
  const reviewer = reviewerOf(rulebook, file.division);
  if (reviewer === undefined || reviewer.division === act.actor.division) return undefined;
  return refuse(
    'AUTHOR_NOT_ENTITLED',
    [reviewer.basis],
    `${act.type} is for the authority of ${reviewer.division}, which reviews agencies of ${file.division}; send it from there`,
  );
}

/** Under some rules only the authority acts that the agency has filed with. Law: XJ-15-2: 建档所在地. */
function placeOfFilingActs(matter: Matter): Refusal | undefined {
  const { act, rulebook } = matter;
  const reserved = rulebook.competence.atPlaceOfFiling?.value ?? [];
  return act.basis.some((rule) => reserved.includes(rule)) ? authorityReviews(matter) : undefined;
}

/** Who acts for an authority acts for one of a place: competence that cannot be judged is none. Law: XJ-10-3, LNO-1.2-1. */
function officerHasAPlace({ act, rulebook }: Matter): Refusal | undefined {
  if (act.actor.kind !== 'authority' || act.actor.division !== undefined) return undefined;
  return refuse(
    'AUTHOR_NOT_ENTITLED',
    [rulebook.competence.by.basis],
    `${act.type} is for the authority of a place, and that of ${act.actor.org} is not known; send it with its division`,
  );
}

/** By activity, any authority inside; by registration, one whose territory the agency is registered in. */
function authoritySupervises({ file, act, rulebook }: Matter): Refusal | undefined {
  const { kind, division } = act.actor;
  if (kind !== 'authority' || division === undefined || file.division === undefined) return undefined;
  const { by } = rulebook.competence;
  const ownPlace = by.value !== 'place-of-registration' || covers(division, file.division);
  if (isInside(rulebook, division) && ownPlace) return undefined;
  return refuse(
    'AUTHOR_NOT_ENTITLED',
    [by.basis],
    `the authority of ${division} does not supervise an agency of ${file.division} under ${rulebook.id}; one of its own place does`,
  );
}

/** Whether a division lies in the territory of another, by the levels of GB/T 2260. */
function covers(territory: string, division: string): boolean {
  return division.startsWith(territory.replace(/(00){1,2}$/, ''));
}

/** The authority that reviews, as the ledger names offices. */
export function reviewerOffice(
  rulebook: Rulebook,
  division: string,
): { readonly reviewer: string; readonly division: string } | undefined {
  const reviewer = reviewerOf(rulebook, division);
  return reviewer && { reviewer: `${reviewer.kind}-${reviewer.division}`, division: reviewer.division };
}
