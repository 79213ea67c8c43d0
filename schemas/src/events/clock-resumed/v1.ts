import { z } from 'zod';
import { count, reference } from '../vocabulary.ts';

/**
 * 期限恢复计算. A suspended term runs on; the excluded days are stated.
 *
 * Law: LNR-37-8.
 */
export const clockResumedV1 = z.strictObject({
  ref: reference,
  excludedWorkingDays: count,
});
