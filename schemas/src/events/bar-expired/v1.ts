import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';

/**
 * 限制期满. The bar is over; the agency may file again.
 *
 * Law: XJ-15-5.
 */
export const barExpiredV1 = z.strictObject({
  barLastDay: legalDateSchema,
});
