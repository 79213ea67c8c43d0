import { z } from 'zod';
import { count, due, label } from '../vocabulary.ts';

/**
 * 变更审核通过. The authority accepts a change; only now the publication follows it.
 *
 * Law: XJ-12-2.
 */
export const amendmentAcceptedV1 = z.strictObject({
  reviewDays: count,
  field: label.optional(),
  due: due.optional(),
});
