import { countTerm, type Rulebook } from '@ledger/rulebooks';
import type { EventData } from '@ledger/schemas';
import { caseOf, openCases, timeOf } from '../cases.ts';
import type { CreditFile } from '../credit-file.ts';
import { dayOf } from '../process/act.ts';
import { afterDay, type Clock, clockOf } from '../process/clock.ts';
import type { Consequence, Duty, Law, Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';
import { type RunningMeasure, runningMeasures } from './listings.ts';

/**
 * Lists (严重失信主体名单 and, where the rulebook has them, the others): notice and statement first, then the listing by law.
 *
 * A listing made by an agency counts as information only, or is turned away (G-14). Measures end with their term or with
 * the listing, and by themselves.
 *
 * Law: LNR-27-1 to LNR-30-2, LNR-38-1; XJ-15-1; ND-2.2-2; ZY-2.3-2.
 */
export const listing: Process = {
  guards: {
    listed: [authorIsEntitled, listIsLawful, noticeCameFirst, principalsAreRoles],
    'measure-ended': [measuresAreOver],
  },
  formalities: {
    'listing-notified': [listIsLawful, noticeIsComplete],
    listed: [noticeNamesTheList, statementCouldBeMade, fieldIsNamed],
    delisted: [listIsNamed],
  },
  computed: {
    list: effectAndReach,
    authorise: ({ act, rulebook }) => {
      const { value, basis } = rulebook.rights.listingByAgency;
      return value === 'informational' && act.basis.includes(basis) ? { informational: true } : {};
    },
  },
  consequences: {
    delisted: ({ file, act }) => {
      const { list } = act.data as EventData<'delisted'>;
      return endOf(file, runningMeasures(file).filter(isOn(list)), dayOf(act.occurredAt));
    },
  },
  clocks: (file, law) => [...statementTerms(file, law), ...measureTerms(file, law)],
  duties: measureDuties,
};

/** The list of the rulebook that a name speaks of: its name, or its name with a field in brackets. Law: LNR-28-1. */
function listOf({ rights }: Rulebook, name: string) {
  return rights.lists.find(({ value }) => name === value.name || name.startsWith(`${value.name}（`));
}

/** Only law lists; whether an agency's list counts is a parameter. Law: LNR-23, LNR-28; decision G-14. */
function authorIsEntitled({ act, rulebook }: Matter): Refusal | undefined {
  const rule = rulebook.rights.listingByAgency;
  if (act.actor.kind !== 'agency' || rule.value !== 'rejected') return undefined;
  return refuse(
    'AUTHOR_NOT_ENTITLED',
    [rule.basis],
    'an agency cannot list another; a department with a legal document can',
  );
}

function listIsLawful({ act, rulebook }: Matter): Refusal | undefined {
  const { list } = act.data as EventData<'listed'>;
  if (listOf(rulebook, list) !== undefined) return undefined;
  const known = rulebook.rights.lists;
  return refuse(
    'LIST_UNKNOWN',
    [...new Set(known.map(({ basis }) => basis))],
    `${list} is no list under ${rulebook.id}; there are ${known.map(({ value }) => value.name).join('、')}`,
  );
}

/** Each listing names the field of law that it falls under. Law: LNR-28-2. */
function fieldIsNamed({ act, rulebook }: Matter): Refusal | undefined {
  const { list, field } = act.data as EventData<'listed'>;
  const definition = listOf(rulebook, list);
  const fields = definition?.value.fields ?? [];
  if (definition === undefined || fields.length === 0 || fields.some(({ code }) => code === field))
    return undefined;
  return refuse(
    'LIST_FIELD_UNKNOWN',
    [definition.basis],
    `name the field of the listing, one of ${fields.map(({ code }) => code).join(', ')}`,
  );
}

/** Reasons and basis, remedies, and what ends the measures. Law: LNR-38-1. */
function noticeIsComplete({ act }: Matter): Refusal | undefined {
  const { reasons, remedies, exitConditions } = act.data as EventData<'listing-notified'>;
  const parts = { reasons, remedies, exitConditions };
  const missing = Object.entries(parts).flatMap(([part, said]) => (said === undefined ? [part] : []));
  if (missing.length === 0) return undefined;
  return refuse(
    'NOTICE_REQUIRED',
    act.basis,
    `the notice of a listing also states its ${missing.join(', ')}`,
  );
}

/** Notice goes before the listing, where the list asks for it. Law: LNR-38-1. */
function noticeCameFirst({ file, act, rulebook }: Matter): Refusal | undefined {
  const { list } = act.data as EventData<'listed'>;
  if (!needsNotice(rulebook, list, act.actor.kind === 'agency')) return undefined;
  const noticed = openCases(file.cases).some(({ kind, step }) => kind === 'listing' && WARNED.has(step));
  return noticed ? undefined : noticeMissing(rulebook, list);
}

function noticeNamesTheList({ file, act, rulebook }: Matter): Refusal | undefined {
  const { list } = act.data as EventData<'listed'>;
  if (!needsNotice(rulebook, list, act.actor.kind === 'agency')) return undefined;
  const own = caseOf(file.cases, 'listing', act);
  return own !== undefined && WARNED.has(own.step) ? undefined : noticeMissing(rulebook, list);
}

/** Steps of a listing at which notice has been given. */
const WARNED: ReadonlySet<string> = new Set(['notified', 'heard']);

function needsNotice(rulebook: Rulebook, list: string, byAgency: boolean): boolean {
  return !byAgency && listOf(rulebook, list)?.value.noticeFirst === true;
}

function noticeMissing({ rights }: Rulebook, list: string): Refusal {
  return refuse(
    'NOTICE_REQUIRED',
    [rights.statementTerm.basis],
    `give notice of the listing on ${list} first, with reasons, remedies and what ends it`,
  );
}

/** The party has been heard, or has let the time for it pass. Law: LNR-38-1; decision G-33. */
function statementCouldBeMade({ file, act, rulebook, calendar }: Matter): Refusal | undefined {
  const own = caseOf(file.cases, 'listing', act);
  if (own?.step !== 'notified') return undefined;
  const term = rulebook.rights.statementTerm;
  const lastDay = countTerm(term.value, dayOf(own.openedAt), calendar).date;
  if (dayOf(act.occurredAt) > lastDay) return undefined;
  return refuse(
    'STATEMENT_TERM_RUNNING',
    [term.basis],
    `a statement may be made to the end of ${lastDay}; hear it, or list from the day after`,
  );
}

/** A listing reaches roles; a person is never named. Law: LNR-29-1. */
function principalsAreRoles({ act, rulebook }: Matter): Refusal | undefined {
  const { extendsTo = [] } = act.data as EventData<'listed'>;
  const { value: roles, basis } = rulebook.filing.checkedPrincipals;
  const foreign = extendsTo.filter((role) => !roles.includes(role));
  if (foreign.length === 0) return undefined;
  return refuse(
    'PRINCIPAL_ROLE_UNKNOWN',
    [basis],
    `a listing reaches principals by their role, one of ${roles.join('、')}`,
  );
}

/** Who stands on two lists leaves one of them by its name. */
function listIsNamed({ file, act }: Matter): Refusal | undefined {
  const { list } = act.data as EventData<'delisted'>;
  const running = file.listings.filter(({ delistedAt }) => delistedAt === undefined);
  if (list !== undefined || running.length < 2) return undefined;
  const names = running.map((one) => one.list).join('、');
  return refuse('LIST_UNKNOWN', act.basis, `name the list that is left, one of ${names}`);
}

/** What a live listing does, and whom it reaches beside the agency. Law: LNR-29-1; decision G-14. */
function effectAndReach({ act, rulebook }: Matter): Pick<EventData<'listed'>, 'effect' | 'extendsTo'> {
  const { list } = act.data as EventData<'listed'>;
  if (act.actor.kind === 'agency') return { effect: 'informational' };
  const effect = listOf(rulebook, list)?.value.effect ?? 'adverse';
  return effect === 'adverse' ? { effect, extendsTo: rulebook.filing.checkedPrincipals.value } : { effect };
}

/** A measure applies until its term is over, or the listing, or the publication of what it rests on. Law: LNR-30-1, LNR-30-2. */
function measuresAreOver({ file, act, rulebook }: Matter): Refusal | undefined {
  const { measures } = act.data as EventData<'measure-ended'>;
  const day = dayOf(act.occurredAt);
  const running = runningMeasures(file).filter(({ measure }) => measures.includes(measure.measure));
  const early = running.find((one) => !isOver(one, file, day));
  if (early === undefined) return undefined;
  const { measure, lastDay } = early.measure;
  const until = lastDay === undefined ? 'until the listing ends' : `to the end of ${lastDay}`;
  return refuse(
    'MEASURE_NOT_OVER',
    rulebook.acts['measure-ended'] ?? act.basis,
    `${measure} applies ${until}`,
  );
}

function isOver(one: RunningMeasure, file: CreditFile, day: string): boolean {
  const since = overSince(one, file);
  return since !== undefined && dayOf(since) <= day;
}

/** From when a measure has no ground any more: its own term, its listing, or the record it rests on has ended. */
function overSince(
  { listing: { delistedAt, documentNumber }, measure: { lastDay } }: RunningMeasure,
  file: CreditFile,
): string | undefined {
  const record = file.records.find(({ number }) => documentNumber !== undefined && number === documentNumber);
  const ends = [delistedAt, record?.ended?.at, lastDay === undefined ? undefined : afterDay(lastDay)];
  return ends.filter((end) => end !== undefined).toSorted()[0];
}

/**
 * The act that ends measures, or none where none runs.
 *
 * A measure that another listing lays on too goes on until that one ends.
 */
export function endOf(
  file: CreditFile,
  ending: readonly RunningMeasure[],
  day: string,
): readonly Consequence<'measure-ended'>[] {
  const ends = ({ measure }: RunningMeasure) =>
    carriersOf(file, measure.measure).every(
      (one) => isOver(one, file, day) || ending.some(({ listing: { list } }) => list === one.listing.list),
    );
  const measures = [...new Set(ending.filter(ends).map(({ measure }) => measure.measure))];
  return measures.length === 0 ? [] : [{ type: 'measure-ended', data: { measures } }];
}

function carriersOf(file: CreditFile, name: string): readonly RunningMeasure[] {
  return runningMeasures(file).filter(({ measure }) => measure.measure === name);
}

function isOn(list: string | undefined): (one: RunningMeasure) => boolean {
  return ({ listing: one }) => one.delistedAt === undefined && (list === undefined || one.list === list);
}

function statementTerms(file: CreditFile, law: Law): readonly Clock[] {
  return openCases(file.cases)
    .filter(({ kind, step }) => kind === 'listing' && step === 'notified')
    .flatMap((one) =>
      clockOf('statement', law.rulebook.rights.statementTerm, timeOf(one, 'listing-notified'), law, one.id),
    );
}

function measureTerms(file: CreditFile, { rulebook }: Law): readonly Clock[] {
  const rule = rulebook.acts['measure-ended']?.[0];
  if (rule === undefined) return [];
  return runningMeasures(file).flatMap(({ listing: { listedAt }, measure: { measure, lastDay } }) =>
    lastDay === undefined
      ? []
      : [{ kind: `measure-${measure}`, rule, startedOn: dayOf(listedAt), lastDay, provisional: false }],
  );
}

/** Measures end by themselves, the day after their term or with what they rest on. Law: LNR-30-1, LNR-30-2. */
function measureDuties(file: CreditFile, _law: Law, today: string): readonly Duty[] {
  const names = [...new Set(runningMeasures(file).map(({ measure }) => measure.measure))];
  return names.flatMap((name) => {
    const carriers = carriersOf(file, name);
    if (!carriers.every((one) => isOver(one, file, today))) return [];
    const at = carriers
      .flatMap((one) => overSince(one, file) ?? [])
      .toSorted()
      .at(-1);
    return at === undefined ? [] : [{ name: 'end-measures', data: { measures: [name] }, at }];
  });
}
