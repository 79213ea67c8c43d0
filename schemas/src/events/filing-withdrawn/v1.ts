import { z } from 'zod';
import { text } from '../vocabulary.ts';

/**
 * 撤回建档申报. The agency takes its filing back before a decision.
 *
 * Law: XJ-7-1.
 */
export const filingWithdrawnV1 = z.strictObject({
  reason: text.optional(),
});
