import { z } from 'zod';
import { fieldValue, label, reference } from '../vocabulary.ts';

/**
 * 更正. Wrong information is corrected.
 *
 * Law: LNR-37-2.
 */
export const correctedV1 = z.strictObject({
  field: label,
  before: fieldValue.optional(),
  after: fieldValue,
  ref: reference.optional(),
});
