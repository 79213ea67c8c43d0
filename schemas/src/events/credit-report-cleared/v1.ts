import { z } from 'zod';
import { count, reference } from '../vocabulary.ts';

/**
 * 信用报告公示无异议. The term of publicity has passed without a standing objection.
 *
 * Law: ZY-4-9.
 */
export const creditReportClearedV1 = z.strictObject({
  reportNo: reference,
  objections: count,
});
