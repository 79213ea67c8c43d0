import type { Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';

/**
 * Lists of the seriously untrustworthy (严重失信主体名单): notice and statement first, then the listing by law.
 *
 * Law: LNR-28-2, LNR-30-1, LNR-38-1; XJ-15-1.
 */
export const listing: Process = {
  guards: { listed: [authorIsEntitled] },
};

/** Only law lists; whether an agency's list counts is a parameter. Law: LNR-23, LNR-28; decision G-14. */
function authorIsEntitled({ act, rulebook }: Matter): Refusal | undefined {
  const rule = rulebook.rights.listingByAgency;
  if (act.actor.kind !== 'agency' || rule.value !== 'rejected') return undefined;
  return refuse(
    'AUTHOR_NOT_ENTITLED',
    [rule.basis],
    'an agency cannot list another; a department with a legal document can',
  );
}
