import { barLastDay, isInside, type Rulebook, reportLastDay } from '@ledger/rulebooks';
import type { EventData, EventType } from '@ledger/schemas';
import { type Instant, legalDateOf, type WorkingCalendar } from '@ledger/statutory-calendar';
import { caseByRef } from './cases.ts';
import { type CreditFile, runningListings } from './credit-file.ts';
import type { Act } from './judge.ts';
import { type Refusal, refuse } from './refusal.ts';

/** An act, the file it meets, and the law it is judged under. */
export interface Matter {
  readonly file: CreditFile;
  readonly act: Act;
  readonly rulebook: Rulebook;
  readonly calendar: WorkingCalendar;
}

/** A condition of an act beyond the standing of the file: the refusal that speaks when it fails. */
export type Guard = (matter: Matter) => Refusal | undefined;

/** The conditions of each act, in the order in which they speak. */
export const GUARDS: Readonly<Partial<Record<EventType, readonly Guard[]>>> = {
  filed: [barIsOver, servicesAreCovered],
  refiled: [barIsOver, servicesAreCovered],
  'filing-rejected': [barRuns],
  accepted: [verificationIsSettled, dossierIsComplete],
  refused: [refusalGroundExists],
  reported: [reportYearIsOver, reportIsFirst],
  'report-overdue': [reportIsLate],
  revoked: [revocationGroundStands],
  barred: [groundCarriesBar],
  'bar-expired': [barIsOver],
  restored: [revocationIsTheOneNamed],
  penalised: [fineIsInRange],
  listed: [listingAuthorIsEntitled],
  'credit-report-used': [reportIsUsable],
};

/** XJ-15-3: no new filing is taken while the bar runs; its last day is still barred (G-01). */
function barIsOver({ file, act }: Matter): Refusal | undefined {
  const { bar } = file;
  if (bar === undefined || dayOf(act) > bar.lastDay) return undefined;
  return refuse(
    'BAR_RUNNING',
    ['XJ-15-3'],
    `no filing is taken up to and including ${bar.lastDay}; file from the day after`,
  );
}

function barRuns({ file, act }: Matter): Refusal | undefined {
  const { bar } = file;
  if (bar !== undefined && dayOf(act) <= bar.lastDay) return undefined;
  return refuse(
    'NO_BAR_RUNNING',
    ['XJ-15-3'],
    'no bar runs on that day, so the filing has to be taken and reviewed',
  );
}

