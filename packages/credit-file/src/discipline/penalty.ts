import type { EventData } from '@ledger/schemas';
import { dayOf } from '../process/act.ts';
import type { Matter } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';

/** The range or measure of the rulebook that a penalty cites; undefined when it rests on other law (XJ-17-1). */
function citedPenalty({ act, rulebook }: Pick<Matter, 'act' | 'rulebook'>) {
  return rulebook.discipline.penalties.find(({ basis }) => act.basis.includes(basis));
}

/** A penalty falls on whom its rule names, and a person is named. Law: LNR-53-1, LNR-53-2. */
export function targetIsRight(matter: Matter): Refusal | undefined {
  const { target = 'agency', person } = matter.act.data as EventData<'penalised'>;
  const cited = citedPenalty(matter);
  if (cited !== undefined && cited.value.target !== target) {
    return refuse(
      'PENALTY_OUT_OF_RANGE',
      [cited.basis],
      `${cited.article} is for the ${cited.value.target}, not the ${target}; cite the rule for the ${target}`,
    );
  }
  if (target !== 'person' || person !== undefined) return undefined;
  return refuse('PENALTY_OUT_OF_RANGE', matter.act.basis, 'a penalty on a person names the person');
}

/** 以上 and 以下 include the number itself. Units: fen. Law: LNR-53-1 to LNR-53-3. */
export function amountIsInRange(matter: Matter): Refusal | undefined {
  const { amountFen, confiscatedFen } = matter.act.data as EventData<'penalised'>;
  const cited = citedPenalty(matter);
  if (cited === undefined) return undefined;
  if (cited.value.measure === 'confiscation') {
    return (confiscatedFen ?? 0) > 0
      ? undefined
      : refuse('PENALTY_OUT_OF_RANGE', [cited.basis], 'a confiscation states the unlawful gain it takes');
  }
  const { minFen, maxFen } = cited.value;
  if (amountFen !== undefined && amountFen >= minFen && amountFen <= maxFen) return undefined;
  const said = amountFen === undefined ? 'and this one states none' : `not ${amountFen / 100}`;
  return refuse(
    'PENALTY_OUT_OF_RANGE',
    [cited.basis],
    `a fine under ${cited.article} is ${minFen / 100} to ${maxFen / 100} yuan, ${said}`,
  );
}

/** Only a measure that the list has on that day; none is invented. Law: LNR-25-1, LNR-25-2, LNR-26-1. */
export function measureIsListed({ act, rulebook }: Matter): Refusal | undefined {
  const { measure } = act.data as EventData<'penalised'>;
  const { measures, penalties } = rulebook.discipline;
  if (measures.length === 0) return undefined;
  const day = dayOf(act.occurredAt);
  const inForce = measures.filter(
    ({ value: { inForceFrom, lastDay } }) => inForceFrom <= day && (lastDay === undefined || day <= lastDay),
  );
  const allowed = [...penalties.map(({ value }) => value.title), ...inForce.map(({ value }) => value.title)];
  if (allowed.includes(measure)) return undefined;
  return refuse(
    'MEASURE_NOT_LISTED',
    [...new Set(measures.map(({ basis }) => basis))],
    `${measure} is no measure of the list in force on ${day}; there are ${[...new Set(allowed)].join('、')}`,
  );
}

/** The range that a fine is held against, on the record beside it. */
export function rangeOf({ act, rulebook }: Matter): { readonly rangeFen?: readonly [number, number] } {
  const cited = citedPenalty({ act, rulebook });
  return cited?.value.measure === 'fine' ? { rangeFen: [cited.value.minFen, cited.value.maxFen] } : {};
}
