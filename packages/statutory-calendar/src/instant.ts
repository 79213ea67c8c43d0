import type { Branded } from './brand.ts';
import { CalendarError, type Parsed, valueOrThrow } from './calendar-error.ts';
import { dayNumberOf, fromDayNumber, type LegalDate, parseLegalDate } from './legal-date.ts';

/** A moment, RFC 3339 with `+08:00` and up to nine digits of fraction. Compare with `compareInstants`, not as text. */
export type Instant = Branded<string, 'Instant'>;

const FORM = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const DAY_MS = 86_400_000;
const BEIJING_MS = 8 * 3_600_000;

/**
 * Reads a moment of Beijing time.
 *
 * Errors: fault `INSTANT_MALFORMED` when the text is not RFC 3339, `INSTANT_NOT_BEIJING` when its offset is not +08:00,
 *         `INSTANT_IMPOSSIBLE` when the day or the time of day does not exist; never throws.
 */
export function parseInstant(text: string): Parsed<Instant> {
  const match = FORM.exec(text);
  if (match === null) return fault('INSTANT_MALFORMED', text, 'is not of the form 2025-07-01T00:00:00+08:00');
  const [, date = '', hour, minute, second, , offset] = match;
  if (offset !== '+08:00')
    return fault('INSTANT_NOT_BEIJING', text, 'is not Beijing time; write it with +08:00');
  if ('fault' in parseLegalDate(date))
    return fault('INSTANT_IMPOSSIBLE', text, 'names a day that does not exist');
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    return fault('INSTANT_IMPOSSIBLE', text, 'names a time of day that does not exist');
  }
  // The one door through which a text becomes an instant.
  return { value: text as Instant };
}

/** The instant in the text. Errors: throws `INSTANT_MALFORMED`, `INSTANT_NOT_BEIJING` or `INSTANT_IMPOSSIBLE`. */
export function instantOrThrow(text: string): Instant {
  return valueOrThrow(parseInstant(text));
}

/** The day in Beijing on which a moment falls, whatever zone the machine keeps. */
export function legalDateOf(instant: Instant): LegalDate {
  return instant.slice(0, 10) as LegalDate;
}

/** The first moment of a day, 00:00:00. */
export function startOfDay(date: LegalDate): Instant {
  return `${date}T00:00:00+08:00` as Instant;
}

/** The last millisecond of a day, 23:59:59.999. To ask whether a moment is still in the day, compare `legalDateOf`. */
export function endOfDay(date: LegalDate): Instant {
  return `${date}T23:59:59.999+08:00` as Instant;
}

/** Negative, zero or positive as `left` is before, at or after `right`; `12:00:00` and `12:00:00.000` are the same moment. */
export function compareInstants(left: Instant, right: Instant): number {
  const a = sortKey(left);
  const b = sortKey(right);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Milliseconds since 1970-01-01T00:00:00Z; digits finer than a millisecond are dropped. */
export function epochMsOf(instant: Instant): number {
  const timeMs =
    (Number(instant.slice(11, 13)) * 3600 +
      Number(instant.slice(14, 16)) * 60 +
      Number(instant.slice(17, 19))) *
    1000;
  const fractionMs = Number(fractionOf(instant).slice(0, 3));
  return dayNumberOf(legalDateOf(instant)) * DAY_MS + timeMs + fractionMs - BEIJING_MS;
}

/** The instant of a count of milliseconds since 1970-01-01T00:00:00Z, with three digits of fraction. Errors: throws `DATE_OUT_OF_RANGE`. */
export function instantOfEpochMs(epochMs: number): Instant {
  if (!Number.isSafeInteger(epochMs)) {
    throw new CalendarError('DATE_OUT_OF_RANGE', `${epochMs} is no whole number of milliseconds`);
  }
  const local = epochMs + BEIJING_MS;
  const dayNumber = Math.floor(local / DAY_MS);
  const ofDay = local - dayNumber * DAY_MS;
  const hour = two(Math.floor(ofDay / 3_600_000));
  const minute = two(Math.floor(ofDay / 60_000) % 60);
  const second = two(Math.floor(ofDay / 1000) % 60);
  const milli = String(ofDay % 1000).padStart(3, '0');
  return instantOrThrow(`${fromDayNumber(dayNumber)}T${hour}:${minute}:${second}.${milli}+08:00`);
}

function sortKey(instant: Instant): string {
  return instant.slice(0, 19) + fractionOf(instant);
}

/** Nine digits after the decimal point, whether written or not. */
function fractionOf(instant: Instant): string {
  return instant.slice(19, -6).slice(1).padEnd(9, '0');
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function fault(
  code: 'INSTANT_MALFORMED' | 'INSTANT_NOT_BEIJING' | 'INSTANT_IMPOSSIBLE',
  text: string,
  why: string,
): Parsed<Instant> {
  return { fault: { code, message: `${JSON.stringify(text.slice(0, 60))} ${why}` } };
}
