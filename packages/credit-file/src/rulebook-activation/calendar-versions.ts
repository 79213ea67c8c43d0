import type { Actor, DecidedEvent, EventData, LedgerEvent } from '@ledger/schemas';
import {
  calendarOf,
  type HolidayNotice,
  type Instant,
  type LegalDate,
  type WorkingCalendar,
} from '@ledger/statutory-calendar';
import { knownBy } from './streams.ts';

/** An event of the stream `calendar-cn`. */
export type CalendarEvent = LedgerEvent<
  'holiday-calendar-published',
  EventData<'holiday-calendar-published'>
>;

/** The rule under which the State Council arranges the days of a year; cited by its title (G-36). */
const HOLIDAYS = 'HD-1';

/**
 * The working days as the ledger knew them at the end of a day: from the notices recorded by then.
 *
 * Dates in a year whose notice was not yet recorded are provisional, and are computed anew when it is (G-10).
 *
 * Errors: throws CalendarError `NOTICE_CONTRADICTORY` when two recorded notices contradict each other.
 */
export function calendarRecordedBy(events: readonly CalendarEvent[], knownOn: LegalDate): WorkingCalendar {
  return calendarOf(knownBy(events, knownOn).map(noticeOf));
}

/**
 * The events that bring notices into the stream that it does not have yet, in order of signature.
 *
 * Shape:  empty when the stream has them all; the same notices twice add nothing.
 * Errors: throws CalendarError `NOTICE_CONTRADICTORY` when a notice contradicts itself or one already recorded.
 */
export function publicationOfNotices(
  notices: readonly HolidayNotice[],
  events: readonly CalendarEvent[],
  actor: Actor,
  now: Instant,
): readonly DecidedEvent<'holiday-calendar-published', EventData<'holiday-calendar-published'>>[] {
  const recorded = new Set(events.map(({ data }) => data.number));
  const fresh = notices.filter(({ number }) => !recorded.has(number));
  // Throws before anything contradictory is recorded.
  const { notices: ordered } = calendarOf([...events.map(noticeOf), ...fresh]);
  return ordered
    .filter(({ number }) => !recorded.has(number))
    .map((notice) => ({
      type: 'holiday-calendar-published',
      data: payloadOf(notice),
      occurredAt: now,
      actor,
      basis: [HOLIDAYS],
      rulebook: `holiday-notice@${notice.date}`,
    }));
}

/** The notice that an event of the calendar brings. */
export function noticeOf({ data: { amends, ...notice } }: CalendarEvent): HolidayNotice {
  return amends === undefined ? notice : { ...notice, amends };
}

function payloadOf({ number, date, title, year, amends, festivals }: HolidayNotice) {
  return { number, date, title, year, ...(amends === undefined ? {} : { amends }), festivals };
}
