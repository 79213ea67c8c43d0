import { z } from 'zod';
import { code, fen, label, personName, publicationClass } from '../vocabulary.ts';

/**
 * 行政处罚. An organ penalises the agency or a responsible person; the amount stands against the range of the law.
 *
 * Law: LNR-53-1, LNR-53-2, LNR-53-3, XJ-17-1.
 */
export const penalisedV1 = z.strictObject({
  measure: label,
  violation: code.optional(),
  amountFen: fen.optional(),
  rangeFen: z.tuple([fen, fen]).optional(),
  confiscatedFen: fen.optional(),
  target: z.enum(['agency', 'person']).optional(),
  person: personName.optional(),
  publicationClass: publicationClass.optional(),
  mitigation: code.optional(),
});
