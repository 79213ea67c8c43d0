import { z } from 'zod';
import { label, reference, text } from '../vocabulary.ts';

/**
 * 撤下信息. Information is taken out with a reason; its value is shown nowhere any more.
 *
 * Law: LNR-37-7.
 */
export const withdrawnV1 = z.strictObject({
  what: label,
  reason: text,
  ref: reference.optional(),
});
