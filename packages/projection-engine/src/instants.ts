const INSTANT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?\+08:00$/;
const LEGAL_DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The instant with all nine digits of a second, so that text order is the order of time.
 *
 * Errors: throws when the text is no instant with +08:00.
 */
export function sortableInstant(instant: string): string {
  const match = INSTANT.exec(instant);
  if (match?.[1] === undefined) throw new Error(`not an instant with +08:00: ${instant}`);
  return `${match[1]}.${(match[2] ?? '').padEnd(9, '0')}+08:00`;
}

/** The last moment that counts as "at" an instant or a legal date, sortable; a date means its end. Errors: as above. */
export function endOf(instantOrDate: string): string {
  return LEGAL_DATE.test(instantOrDate)
    ? `${instantOrDate}T23:59:59.999999999+08:00`
    : sortableInstant(instantOrDate);
}
