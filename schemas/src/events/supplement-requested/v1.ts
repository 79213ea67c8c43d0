import { z } from 'zod';
import { due, term, text, word } from '../vocabulary.ts';

/**
 * 要求补正材料. The authority returns an incomplete dossier and names what is missing; the review clock stops.
 *
 * Law: XJ-8-2.
 */
export const supplementRequestedV1 = z.strictObject({
  missing: z.array(word).min(1),
  reason: text.optional(),
  term: term.optional(),
  due: due.optional(),
});
