import { countTerm } from '@ledger/rulebooks';
import type { EventData } from '@ledger/schemas';
import { type LegalDate, workingDaysBetween } from '@ledger/statutory-calendar';
import { publication } from '../filing/filing.ts';
import { dayOf } from '../process/act.ts';
import { clockOf } from '../process/clock.ts';
import type { Matter, Process } from '../process/process.ts';

/**
 * Changes of what was filed (信息变更): reported by the agency, reviewed like a filing, public once accepted.
 *
 * Law: XJ-12-1 (20 working days from the change, not from its discovery), XJ-12-2.
 */
export const amendment: Process = {
  computed: {
    amend: lateness,
    'accept-amendment': reviewDays,
    'refuse-amendment': reviewDays,
  },
  consequences: {
    'amendment-accepted': ({ rulebook }) => [publication('public-register', rulebook)],
  },
  clocks: ({ pendingAmendment }, law) =>
    clockOf('amendment-review', law.rulebook.filing.amendmentReviewTerm, pendingAmendment?.filedAt, law),
};

function lateness({ act, rulebook, calendar }: Matter): { readonly late?: true } {
  const term = rulebook.filing.amendmentTerm;
  if (term === undefined) return {};
  const { changedOn } = act.data as EventData<'amended'>;
  const lastDay = countTerm(term.value, changedOn as LegalDate, calendar).date;
  return dayOf(act.occurredAt) > lastDay ? { late: true } : {};
}

function reviewDays({ file, act, calendar }: Matter): { readonly reviewDays: number } {
  const filedAt = file.pendingAmendment?.filedAt ?? act.occurredAt;
  return { reviewDays: workingDaysBetween(calendar, dayOf(filedAt), dayOf(act.occurredAt)) };
}
