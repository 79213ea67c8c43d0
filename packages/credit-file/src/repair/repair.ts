import {
  type Publication,
  publicationOf,
  type RepairInstrument,
  repairableFrom,
  repairInstrumentOn,
} from '@ledger/rulebooks';
import type { EventData } from '@ledger/schemas';
import type { Case } from '../case-table.ts';
import { caseOf, openCases, timeOf } from '../cases.ts';
import type { CreditFile } from '../credit-file.ts';
import { endOf } from '../listing/listing.ts';
import { runningMeasures } from '../listing/listings.ts';
import { type Act, dayOf } from '../process/act.ts';
import { afterDay, type Clock, clockOf, dueOf } from '../process/clock.ts';
import type { Consequence, Duty, Law, Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';
import { isMeantBy, recordOf, standingRecords } from './records.ts';

/**
 * Credit repair (信用修复) and the end of publication, under the national instrument in force on the day.
 *
 * Repair is asked for after the minimum term and ends publication, sharing and measures together; at the maximum term
 * publication ends by itself. Both are free of charge.
 *
 * Law: LNR-30-2, LNR-39-1 to LNR-39-4; NR58-1, NR36-1; decisions G-16, G-29, G-30.
 */
export const repair: Process = {
  guards: {
    'repair-applied': [methodsAreKnown, nothingIsCharged],
    repaired: [minimumHasPassed, conductIsCorrected],
  },
  formalities: {
    'repair-applied': [recordStands, minimumHasPassed, requiredMethodsAreUsed, conductIsCorrected],
    repaired: [applicationIsAccepted],
    unpublished: [publicationIsOver],
  },
  computed: {
    'apply-for-repair': ({ file, act }) => {
      const record = recordOf(file, numberIn(file, act));
      return record === undefined ? {} : { routedTo: record.determinedBy };
    },
    'accept-repair': (matter) =>
      dueOf(instrumentOf(matter.act)?.decisionTarget, matter.act.occurredAt, matter),
  },
  consequences: {
    repaired: endsOf,
    unpublished: measuresResting,
    withdrawn: measuresResting,
  },
  clocks: (file, law) => [...publicationTerms(file), ...decisionTargets(file, law)],
  duties: (file, _law, today) => publicationDuties(file, today),
};

/** What a repair is about: the document it names, or else the one its case is about. */
function numberIn(file: CreditFile, act: Act): string | undefined {
  const { penalty } = act.data as EventData<'repaired'>;
  return penalty ?? caseOf(file.cases, 'repair', act)?.ref;
}

function instrumentOf(act: Act): RepairInstrument | undefined {
  return repairInstrumentOn(dayOf(act.occurredAt));
}

/** Ways of repair that the law knows. Law: LNR-39-1, ND-2.5-1, ZY-2.6-1. */
function methodsAreKnown({ act, rulebook }: Matter): Refusal | undefined {
  const { methods } = act.data as EventData<'repair-applied'>;
  const known = rulebook.rights.repairMethods;
  const national = instrumentOf(act)?.requiredMethods.value ?? [];
  const foreign = methods.filter((method) => !known.value.includes(method) && !national.includes(method));
  if (foreign.length === 0) return undefined;
  return refuse(
    'REPAIR_METHOD_UNKNOWN',
    [known.basis],
    `${foreign.join('、')} is no way of repair; there are ${known.value.join('、')}`,
  );
}

/** Repair is free, in whatever form. Law: LNR-39-2. */
function nothingIsCharged({ act, rulebook }: Matter): Refusal | undefined {
  const { feeFen = 0 } = act.data as EventData<'repair-applied'>;
  if (feeFen === 0) return undefined;
  return refuse(
    'FEE_FORBIDDEN',
    (rulebook.acts['repair-accepted'] ?? act.basis).slice(0, 1),
    'repair is free; charge nothing',
  );
}

function recordStands({ file, act }: Matter): Refusal | undefined {
  const number = numberIn(file, act);
  const record = recordOf(file, number);
  if (record !== undefined && record.ended === undefined) return undefined;
  const standing = standingRecords(file).map((one) => one.number ?? one.type);
  return refuse(
    'NO_SUCH_RECORD',
    act.basis,
    standing.length === 0
      ? 'nothing that could be repaired stands on this file'
      : `name the document of a determination that stands: ${standing.join('、')}`,
  );
}

/** The minimum term of publication has passed. Law: NR58-1, NR36-1. */
function minimumHasPassed({ file, act }: Matter): Refusal | undefined {
  const record = recordOf(file, numberIn(file, act));
  const day = dayOf(act.occurredAt);
  const instrument = instrumentOf(act);
  const from = record && repairableFrom(record, day);
  if (instrument === undefined || from === undefined || day >= from) return undefined;
  return refuse(
    'REPAIR_TOO_EARLY',
    [instrument.rule],
    `the minimum term of publication has not passed; ask for repair from ${from}`,
  );
}

/** A public commitment belongs to every repair. Law: NR58-1, NR36-1. */
function requiredMethodsAreUsed({ act }: Matter): Refusal | undefined {
  const { methods } = act.data as EventData<'repair-applied'>;
  const instrument = instrumentOf(act);
  const missing = instrument?.requiredMethods.value.filter((method) => !methods.includes(method)) ?? [];
  if (instrument === undefined || missing.length === 0) return undefined;
  return refuse('REPAIR_CONDITION_OPEN', [instrument.rule], `repair also needs ${missing.join('、')}`);
}

/** What was ordered to be put right has been. Law: LNR-39-1: 纠正失信行为消除不良影响. */
function conductIsCorrected({ file, act, rulebook }: Matter): Refusal | undefined {
  const open = openCases(file.cases).find(
    ({ kind, acts }) => kind === 'discipline' && acts.some(({ type }) => type === 'rectification-ordered'),
  );
  if (open === undefined) return undefined;
  return refuse(
    'REPAIR_CONDITION_OPEN',
    (rulebook.acts['repair-applied'] ?? act.basis).slice(0, 1),
    'an order to rectify is not fulfilled; let the rectification be confirmed first',
  );
}

/** A named handler has taken the application up. Law: LNR-39-2. */
function applicationIsAccepted({ file, act, rulebook }: Matter): Refusal | undefined {
  if (caseOf(file.cases, 'repair', act)?.step === 'accepted') return undefined;
  return refuse(
    'REPAIR_CONDITION_OPEN',
    (rulebook.acts['repair-accepted'] ?? act.basis).slice(0, 1),
    'accept the application first and name who handles it',
  );
}

/** What is published by law stays published until it is repaired, withdrawn, or at its maximum. Law: G-30. */
function publicationIsOver({ file, act }: Matter): Refusal | undefined {
  const { what } = act.data as EventData<'unpublished'>;
  const running = what === undefined ? undefined : publicationUnder(what, file);
  if (running === undefined || dayOf(act.occurredAt) > running.lastDay) return undefined;
  return refuse(
    'PUBLICATION_RUNNING',
    [running.rule],
    `${what} is published to the end of ${running.lastDay}, or until it is repaired`,
  );
}

/** The longest publication of what a name means: one document may determine several things, and a class holds many. */
function publicationUnder(name: string, file: CreditFile): Publication | undefined {
  return standingRecords(file)
    .filter(isMeantBy(name))
    .flatMap((record) => publicationOf(record) ?? [])
    .toSorted((one, other) => (one.lastDay < other.lastDay ? -1 : 1))
    .at(-1);
}

/** Repair ends publication and measures, and a listing with them. Law: LNR-30-2, LNR-39-3; NR36-1. */
function endsOf({ file, act }: Matter): readonly Consequence[] {
  const record = recordOf(file, numberIn(file, act));
  if (record === undefined || record.ended !== undefined) return [];
  const basis = instrumentOf(act)?.rule ?? act.basis[0];
  const { number } = record;
  const listed = file.listings.find(
    ({ documentNumber, delistedAt }) => documentNumber === number && delistedAt === undefined,
  );
  return [
    ...(listed === undefined
      ? []
      : [consequence('delisted', { list: listed.list, reason: '信用修复' }, basis)]),
    ...(number === undefined ? [] : [consequence('unpublished', { what: number }, basis)]),
  ];
}

/** Measures end with the record that they rest on, though the listing runs. Law: LNR-30-2. */
function measuresResting({ file, act }: Matter): readonly Consequence[] {
  const { what } = act.data as EventData<'unpublished'>;
  const carried = runningMeasures(file).filter(
    ({ listing: { documentNumber, delistedAt } }) =>
      what !== undefined && documentNumber === what && delistedAt === undefined,
  );
  return endOf(file, carried, dayOf(act.occurredAt));
}

function consequence<Type extends 'delisted' | 'unpublished'>(
  type: Type,
  data: EventData<Type>,
  basis: string | undefined,
): Consequence<Type> {
  return { type, data, ...(basis === undefined ? {} : { basis }) };
}

/** How long each determination that stands is still published. */
function publicationTerms(file: CreditFile): readonly Clock[] {
  return standingRecords(file).flatMap((record) => {
    const publication = publicationOf(record);
    if (publication === undefined) return [];
    const { rule, lastDay } = publication;
    return [{ kind: 'publication', rule, startedOn: record.determinedOn, lastDay, provisional: false }];
  });
}

/** Publication ends at 00:00 of the day after its last. Law: NR58-1, NR36-1; decision G-30. */
function publicationDuties(file: CreditFile, today: string): readonly Duty[] {
  const numbers = new Set(standingRecords(file).flatMap(({ number }) => number ?? []));
  return [...numbers].flatMap((number) => {
    const publication = publicationUnder(number, file);
    if (publication === undefined || today <= publication.lastDay) return [];
    return [{ name: 'unpublish', data: { what: number }, at: afterDay(publication.lastDay) }];
  });
}

function decisionTargets(file: CreditFile, law: Law): readonly Clock[] {
  const clock = (one: Case): readonly Clock[] => {
    const accepted = timeOf(one, 'repair-accepted');
    return accepted === undefined
      ? clockOf('repair-acceptance', law.rulebook.rights.promptly, one.openedAt, law, one.id)
      : clockOf('repair', repairInstrumentOn(dayOf(accepted))?.decisionTarget, accepted, law, one.id);
  };
  return openCases(file.cases)
    .filter(({ kind }) => kind === 'repair')
    .flatMap(clock);
}
