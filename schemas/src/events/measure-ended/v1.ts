import { z } from 'zod';
import { label } from '../vocabulary.ts';

/**
 * 终止惩戒措施. Sanction measures end, on their day or with the listing.
 *
 * Law: LNR-30-1, LNR-30-2.
 */
export const measureEndedV1 = z.strictObject({
  measures: z.array(label).min(1),
});
