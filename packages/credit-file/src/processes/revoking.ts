import { barLastDay } from '@ledger/rulebooks';
import type { EventData } from '@ledger/schemas';
import { type Instant, type LegalDate, legalDateOf } from '@ledger/statutory-calendar';
import type { Matter } from '../guards.ts';
import { publication } from './filing.ts';
import type { Consequence, Process } from './process.ts';

/**
 * Revocation, the bar behind it, and restoration (撤销建档).
 *
 * A revocation replaces the public page by a notice and deletes nothing (G-11); the bar follows only the ground that
 * carries one (G-02), counted from the day of service (G-01).
 *
 * Law: XJ-11-2, XJ-15-1 to XJ-15-5.
 */
export const revoking: Process = {
  computed: {
    revoke: ({ act }: Matter) => ({ automatic: act.actor.kind === 'system' }),
    restore: ({ file }: Matter) => ({
      reversesType: 'revoked',
      ...(file.standing.status === 'revoked' ? { reversesEventId: file.standing.eventId } : {}),
    }),
    'expire-bar': ({ file }: Matter) => ({ barLastDay: file.bar?.lastDay }),
  },
  consequences: {
    revoked: (matter) => [...barOf(matter), publication('revocation-notice', matter.rulebook)],
    restored: ({ rulebook }) => [publication('public-register', rulebook)],
  },
};

function barOf({ act, rulebook }: Matter): readonly Consequence[] {
  const { ground, servedOn } = act.data as EventData<'revoked'>;
  const start = (servedOn ?? legalDateOf(act.occurredAt as Instant)) as LegalDate;
  const known = rulebook.discipline.revocationGrounds.find(({ value }) => value.code === ground);
  const lastDay = barLastDay(rulebook, ground, start);
  if (known === undefined || lastDay === undefined) return [];
  return [{ type: 'barred', data: { months: known.value.barMonths, start, lastDay }, basis: known.basis }];
}
