import { z } from 'zod';
import { due, reference, text } from '../vocabulary.ts';

/**
 * 提出异议. A credit subject objects to information, at the agency or at the public body.
 *
 * Law: XJ-22-1, LNR-36-1.
 */
export const objectedV1 = z.strictObject({
  ref: reference,
  claim: text,
  addressee: z.enum(['agency', 'public-body']),
  /** Number of the document whose record is disputed, so that the department that determined it is asked. */
  disputes: reference.optional(),
  due: due.optional(),
});
