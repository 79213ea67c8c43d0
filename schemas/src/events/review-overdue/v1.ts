import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';

/**
 * 审核逾期. A review has outrun its term; nothing is deemed accepted.
 *
 * Law: XJ-10-1.
 */
export const reviewOverdueV1 = z.strictObject({
  of: z.enum(['filing', 'amendment']),
  dueDate: legalDateSchema,
});
