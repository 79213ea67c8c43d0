import { z } from 'zod';
import { count, ground, text } from '../vocabulary.ts';

/**
 * 不予建档. The authority refuses the filing on one of the grounds of the law.
 *
 * Law: XJ-9-1, XJ-9-2, XJ-9-3, XJ-9-4.
 */
export const refusedV1 = z.strictObject({
  ground,
  reason: text.optional(),
  reviewDays: count.optional(),
});
