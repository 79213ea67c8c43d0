import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { partyId, text } from '../vocabulary.ts';

/**
 * 委托. A department commissions work from the agency.
 *
 * Law: ND-2.1-1, ND-2.4-1, ZY-2.2-1, ZY-2.5-1.
 */
export const commissionedV1 = z.strictObject({
  matter: text,
  by: partyId,
  lastDay: legalDateSchema.optional(),
});
