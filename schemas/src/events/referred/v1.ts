import { z } from 'zod';
import { code, partyId, text } from '../vocabulary.ts';

/**
 * 移送处理. The authority hands a matter to the organ that is competent for it.
 *
 * Law: XJ-5-4, XJ-15-4.
 */
export const referredV1 = z.strictObject({
  to: partyId,
  violation: code.optional(),
  reason: text.optional(),
});
