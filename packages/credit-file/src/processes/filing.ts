import { isFirstYear, type Rulebook } from '@ledger/rulebooks';
import type { EventData } from '@ledger/schemas';
import { type Instant, type LegalDate, legalDateOf, workingDaysBetween } from '@ledger/statutory-calendar';
import type { Matter } from '../guards.ts';
import type { Consequence, Process } from './process.ts';

/**
 * Filing, review and publication (登记建档).
 *
 * The review term counts from the complete dossier, so each supplement starts it anew (G-03).
 *
 * Law: XJ-7 to XJ-10; LNO-2.1; ZY-2.1.
 */
export const filing: Process = {
  computed: {
    file: firstYear,
    refile: firstYear,
    accept: reviewDays,
    refuse: reviewDays,
  },
  consequences: {
    accepted: ({ rulebook }) => [publication('public-register', rulebook)],
    'amendment-accepted': ({ rulebook }) => [publication('public-register', rulebook)],
  },
};

/** The portal's act that puts a page before the public, with the list of what it masks. */
export function publication(
  page: 'public-register' | 'revocation-notice',
  rulebook: Rulebook,
): Consequence<'published'> {
  return {
    type: 'published',
    data: { projection: page, desensitised: true, maskedFields: [...rulebook.disclosure.maskedFields.value] },
  };
}

/** XJ-8-8, G-07: registered less than a year before the day of filing. */
function firstYear({ act, rulebook }: Matter): { readonly annualReportExempt: boolean } {
  const { registeredOn } = act.data as EventData<'filed'>;
  return { annualReportExempt: isFirstYear(rulebook, registeredOn as LegalDate, dayOf(act.occurredAt)) };
}

function reviewDays({ file, act, calendar }: Matter): { readonly reviewDays: number } {
  const since = file.standing.status === 'under-review' ? file.standing.since : act.occurredAt;
  return { reviewDays: workingDaysBetween(calendar, dayOf(since), dayOf(act.occurredAt)) };
}

// Instants come from the envelope, whose schema has read them.
function dayOf(instant: string): LegalDate {
  return legalDateOf(instant as Instant);
}
