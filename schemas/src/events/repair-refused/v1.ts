import { z } from 'zod';
import { reference, text } from '../vocabulary.ts';

/**
 * 不予信用修复. The organ refuses a repair and says why.
 *
 * Law: LNR-39-1.
 */
export const repairRefusedV1 = z.strictObject({
  reason: text,
  penalty: reference.optional(),
});
