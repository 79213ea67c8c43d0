import { z } from 'zod';
import { code, reference, text } from '../vocabulary.ts';

/**
 * 信用报告不予备案. The office refuses a report that does not keep to the standard.
 *
 * Law: ZY-4-4.
 */
export const creditReportRefusedV1 = z.strictObject({
  reportNo: reference,
  reason: text,
  ground: code.optional(),
});
