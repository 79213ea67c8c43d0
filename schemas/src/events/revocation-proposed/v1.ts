import { z } from 'zod';
import { ground, text, year } from '../vocabulary.ts';

/**
 * 拟撤销建档. The clock proposes a revocation that an officer has to make.
 *
 * Law: XJ-11-2.
 */
export const revocationProposedV1 = z.strictObject({
  ground,
  reportYear: year.optional(),
  reason: text.optional(),
});
