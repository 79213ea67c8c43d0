import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { label, reference, year } from '../vocabulary.ts';

/**
 * 节假日安排公布. The State Council arranges the holidays and make-up days of a year, or changes what it arranged.
 *
 * It stands in the stream `calendar-cn`. Law: the yearly notices of the State Council General Office; decision G-10.
 */
export const holidayCalendarPublishedV1 = z.strictObject({
  /** Document number of the notice. */
  number: reference,
  /** Day of signature. */
  date: legalDateSchema,
  title: label,
  /** The calendar year it arranges. */
  year,
  /** Number of the notice it changes. */
  amends: reference.optional(),
  festivals: z.array(
    z.strictObject({
      name: label,
      off: z.array(legalDateSchema),
      makeUp: z.array(legalDateSchema),
    }),
  ),
});
