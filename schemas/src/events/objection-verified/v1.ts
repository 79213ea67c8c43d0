import { z } from 'zod';
import { reference, text } from '../vocabulary.ts';

/**
 * 异议核查. The public body has checked whether the error is its own.
 *
 * Law: LNR-37-1.
 */
export const objectionVerifiedV1 = z.strictObject({
  ref: reference,
  ownError: z.boolean(),
  finding: text.optional(),
});
