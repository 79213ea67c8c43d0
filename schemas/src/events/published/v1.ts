import { z } from 'zod';
import { label, word } from '../vocabulary.ts';

/**
 * 公示. A projection of the file goes public, desensitised, with the list of what was masked.
 *
 * Law: XJ-7-2, XJ-10-2, LNO-2.1-4, ZY-5-4.
 */
export const publishedV1 = z.strictObject({
  projection: word,
  desensitised: z.boolean(),
  maskedFields: z.array(label).optional(),
});
