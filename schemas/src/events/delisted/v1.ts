import { z } from 'zod';
import { label, text } from '../vocabulary.ts';

/**
 * 移出名单. The listing organ takes the agency off the list.
 *
 * Law: LNR-30-1, NR36-1.
 */
export const delistedV1 = z.strictObject({
  list: label.optional(),
  reason: text.optional(),
});
