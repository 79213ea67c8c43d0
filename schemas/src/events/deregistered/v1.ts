import { z } from 'zod';
import { exitReason, reference } from '../vocabulary.ts';

/**
 * 注销建档. The file ends.
 *
 * Law: XJ-18-1.
 */
export const deregisteredV1 = z.strictObject({
  reason: exitReason,
  openCases: z.array(reference).optional(),
});
