import { z } from 'zod';
import { reference } from '../vocabulary.ts';

/**
 * 信用报告备案通过. The office accepts a filed report.
 *
 * Law: ZY-4-4.
 */
export const creditReportAcceptedV1 = z.strictObject({
  reportNo: reference,
});
