import { z } from 'zod';
import { reference, text } from '../vocabulary.ts';

/**
 * 信用报告不予采用. A report is not accepted in use.
 *
 * Law: ZY-4-6, ZY-4-9.
 */
export const creditReportRejectedV1 = z.strictObject({
  reportNo: reference,
  reason: text,
});
