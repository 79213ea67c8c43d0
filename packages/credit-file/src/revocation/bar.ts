import { barLastDay } from '@ledger/rulebooks';
import type { EventData } from '@ledger/schemas';
import type { LegalDate } from '@ledger/statutory-calendar';
import type { CreditFile } from '../credit-file.ts';
import { dayOf } from '../process/act.ts';
import { afterDay, type Clock, countedClock } from '../process/clock.ts';
import type { Consequence, Duty, Law, Matter } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';

/** No new filing is taken while the bar runs; its last day is still barred. Law: XJ-15-3, G-01. */
export function barIsOver({ file, act }: Matter): Refusal | undefined {
  const { bar } = file;
  if (bar === undefined || dayOf(act.occurredAt) > bar.lastDay) return undefined;
  return refuse(
    'BAR_RUNNING',
    [bar.basis],
    `no filing is taken up to and including ${bar.lastDay}; file from the day after`,
  );
}

/** Only a bar that was set, and not declared over yet, comes to its end. Law: XJ-15-5. */
export function barStands({ file: { bar }, act }: Matter): Refusal | undefined {
  if (bar !== undefined && !bar.expired) return undefined;
  return refuse(
    'NO_BAR_RUNNING',
    act.basis,
    'no bar waits for its end on this file; there is nothing to declare over',
  );
}

/** A filing is rejected only for a bar that runs. Law: XJ-15-3. */
export function barRuns({ file, act }: Matter): Refusal | undefined {
  const { bar } = file;
  if (bar !== undefined && dayOf(act.occurredAt) <= bar.lastDay) return undefined;
  return refuse(
    'NO_BAR_RUNNING',
    act.basis,
    'no bar runs on that day, so the filing has to be taken and reviewed',
  );
}

/** Only the ground that the rulebook gives a bar carries one. Law: XJ-15-3, G-02. */
export function groundCarriesBar({ file, act, rulebook }: Matter): Refusal | undefined {
  const { start } = act.data as EventData<'barred'>;
  const ground = file.standing.status === 'revoked' ? file.standing.ground : 'NONE';
  if (barLastDay(rulebook, ground, start as LegalDate) !== undefined) return undefined;
  return refuse('NO_BAR_RUNNING', act.basis, `a revocation on ${ground} carries no bar`);
}

/** The bar behind a revocation, from the day it was served. Law: XJ-15-3, G-01. */
export function barOf({ act, rulebook }: Matter): readonly Consequence[] {
  const { ground, servedOn } = act.data as EventData<'revoked'>;
  const start = (servedOn ?? dayOf(act.occurredAt)) as LegalDate;
  const known = rulebook.discipline.revocationGrounds.find(({ value }) => value.code === ground);
  const lastDay = barLastDay(rulebook, ground, start);
  if (known === undefined || lastDay === undefined) return [];
  return [{ type: 'barred', data: { months: known.value.barMonths, start, lastDay }, basis: known.basis }];
}

/** The bar as a clock, until it has been declared over. */
export function barClock({ bar }: CreditFile): readonly Clock[] {
  if (bar === undefined || bar.expired) return [];
  return [countedClock('bar', bar.basis, bar.start, { date: bar.lastDay as LegalDate, provisional: false })];
}

/** The system declares the bar over at 00:00 of the day after. Law: XJ-15-5. */
export function expiryDuty({ bar, standing }: CreditFile, _: Law, today: string): readonly Duty[] {
  const over = standing.status === 'revoked' && bar !== undefined && !bar.expired && today > bar.lastDay;
  return over ? [{ name: 'expire-bar', data: {}, at: afterDay(bar.lastDay) }] : [];
}
