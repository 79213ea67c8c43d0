import { countTerm } from '@ledger/rulebooks';
import type { EventData } from '@ledger/schemas';
import type { LegalDate } from '@ledger/statutory-calendar';
import { latestCase } from '../cases.ts';
import type { CreditFile } from '../credit-file.ts';
import { dayOf } from '../process/act.ts';
import { type Clock, countedClock } from '../process/clock.ts';
import type { Law, Matter } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';

/** The term set in the order, from its service. Law: XJ-15-2. */
export function rectificationTerm(file: CreditFile, { calendar }: Law): readonly Clock[] {
  const order = file.rectificationOrder;
  const running = latestCase(file.cases, 'discipline');
  if (order === undefined || running?.step !== 'ordered') return [];
  const startedOn = dayOf(order.servedAt);
  return [
    countedClock('rectification', order.basis, startedOn, countTerm(order, startedOn, calendar), running.id),
  ];
}

/** By when what an order demands is to be done. */
export function orderDue({ act, calendar }: Matter): { readonly due: { readonly date: string } } {
  const { term, servedOn } = act.data as EventData<'rectification-ordered'>;
  const start = (servedOn ?? dayOf(act.occurredAt)) as LegalDate;
  const date = countTerm(term, start, calendar).date;
  return { due: { date, ...term, ...(act.basis[0] === undefined ? {} : { rule: act.basis[0] }) } };
}

/** Refused is what the agency says it will not do, or what the end of the term finds undone. Law: XJ-15-3; G-12. */
export function refusalIsProven({ file, act, ...law }: Matter): Refusal | undefined {
  const { express } = act.data as EventData<'rectification-refused'>;
  const [term] = rectificationTerm(file, law);
  if (express === true || term === undefined || dayOf(act.occurredAt) > term.lastDay) return undefined;
  return refuse(
    'NOT_OVERDUE',
    [term.rule],
    `the order runs to the end of ${term.lastDay}; silence is a refusal from the day after, an express one at once`,
  );
}
