import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { due, reference } from '../vocabulary.ts';

/**
 * 信用报告公示. The report is public, with its commitment, and usable from a day.
 *
 * Law: ZY-4-4, ZY-4-9.
 */
export const creditReportPublishedV1 = z.strictObject({
  reportNo: reference,
  withCommitment: z.boolean(),
  usableFrom: legalDateSchema,
  due: due.optional(),
});
