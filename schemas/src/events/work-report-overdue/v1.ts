import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { half, text, year } from '../vocabulary.ts';

/**
 * 半年工作报告逾期. A half-year work report is missing after its day; the law states no consequence.
 *
 * Law: ZY-5-7.
 */
export const workReportOverdueV1 = z.strictObject({
  half,
  year,
  dueDate: legalDateSchema,
  rule: text.optional(),
});
