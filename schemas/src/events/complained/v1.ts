import { z } from 'zod';
import { code, contact, personName, reference, text } from '../vocabulary.ts';

/**
 * 投诉举报. Somebody complains about the agency; identity may be withheld.
 *
 * Law: XJ-24-1.
 */
export const complainedV1 = z.strictObject({
  ground: code,
  identityWithheld: z.boolean(),
  ref: reference.optional(),
  complainant: personName.optional(),
  contact: contact.optional(),
  statement: text.optional(),
});
