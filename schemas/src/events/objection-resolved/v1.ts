import { z } from 'zod';
import { due, label, reference, text } from '../vocabulary.ts';

/**
 * 异议处理决定. The objection is decided.
 *
 * Law: XJ-22-2, XJ-22-4, LNR-37-4.
 */
export const objectionResolvedV1 = z.strictObject({
  ref: reference,
  outcome: z.enum(['upheld', 'denied', 'deleted-unverifiable']),
  written: z.boolean().optional(),
  reason: text.optional(),
  action: label.optional(),
  due: due.optional(),
});
