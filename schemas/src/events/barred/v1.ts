import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { due } from '../vocabulary.ts';

/**
 * 限制重新申报. No new filing is taken until the last day of the bar has passed.
 *
 * Law: XJ-15-3.
 */
export const barredV1 = z.strictObject({
  months: z.int().min(1),
  start: legalDateSchema,
  lastDay: legalDateSchema,
  due: due.optional(),
});
