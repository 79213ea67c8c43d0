import { z } from 'zod';
import { partyId, reference, text } from '../vocabulary.ts';

/**
 * 投诉移交. A complaint outside the authority's competence goes to the right department.
 *
 * Law: XJ-24-3.
 */
export const complaintTransferredV1 = z.strictObject({
  to: partyId,
  reason: text,
  ref: reference.optional(),
});
