import { z } from 'zod';
import { label, text } from '../vocabulary.ts';

/**
 * 听取陈述申辩. The agency has been heard on an intended listing.
 *
 * Law: LNR-38-1.
 */
export const statementHeardV1 = z.strictObject({
  outcome: label,
  list: label.optional(),
  reason: text.optional(),
});
