import type { EventData } from '@ledger/schemas';
import { addMonths, type LegalDate } from '@ledger/statutory-calendar';
import type { CreditFile } from '../credit-file.ts';
import { dayOf } from '../process/act.ts';
import { type Clock, countedClock } from '../process/clock.ts';
import type { Matter } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';

/** The last day of a ban, counted like every term of months from the day of the decision. Law: ND-3.4-2. */
export function banLastDay({ act }: Matter): { readonly banLastDay?: string } {
  const { banMonths } = act.data as EventData<'exposed'>;
  return banMonths === undefined ? {} : { banLastDay: addMonths(dayOf(act.occurredAt), banMonths) };
}

/** Whoever exposes a practitioner says whom. Law: ND-3.4-2. */
export function practitionerIsNamed({ act }: Matter): Refusal | undefined {
  const { target, person } = act.data as EventData<'exposed'>;
  if (target === 'agency' || person !== undefined) return undefined;
  return refuse('REASON_REQUIRED', act.basis, 'an exposure of a practitioner names the practitioner');
}

/** No filing while the agency is kept from the market; the last day is still banned. Law: ND-3.4-2. */
export function banIsOver({ file, act }: Matter): Refusal | undefined {
  const ban = file.marketBan;
  if (ban === undefined || dayOf(act.occurredAt) > ban.lastDay) return undefined;
  return refuse(
    'BAR_RUNNING',
    [ban.basis],
    `the agency is kept from the market up to and including ${ban.lastDay}; file from the day after`,
  );
}

export function banClock({ marketBan }: CreditFile): readonly Clock[] {
  if (marketBan === undefined) return [];
  const { basis, start, lastDay } = marketBan;
  return [countedClock('market-ban', basis, start, { date: lastDay as LegalDate, provisional: false })];
}
