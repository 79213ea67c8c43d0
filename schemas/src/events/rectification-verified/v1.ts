import { z } from 'zod';
import { text } from '../vocabulary.ts';

/**
 * 整改验收. The authority has looked at a rectification and says whether it will do.
 *
 * Law: XJ-14-5, LNO-3.3-4.
 */
export const rectificationVerifiedV1 = z.strictObject({
  result: z.enum(['accepted', 'rejected']),
  note: text.optional(),
});
