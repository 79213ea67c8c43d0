import { isFirstYear, type Rulebook } from '@ledger/rulebooks';
import { type EventData, parseFileId } from '@ledger/schemas';
import { type LegalDate, workingDaysBetween } from '@ledger/statutory-calendar';
import { type CreditFile, runningListings } from '../credit-file.ts';
import { dayOf } from '../process/act.ts';
import { clockOf, dueOf } from '../process/clock.ts';
import type { Consequence, Duty, Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';
import { barIsOver } from '../revocation/bar.ts';
import { reviewerOffice } from './competence.ts';
import { missingDocuments } from './dossier.ts';
import { reviewIsOverdue, reviewOverdueDue, reviewOverdueDuty } from './review-term.ts';

/**
 * Filing, review and publication (登记建档).
 *
 * The review term counts from the complete dossier, so each supplement starts it anew (G-03). A review past its term is
 * flagged and decides nothing: neither acceptance nor refusal is ever deemed. A filing within a
 * bar is refused and leaves no event; an authority puts an attempt on record with `reject-filing`.
 *
 * Law: XJ-7 to XJ-10; LNO-2.1; ZY-2.1.
 */
export const filing: Process = {
  guards: {
    filed: [barIsOver, codeIsTheFiles, servicesAreCovered],
    refiled: [barIsOver, codeIsTheFiles, servicesAreCovered],
    accepted: [dossierIsComplete, verificationIsSettled, agencyIsNotListed],
    refused: [refusalGroundExists],
    'review-overdue': [reviewIsOverdue],
  },
  computed: {
    file: (matter) => ({ ...firstYear(matter), ...reviewDue(matter) }),
    refile: (matter) => ({ ...firstYear(matter), ...reviewDue(matter), ...whatCameBefore(matter) }),
    supplement: reviewDue,
    'request-supplement': (matter) =>
      dueOf(matter.rulebook.filing.supplementTarget, matter.act.occurredAt, matter),
    accept: reviewDays,
    refuse: reviewDays,
    route: ({ file, rulebook }) =>
      (file.division === undefined ? undefined : reviewerOffice(rulebook, file.division)) ?? {},
    'declare-review-overdue': reviewOverdueDue,
  },
  consequences: {
    accepted: (matter) => [publication('public-register', matter.rulebook), ...copyUpward(matter)],
  },
  clocks: ({ standing }, law) =>
    standing.status === 'under-review'
      ? clockOf('review', law.rulebook.filing.reviewTerm, standing.since, law)
      : [],
  duties: (file, law, today) => [...routingDuty(file), ...reviewOverdueDuty('filing', file, law, today)],
};

/** Whoever accepts a file sends a copy to where the rulebook says, unless it is there already. Law: XJ-10-4. */
function copyUpward({ rulebook, act }: Matter): readonly Consequence[] {
  const { copyTo } = rulebook.competence;
  if (copyTo === undefined || act.actor.division === copyTo.value) return [];
  return [{ type: 'forwarded', data: { to: `authority-${copyTo.value}` }, basis: copyTo.basis }];
}

/** A filing goes to its reviewer at once. Law: XJ-10-3, XJ-10-4, LNO-1.2-1. */
function routingDuty({ standing, routedTo, filedAt }: CreditFile): readonly Duty[] {
  const waits = standing.status === 'under-review' && routedTo === undefined && filedAt !== undefined;
  return waits ? [{ name: 'route', data: {}, at: filedAt }] : [];
}

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

/** One file, one agency: the code that is filed is the code in the id of the file. Law: XJ-7-1. */
function codeIsTheFiles({ file, act }: Matter): Refusal | undefined {
  const { uscc } = act.data as EventData<'filed'>;
  const own = parseFileId(file.fileId)?.uscc;
  if (own === undefined || own === uscc) return undefined;
  return refuse(
    'FILE_OF_ANOTHER',
    act.basis,
    `this is the file of ${own}; an agency with the code ${uscc} files in its own`,
  );
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

/** While a listing runs nothing is accepted, on the ground that the check of the lists points to. Law: XJ-9-2, G-28. */
function agencyIsNotListed({ file, rulebook }: Matter): Refusal | undefined {
  const check = rulebook.filing.checks.find(({ value }) => value.check === 'seriousListAgency');
  const [running] = runningListings(file);
  if (check?.value.ground === undefined || running === undefined) return undefined;
  return refuse(
    'LISTING_RUNNING',
    [check.basis],
    `the agency stands on the list ${running.list}; refuse on the ground ${check.value.ground}, or wait for its removal`,
  );
}

/** The dossier holds every document that the rulebook asks this agency for. */
function dossierIsComplete({ file, act, rulebook }: Matter): Refusal | undefined {
  const missing = missingDocuments(file, rulebook);
  if (missing.length === 0) return undefined;
  const names = missing.map(({ document }) => document).join(', ');
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

function reviewDue(matter: Matter) {
  return dueOf(matter.rulebook.filing.reviewTerm, matter.act.occurredAt, matter);
}

/** A filing that comes again says what the one before it came to. Law: XJ-15-5. */
function whatCameBefore({ file: { standing } }: Matter): Readonly<Record<string, string>> {
  if (standing.status === 'refused') return { previousRefusal: standing.ground };
  return standing.status === 'revoked' ? { previousRevocation: standing.ground } : {};
}

function reviewDays({ file, act, calendar }: Matter): { readonly reviewDays: number } {
  const since = file.standing.status === 'under-review' ? file.standing.since : act.occurredAt;
  return { reviewDays: workingDaysBetween(calendar, dayOf(since), dayOf(act.occurredAt)) };
}
