import { z } from 'zod';
import { reference, text } from '../vocabulary.ts';

/**
 * 信用报告异议不成立. The office denies an objection; the report is cleared the next day.
 *
 * Law: ZY-4-9.
 */
export const creditReportObjectionDeniedV1 = z.strictObject({
  reportNo: reference,
  reason: text,
});
