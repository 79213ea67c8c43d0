import { z } from 'zod';
import { dossierDocument, due, text } from '../vocabulary.ts';

/**
 * 补正材料. The agency hands in what was missing; the review clock starts again.
 *
 * Law: XJ-8-2.
 */
export const supplementedV1 = z.strictObject({
  documents: z.array(dossierDocument).min(1),
  note: text.optional(),
  due: due.optional(),
});
