import { isFirstYear, type Rulebook } from '@ledger/rulebooks';
import type { EventData } from '@ledger/schemas';
import { type LegalDate, workingDaysBetween } from '@ledger/statutory-calendar';
import { dayOf } from '../process/act.ts';
import { clockOf } from '../process/clock.ts';
import type { Consequence, Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';
import { barIsOver } from '../revocation/bar.ts';

/**
 * Filing, review and publication (登记建档).
 *
 * The review term counts from the complete dossier, so each supplement starts it anew (G-03).
 *
 * Law: XJ-7 to XJ-10; LNO-2.1; ZY-2.1.
 */
export const filing: Process = {
  guards: {
    filed: [barIsOver, servicesAreCovered],
    refiled: [barIsOver, servicesAreCovered],
    accepted: [verificationIsSettled, dossierIsComplete],
    refused: [refusalGroundExists],
  },
  computed: {
    file: firstYear,
    refile: firstYear,
    accept: reviewDays,
    refuse: reviewDays,
  },
  consequences: {
    accepted: ({ rulebook }) => [publication('public-register', rulebook)],
  },
  clocks: ({ standing }, law) =>
    standing.status === 'under-review'
      ? clockOf('review', law.rulebook.filing.reviewTerm, standing.since, law)
      : [],
};

/** The portal's act that puts a page before the public, with the list of what it masks. */
export function publication(
  page: 'public-register' | 'revocation-notice',
  rulebook: Rulebook,
): Consequence<'published'> {
  return {
    type: 'published',
    data: { projection: page, desensitised: true, maskedFields: [...rulebook.disclosure.maskedFields.value] },
  };
}

/** XJ-3-1: what is no credit service under the rulebook cannot be filed. */
function servicesAreCovered({ act, rulebook }: Matter): Refusal | undefined {
  const { serviceKinds } = act.data as EventData<'filed'>;
  const covered = rulebook.services.value.map(({ name }) => name);
  const foreign = serviceKinds.filter((kind) => !covered.includes(kind));
  if (foreign.length === 0) return undefined;
  return refuse(
    'SERVICE_NOT_COVERED',
    [rulebook.services.basis],
    `${foreign.join('、')} is no credit service here; there are ${covered.join('、')}`,
  );
}

/** XJ-9-2: a verification that failed must be made good or lead to a refusal. */
function verificationIsSettled({ file, act }: Matter): Refusal | undefined {
  if (file.verification !== 'failed') return undefined;
  return refuse(
    'VERIFICATION_OPEN',
    act.basis,
    'the last verification failed; ask for a supplement, verify again, or refuse',
  );
}

/** XJ-8-3 to XJ-8-10: the dossier holds every document that the rulebook asks this agency for. */
function dossierIsComplete({ file, act, rulebook }: Matter): Refusal | undefined {
  const missing = rulebook.filing.dossier.filter(
    ({ value: { document, needed } }) =>
      (needed === 'always' || (needed === 'unless-first-year' && !file.annualReportExempt)) &&
      !file.dossier.includes(document),
  );
  if (missing.length === 0) return undefined;
  const names = missing.map(({ value }) => value.document).join(', ');
  const rules = new Set([...missing.map(({ basis }) => basis), ...act.basis]);
  return refuse('DOSSIER_INCOMPLETE', [...rules], `the dossier lacks ${names}; ask for a supplement`);
}

/** XJ-9-1 to XJ-9-4. */
function refusalGroundExists({ act, rulebook }: Matter): Refusal | undefined {
  const { ground, reason } = act.data as EventData<'refused'>;
  const known = rulebook.filing.refusalGrounds.find(({ value }) => value.code === ground);
  if (known === undefined) {
    const codes = rulebook.filing.refusalGrounds.map(({ value }) => value.code);
    const hint = codes.length === 0 ? 'it names none' : `it names ${codes.join(', ')}`;
    return refuse(
      'GROUND_UNKNOWN',
      act.basis,
      `${ground} is no ground of refusal under ${rulebook.id}: ${hint}`,
    );
  }
  if (!known.value.reasonRequired || (reason !== undefined && reason.trim() !== '')) return undefined;
  return refuse(
    'REASON_REQUIRED',
    [known.basis],
    `a refusal on the ground ${ground} states its reason in words`,
  );
}

/** XJ-8-8, G-07: registered less than a year before the day of filing. */
function firstYear({ act, rulebook }: Matter): { readonly annualReportExempt: boolean } {
  const { registeredOn } = act.data as EventData<'filed'>;
  return { annualReportExempt: isFirstYear(rulebook, registeredOn as LegalDate, dayOf(act.occurredAt)) };
}

function reviewDays({ file, act, calendar }: Matter): { readonly reviewDays: number } {
  const since = file.standing.status === 'under-review' ? file.standing.since : act.occurredAt;
  return { reviewDays: workingDaysBetween(calendar, dayOf(since), dayOf(act.occurredAt)) };
}
