import { z } from 'zod';
import { partyId, text } from '../vocabulary.ts';

/**
 * 行业自律惩戒. An association disciplines its member; no sanction of the state.
 *
 * Law: LNR-33-1.
 */
export const associationDisciplinedV1 = z.strictObject({
  association: partyId,
  measure: z.enum(['warning', 'criticism', 'condemnation', 'expulsion']),
  reason: text,
});
