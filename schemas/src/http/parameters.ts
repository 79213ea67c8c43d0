import { endOfDay, parseInstant, parseLegalDate } from '@ledger/statutory-calendar';
import { z } from 'zod';
import { type FileId, type Position, parseFileId, type Revision } from '../identity.ts';

/** A file id in a path or a query. */
export const fileIdParameter = z
  .string()
  .refine((text) => parseFileId(text) !== undefined, 'a file id is ‹six digits›-‹18 characters of a USCC›')
  .meta({ description: 'One agency in one jurisdiction', examples: ['650000-91650102MAFAKE019H'] });

/** The file id of a parsed parameter. */
export function asFileId(parameter: z.infer<typeof fileIdParameter>): FileId {
  return parameter as FileId;
}

/**
 * A point on an axis of time as a person writes it: an instant with +08:00, or a day, which means its end.
 *
 * Units: an instant with +08:00 once parsed.
 */
export const pointInTimeParameter = z
  .string()
  .transform((text, context) => {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
      const day = parseLegalDate(text);
      if ('value' in day) return endOfDay(day.value) as string;
      context.issues.push({ code: 'custom', message: 'no such day exists', input: text });
      return z.NEVER;
    }
    // A plus sign in a query is a space once decoded, and everybody forgets to write %2B.
    const instant = parseInstant(text.replace(/ (?=\d{2}:\d{2}$)/, '+'));
    if ('value' in instant) return instant.value as string;
    context.issues.push({ code: 'custom', message: RULES[instant.fault.code] ?? RULE_OF_FORM, input: text });
    return z.NEVER;
  })
  .meta({
    description: 'YYYY-MM-DD (the end of that day in Beijing) or RFC 3339 with +08:00',
    examples: ['2025-07-02', '2025-07-02T09:30:00+08:00'],
  });

const RULE_OF_FORM = 'a point in time is YYYY-MM-DD or RFC 3339 with +08:00';
const RULES: Readonly<Record<string, string>> = {
  INSTANT_MALFORMED: RULE_OF_FORM,
  INSTANT_NOT_BEIJING: 'an instant is written in Beijing time, with +08:00',
  INSTANT_IMPOSSIBLE: 'no such day or time of day exists',
};

/** Both axes of a view; each defaults to now. */
export const viewParameters = z.strictObject({
  asOf: pointInTimeParameter.optional().meta({ description: 'What had taken effect by then' }),
  knownAt: pointInTimeParameter.optional().meta({ description: 'What the ledger knew by then' }),
});

/** A whole number as it stands in an address: digits only, so that `1e3`, `0x10` and nothing at all are refused. */
function wholeNumber(rule: string): z.ZodString {
  return z.string().regex(/^\d{1,15}$/, rule);
}

/** A dense position in a path or a query; 0 stands before the first event. */
export const positionParameter = wholeNumber('a position is a whole number from 0')
  .transform((digits) => Number(digits) as Position)
  .meta({ description: 'Dense number of a ledger event; 0 stands before the first' });

/** A revision in a path or a query. */
export const revisionParameter = wholeNumber('a revision is a whole number from 0')
  .transform((digits) => Number(digits) as Revision)
  .meta({ description: 'Place of an event in its file, from 0' });

/** How many rows a page may have. */
export const PAGE_ROWS_MAX = 500;

/** Rows of one page. */
export const limitParameter = wholeNumber('a limit is a whole number')
  .transform(Number)
  .pipe(
    z
      .int()
      .min(1, 'a page has at least 1 row')
      .max(PAGE_ROWS_MAX, `a page has at most ${PAGE_ROWS_MAX} rows`),
  )
  .default(100);
