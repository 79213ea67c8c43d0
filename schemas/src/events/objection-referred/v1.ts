import { z } from 'zod';
import { due, partyId, reference } from '../vocabulary.ts';

/**
 * 异议转送. The objection goes to the department that supplied the information.
 *
 * Law: LNR-37-3.
 */
export const objectionReferredV1 = z.strictObject({
  ref: reference,
  to: partyId,
  due: due.optional(),
});
