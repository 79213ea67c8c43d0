import { z } from 'zod';
import { text } from '../vocabulary.ts';

/**
 * 拒不整改. An officer confirms that the agency refuses to put things right, expressly or by letting the term lapse.
 *
 * Law: XJ-15-3.
 */
export const rectificationRefusedV1 = z.strictObject({
  reason: text,
  express: z.boolean().optional(),
});
