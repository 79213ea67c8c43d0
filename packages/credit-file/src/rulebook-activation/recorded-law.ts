import type { Rulebook } from '@ledger/rulebooks';
import { calendarOf, type LegalDate, type WorkingCalendar } from '@ledger/statutory-calendar';
import { type CalendarEvent, noticeOf } from './calendar-versions.ts';
import { type RulebookEvent, rulebookKnownOn } from './rulebook-versions.ts';

/** What the law's own streams hold. */
export interface LawEvents {
  /** By jurisdiction. */
  readonly rulebooks: ReadonlyMap<string, readonly RulebookEvent[]>;
  readonly calendar: readonly CalendarEvent[];
}

/** The law that ships with the ledger: what the events of the streams speak of, and what holds until there are any. */
export interface ShippedLaw {
  /** Sorted by jurisdiction, then by the day they came into force. */
  readonly rulebooks: readonly Rulebook[];
  readonly calendar: WorkingCalendar;
}

/** The law in force, as the ledger has recorded it. */
export interface LawInForce {
  /** The rulebook of a jurisdiction in force on a day; undefined where none was. */
  readonly rulebookOf: (jurisdiction: string, onDate: LegalDate) => Rulebook | undefined;
  readonly calendar: WorkingCalendar;
  /**
   * From when the system acts under a version: not before it was recorded, so that one which arrives late re-judges
   * nothing. Undefined for the first of a jurisdiction, which found nothing judged.
   */
  readonly actsFrom: (rulebook: string) => string | undefined;
}

/**
 * The law in force by the events that brought it there.
 *
 * A version that the streams know and that does not ship is not in force here: nobody can judge under a law he cannot read.
 * A jurisdiction without an event, and a calendar without a notice, are as they ship.
 *
 * Errors: throws CalendarError `NOTICE_CONTRADICTORY` when recorded notices contradict each other.
 * Law:    XJ-2-2, XJ-32-1, LNO-2.1-3; decisions G-10, G-31.
 */
export function lawInForce({ rulebooks, calendar }: LawEvents, shipped: ShippedLaw): LawInForce {
  return {
    calendar: calendar.length === 0 ? shipped.calendar : calendarOf(calendar.map(noticeOf)),
    rulebookOf(jurisdiction, onDate) {
      const ours = shipped.rulebooks.filter((one) => one.jurisdiction === jurisdiction);
      const events = rulebooks.get(jurisdiction) ?? [];
      if (events.length === 0) return ours.findLast((one) => isInForce(one, onDate));
      const version = rulebookKnownOn(events, onDate, EVER);
      return ours.find(({ id }) => id === version?.rulebook);
    },
    actsFrom(rulebook) {
      for (const events of rulebooks.values()) {
        const activations = events.filter(({ type }) => type === 'rule-pack-activated');
        const own = activations.find(({ data }) => data.rulebook === rulebook);
        if (own === undefined) continue;
        const first = activations[0]?.metadata.recordedAt;
        return own.metadata.recordedAt === first ? undefined : own.metadata.recordedAt;
      }
      return undefined;
    },
  };
}

/** All that is recorded by now: no day is later. */
const EVER = '9999-12-31' as LegalDate;

function isInForce({ inForceFrom, lastDay }: Rulebook, onDate: LegalDate): boolean {
  return inForceFrom <= onDate && (lastDay === undefined || onDate <= lastDay);
}
