import { z } from 'zod';
import { reference } from '../vocabulary.ts';

/**
 * 异议标注. The disputed information is marked as disputed.
 *
 * Law: XJ-22-5, LNR-37-6.
 */
export const objectionAnnotatedV1 = z.strictObject({
  ref: reference,
});
