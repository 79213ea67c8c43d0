import { z } from 'zod';
import { label, reference } from '../vocabulary.ts';

/**
 * 信用报告使用. A department uses a report in a matter and gets a receipt.
 *
 * Law: ZY-4-5.
 */
export const creditReportUsedV1 = z.strictObject({
  reportNo: reference,
  matter: label,
  receipt: reference,
  /** Key field of the use (ZY-3-3). */
  field: label.optional(),
});
