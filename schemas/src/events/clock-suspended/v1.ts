import { z } from 'zod';
import { reference, text } from '../vocabulary.ts';

/**
 * 期限中止. A term stands still for a test, an appraisal or an expert review.
 *
 * Law: LNR-37-8.
 */
export const clockSuspendedV1 = z.strictObject({
  ref: reference,
  reason: text,
});
