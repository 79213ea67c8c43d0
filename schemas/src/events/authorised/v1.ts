import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { partyId, text } from '../vocabulary.ts';

/**
 * 授权. An organ authorises the agency within a scope and for a term.
 *
 * Law: XJ-29-1, LNO-2.3-1, ND-2.2-1, ZY-2.3-1.
 */
export const authorisedV1 = z.strictObject({
  scope: text,
  by: partyId,
  lastDay: legalDateSchema.optional(),
  informational: z.boolean().optional(),
});
