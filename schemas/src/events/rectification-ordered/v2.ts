import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { code, due, term, text } from '../vocabulary.ts';
import type { rectificationOrderedV1 } from './v1.ts';

/**
 * 责令限期整改. The authority orders the agency to put things right within a term, and says what.
 *
 * Version 2 states the term as one value, what is to be put right, and the day of service, from which the term runs.
 *
 * Law: XJ-14-5, XJ-15-2, LNO-3.3-3.
 */
export const rectificationOrderedV2 = z.strictObject({
  term,
  code: code.optional(),
  demands: z.array(text).min(1).optional(),
  servedOn: legalDateSchema.optional(),
  due: due.optional(),
  mitigation: code.optional(),
});

/** The same order in the words of version 2; what version 1 did not know stays unsaid. */
export function rectificationOrderedV1ToV2({
  termDays,
  unit,
  ...rest
}: z.infer<typeof rectificationOrderedV1>): z.infer<typeof rectificationOrderedV2> {
  return { term: { amount: termDays, unit }, ...rest };
}
