import { z } from 'zod';
import { legalDateSchema, sha256Schema } from '../../envelope.ts';
import { rulebook, text } from '../vocabulary.ts';

/**
 * 规则包生效. A version of a jurisdiction's rulebook comes into force.
 *
 * Law: XJ-2-2, XJ-31-1, XJ-32-1, LNO-2.1-3.
 */
export const rulePackActivatedV1 = z.strictObject({
  rulebook,
  status: z.enum(['draft', 'in-force']),
  effectiveFrom: legalDateSchema,
  lastDay: legalDateSchema.optional(),
  sha256: sha256Schema.optional(),
  note: text.optional(),
});
