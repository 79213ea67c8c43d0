import { z } from 'zod';
import { reference, text } from '../vocabulary.ts';

/**
 * 投诉办结. The complaint is verified and handled.
 *
 * Law: XJ-24-2.
 */
export const complaintResolvedV1 = z.strictObject({
  ref: reference,
  outcome: z.enum(['substantiated', 'unsubstantiated', 'partly-substantiated']),
  reason: text.optional(),
});
