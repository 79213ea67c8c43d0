import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { due, label } from '../vocabulary.ts';

/**
 * 逾期未申报变更. A change was not reported within its term, counted from the day of the change.
 *
 * Law: XJ-12-1.
 */
export const amendmentOverdueV1 = z.strictObject({
  changedOn: legalDateSchema,
  field: label.optional(),
  detectedBy: label.optional(),
  due: due.optional(),
});
