import { z } from 'zod';
import { due, reference } from '../vocabulary.ts';

/**
 * 受理投诉. The authority takes a complaint; its clock starts here, not at receipt.
 *
 * Law: XJ-24-2.
 */
export const complaintAcceptedV1 = z.strictObject({
  ref: reference,
  due: due.optional(),
});
