import { z } from 'zod';
import { count, due, label, text } from '../vocabulary.ts';

/**
 * 变更审核不通过. The authority refuses a change; what is public stays.
 *
 * Law: XJ-12-2.
 */
export const amendmentRefusedV1 = z.strictObject({
  reason: text,
  reviewDays: count.optional(),
  field: label.optional(),
  due: due.optional(),
});
