import { z } from 'zod';
import { due } from '../vocabulary.ts';

/**
 * 责令限期整改. The authority orders the agency to put things right within a term.
 *
 * Law: XJ-14-5, XJ-15-2, LNO-3.3-3.
 */
export const rectificationOrderedV1 = z.strictObject({
  termDays: z.int().min(1).max(3660),
  unit: z.enum(['calendar-day', 'working-day']),
  due: due.optional(),
});
