import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { label, partyId } from '../vocabulary.ts';

/**
 * 守信激励. A department applies an incentive for good credit.
 *
 * Law: LNR-22-1, ZY-3-4.
 */
export const incentiveAppliedV1 = z.strictObject({
  incentive: label,
  by: partyId,
  lastDay: legalDateSchema.optional(),
});
