import { CalendarError } from './calendar-error.ts';
import { type LegalDate, legalDateOrThrow, weekdayOf } from './legal-date.ts';

/** One item of a notice: a festival, its days off and the weekend days worked in exchange. */
export interface FestivalArrangement {
  readonly name: string;
  readonly off: readonly string[];
  readonly makeUp: readonly string[];
}

/** A holiday notice of the State Council General Office as it was published. */
export interface HolidayNotice {
  /** Document number, e.g. `国办发明电〔2025〕7号`. */
  readonly number: string;
  /** Day of signature. */
  readonly date: string;
  readonly title: string;
  /** The calendar year it arranges. */
  readonly year: number;
  /** Number of the notice it changes; what it says of a day replaces what that one said. */
  readonly amends?: string;
  readonly festivals: readonly FestivalArrangement[];
}

/** What a notice says of one day. */
export interface NoticedDay {
  readonly date: LegalDate;
  readonly working: boolean;
  readonly festival: string;
  readonly notice: string;
}

/**
 * What a notice says, day by day.
 *
 * Shape:  one entry for each day it names, in the notice's order.
 * Errors: throws `NOTICE_CONTRADICTORY` when it names a day twice or, amending none, makes up on a weekday; and the faults of its dates.
 */
export function daysOfNotice(notice: HolidayNotice): readonly NoticedDay[] {
  const seen = new Set<string>();
  return notice.festivals.flatMap((festival) =>
    [
      ...festival.off.map((text) => ({ text, working: false })),
      ...festival.makeUp.map((text) => ({ text, working: true })),
    ].map(({ text, working }) => {
      const date = legalDateOrThrow(text);
      if (seen.has(date))
        throw new CalendarError('NOTICE_CONTRADICTORY', `${notice.number} names ${date} twice`);
      if (working && weekdayOf(date) < 6 && notice.amends === undefined) {
        throw new CalendarError(
          'NOTICE_CONTRADICTORY',
          `${notice.number} makes up on ${date}, a working day already`,
        );
      }
      seen.add(date);
      return { date, working, festival: festival.name, notice: notice.number };
    }),
  );
}