/** XJ-3-1: what is no credit service under the rulebook cannot be filed. */
function servicesAreCovered({ act, rulebook }: Matter): Refusal | undefined {
  const { serviceKinds } = act.data as EventData<'filed'>;
  const covered = rulebook.services.value.map(({ name }) => name);
  const foreign = serviceKinds.filter((kind) => !covered.includes(kind));
  if (foreign.length === 0) return undefined;
  const { basis } = rulebook.services;
  return refuse(
    'SERVICE_NOT_COVERED',
    [basis],
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

/** XJ-8-3 to XJ-8-10: the dossier holds every document that the rulebook always asks for. */
function dossierIsComplete({ file, act, rulebook }: Matter): Refusal | undefined {
  const missing = rulebook.filing.dossier.filter(
    ({ value: { document, needed } }) =>
      (needed === 'always' || (needed === 'unless-first-year' && !file.annualReportExempt)) &&
      !file.dossier.includes(document),
  );
  if (missing.length === 0) return undefined;
  const names = missing.map(({ value }) => value.document).join(', ');
  const rules = missing.map(({ basis }) => basis);
  return refuse(
    'DOSSIER_INCOMPLETE',
    [...new Set([...rules, ...act.basis])],
    `the dossier lacks ${names}; ask for a supplement`,
  );
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

/** XJ-11-1: the report is on the year before. */
function reportYearIsOver({ act }: Matter): Refusal | undefined {
  const { reportYear } = act.data as EventData<'reported'>;
  if (reportYear < Number(act.occurredAt.slice(0, 4))) return undefined;
  return refuse(
    'REPORT_NOT_DUE',
    ['XJ-11-1'],
    `${reportYear} is not over; report on it from 1 January ${reportYear + 1}`,
  );
}

function reportIsFirst({ file, act }: Matter): Refusal | undefined {
  const { reportYear } = act.data as EventData<'reported'>;
  const made = file.annualReports.find(({ year }) => year === reportYear);
  if (made === undefined) return undefined;
  return refuse(
    'REPORT_ALREADY_MADE',
    ['XJ-11-1'],
    `the report for ${reportYear} was made on ${made.occurredAt}`,
  );
}

/** XJ-11-1, XJ-11-2: late is after the end of 30 June, with no report for that year. */
function reportIsLate(matter: Matter): Refusal | undefined {
  const { act, rulebook, calendar } = matter;
  const { reportYear } = act.data as EventData<'report-overdue'>;
  const lastDay = reportLastDay(rulebook, String(reportYear), calendar)?.date;
  if (lastDay === undefined) {
    return refuse('REPORT_NOT_DUE', act.basis, `${rulebook.id} asks for no yearly report`);
  }
  if (dayOf(act) <= lastDay) {
    return refuse(
      'REPORT_NOT_DUE',
      ['XJ-11-1'],
      `the report for ${reportYear} is in time to the end of ${lastDay}`,
    );
  }
  return reportIsFirst(matter);
}

/** XJ-15-1 to XJ-15-4, XJ-11-2: the acts that a ground presupposes stand on the file, in that order. */
function revocationGroundStands({ file, act, rulebook }: Matter): Refusal | undefined {
  const { ground } = act.data as EventData<'revoked'>;
  const known = rulebook.discipline.revocationGrounds.find(({ value }) => value.code === ground);
  if (known === undefined) {
    return refuse('GROUND_UNKNOWN', act.basis, `${ground} is no ground of revocation under ${rulebook.id}`);
  }
  const missing = firstMissing(known.value.after, file.acts);
  if (missing !== undefined) {
    return refuse(
      'GROUND_NOT_PROVEN',
      [known.basis],
      `a revocation on ${ground} presupposes ${missing}, which the file lacks`,
    );
  }
  if (
    ground === 'LISTED' &&
    !runningListings(file).some(({ documentNumber }) => documentNumber !== undefined)
  ) {
    return refuse('GROUND_NOT_PROVEN', [known.basis], 'no listing with a document number runs on this file');
  }
  return undefined;
}

/** XJ-15-3, decision G-02. */
function groundCarriesBar({ file, act, rulebook }: Matter): Refusal | undefined {
  const { start } = act.data as EventData<'barred'>;
  const ground = file.standing.status === 'revoked' ? file.standing.ground : 'NONE';
  // A payload's date was checked by its schema.
  if (barLastDay(rulebook, ground, start as Parameters<typeof barLastDay>[2]) !== undefined) return undefined;
  return refuse('NO_BAR_RUNNING', ['XJ-15-3'], `a revocation on ${ground} carries no bar`);
}

/** A restoration names the revocation it reverses and works back to its date. */
function revocationIsTheOneNamed({ file, act }: Matter): Refusal | undefined {
  const { standing } = file;
  const { reversesEventId } = act.data as EventData<'restored'>;
  if (standing.status !== 'revoked') return undefined;
  if (reversesEventId !== undefined && reversesEventId !== standing.eventId) {
    return refuse(
      'NO_SUCH_REVOCATION',
      act.basis,
      `the revocation in force is ${standing.eventId}, not ${reversesEventId}`,
    );
  }
  if (act.effectiveFrom === undefined || act.effectiveFrom === standing.since) return undefined;
  return refuse(
    'NO_SUCH_REVOCATION',
    act.basis,
    `a restoration works back to ${standing.since}, the instant of the revocation`,
  );
}

/** LNR-53: 以上 and 以下 include the number itself. Units: fen. */
function fineIsInRange({ act, rulebook }: Matter): Refusal | undefined {
  const { amountFen } = act.data as EventData<'penalised'>;
  const range = rulebook.discipline.penalties.find(({ basis }) => act.basis.includes(basis));
  if (amountFen === undefined || range === undefined || range.value.measure !== 'fine') return undefined;
  const { minFen, maxFen } = range.value;
  if (amountFen >= minFen && amountFen <= maxFen) return undefined;
  return refuse(
    'PENALTY_OUT_OF_RANGE',
    [range.basis],
    `a fine under ${range.article} is ${minFen / 100} to ${maxFen / 100} yuan, not ${amountFen / 100}`,
  );
}

/** LNR-23, LNR-28: only law lists; decision G-14. */
function listingAuthorIsEntitled({ act, rulebook }: Matter): Refusal | undefined {
  const rule = rulebook.rights.listingByAgency;
  if (act.actor.kind !== 'agency' || rule.value !== 'rejected') return undefined;
  return refuse(
    'AUTHOR_NOT_ENTITLED',
    [rule.basis],
    'an agency cannot list another; a department with a legal document can',
  );
}

/** ZY-4-9: an outsider's report is usable once its publicity has ended without an objection. */
function reportIsUsable({ file, act, rulebook }: Matter): Refusal | undefined {
  const { reportNo } = act.data as EventData<'credit-report-used'>;
  const report = caseByRef(file.cases, 'credit-report', reportNo);
  const outsider = file.division === undefined || !isInside(rulebook, file.division);
  if (!outsider || report?.step === 'cleared') return undefined;
  return refuse(
    'REPORT_NOT_USABLE',
    ['ZY-4-9'],
    `report ${reportNo} is from outside and its publicity has not ended`,
  );
}

/** The first of the expected acts that does not stand in this order; undefined when all do. */
function firstMissing(expected: readonly string[], acts: readonly string[]): string | undefined {
  let from = 0;
  for (const type of expected) {
    const place = acts.indexOf(type, from);
    if (place === -1) return type;
    from = place + 1;
  }
  return undefined;
}

/** The legal date of an act; its instant was checked by the envelope's schema. */
function dayOf(act: Act): string {
  return legalDateOf(act.occurredAt as Instant);
}
