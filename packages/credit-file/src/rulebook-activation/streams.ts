import type { Rulebook } from '@ledger/rulebooks';
import type { LedgerEvent, StreamName } from '@ledger/schemas';

/** The stream in which the versions of a jurisdiction's rulebook come into force and lapse. */
export function rulebookStreamOf({ jurisdiction }: Pick<Rulebook, 'jurisdiction'>): StreamName {
  return `rulebook-${jurisdiction}` as StreamName;
}

/** The stream of the holiday notices of the State Council. */
export const CALENDAR_STREAM = 'calendar-cn' as StreamName;

/** The events the ledger had recorded by the end of a day. Units: `knownOn` is a legal date. */
export function knownBy<Event extends LedgerEvent>(
  events: readonly Event[],
  knownOn: string,
): readonly Event[] {
  return events.filter(({ metadata }) => metadata.recordedAt.slice(0, 10) <= knownOn);
}
