import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { filingFields, ground } from '../vocabulary.ts';

/**
 * 重新申报建档. An agency refused, revoked or deregistered files again; the review starts anew.
 *
 * Law: XJ-7-1, XJ-15-5.
 */
export const refiledV1 = z.strictObject({
  ...filingFields,
  previousRefusal: ground.optional(),
  previousRevocation: ground.optional(),
  scopeChangedOn: legalDateSchema.optional(),
  rectificationEvidence: z.boolean().optional(),
});
