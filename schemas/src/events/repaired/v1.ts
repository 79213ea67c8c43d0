import { z } from 'zod';
import { reference, text } from '../vocabulary.ts';

/**
 * 完成信用修复. Repair is complete: publication, sharing and measures end together.
 *
 * Law: LNR-39-3, NR36-1.
 */
export const repairedV1 = z.strictObject({
  result: text,
  penalty: reference.optional(),
});
