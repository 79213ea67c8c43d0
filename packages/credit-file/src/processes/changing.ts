import { countTerm } from '@ledger/rulebooks';
import type { EventData } from '@ledger/schemas';
import { type Instant, type LegalDate, legalDateOf, workingDaysBetween } from '@ledger/statutory-calendar';
import type { Matter } from '../guards.ts';
import type { Process } from './process.ts';

/**
 * Changes of what was filed (信息变更): reported by the agency, reviewed like a filing, public once accepted.
 *
 * Law: XJ-12-1 (20 working days from the change, not from its discovery), XJ-12-2.
 */
export const changing: Process = {
  computed: {
    amend: lateness,
    'accept-amendment': reviewDays,
    'refuse-amendment': reviewDays,
  },
};

function lateness({ act, rulebook, calendar }: Matter): { readonly late?: true } {
  const term = rulebook.filing.amendmentTerm;
  if (term === undefined) return {};
  const { changedOn } = act.data as EventData<'amended'>;
  const lastDay = countTerm(term.value, changedOn as LegalDate, calendar).date;
  return legalDateOf(act.occurredAt as Instant) > lastDay ? { late: true } : {};
}

function reviewDays({ file, act, calendar }: Matter): { readonly reviewDays: number } {
  const filedAt = file.pendingAmendment?.filedAt ?? act.occurredAt;
  const [from, to] = [filedAt, act.occurredAt].map((instant) => legalDateOf(instant as Instant));
  return { reviewDays: from === undefined || to === undefined ? 0 : workingDaysBetween(calendar, from, to) };
}
