import { z } from 'zod';
import { partyId, reference } from '../vocabulary.ts';

/**
 * 异议移交. An objection the body cannot settle goes on to the competent department.
 *
 * Law: LNR-37-5.
 */
export const objectionEscalatedV1 = z.strictObject({
  ref: reference,
  to: partyId,
});
