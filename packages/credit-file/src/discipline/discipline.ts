import { countTerm } from '@ledger/rulebooks';
import type { EventData } from '@ledger/schemas';
import { latestCase } from '../cases.ts';
import type { CreditFile } from '../credit-file.ts';
import { dayOf } from '../process/act.ts';
import { type Clock, countedClock } from '../process/clock.ts';
import type { Law, Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';

/**
 * Interview, order to rectify, warning, criticism, penalty (约谈、整改、惩戒).
 *
 * Which may follow which stands in the case table; Liaoning chooses by gravity, Xinjiang climbs (ladder of the rulebook).
 *
 * Law: XJ-14-4, XJ-15-2; LNO-3.3-3; LNR-53.
 */
export const discipline: Process = {
  guards: { penalised: [fineIsInRange] },
  clocks: rectificationTerm,
};

/** 以上 and 以下 include the number itself. Units: fen. Law: LNR-53. */
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

/** The term set in the order, from its service. Law: XJ-15-2. */
function rectificationTerm(file: CreditFile, { calendar }: Law): readonly Clock[] {
  const order = file.rectificationOrder;
  const running = latestCase(file.cases, 'discipline');
  if (order === undefined || running?.step !== 'ordered') return [];
  const startedOn = dayOf(order.servedAt);
  const unit = order.unit === 'calendar-day' ? 'day' : order.unit;
  const counted = countTerm({ amount: order.amount, unit }, startedOn, calendar);
  return [countedClock('rectification', order.basis, startedOn, counted, running.id)];
}
