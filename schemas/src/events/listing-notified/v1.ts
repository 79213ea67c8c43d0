import { z } from 'zod';
import { label, text } from '../vocabulary.ts';

/**
 * 列入名单事先告知. Before a listing the agency is told reasons, remedies and the way out.
 *
 * Law: LNR-38-1.
 */
export const listingNotifiedV1 = z.strictObject({
  list: label,
  reasons: text.optional(),
  remedies: text.optional(),
  exitConditions: text.optional(),
});
