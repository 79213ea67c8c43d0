import { z } from 'zod';
import { sha256Schema } from '../../envelope.ts';
import { due, half, year } from '../vocabulary.ts';

/**
 * 半年工作报告. The agency hands in its work report on a half year.
 *
 * Law: ZY-5-7.
 */
export const workReportedV1 = z.strictObject({
  half,
  year,
  late: z.boolean().optional(),
  sha256: sha256Schema.optional(),
  due: due.optional(),
});
