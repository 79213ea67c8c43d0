import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { code, partyId } from '../vocabulary.ts';

/**
 * 不予受理建档申请. A filing is turned away at the door, while a bar runs or for another stated reason.
 *
 * Law: XJ-15-3.
 */
export const filingRejectedV1 = z.strictObject({
  reason: code,
  barLastDay: legalDateSchema.optional(),
  attemptedBy: partyId.optional(),
});
