import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { label, reference } from '../vocabulary.ts';

/**
 * 查询信用状况. A department looks the agency up in a matter and gets a receipt.
 *
 * Law: LNO-2.4-2, LNR-21-1, ND-4.2-2.
 */
export const checkedV1 = z.strictObject({
  matter: label,
  receipt: reference,
  asOf: legalDateSchema.optional(),
  knownAt: legalDateSchema.optional(),
  /** First day of a look-back, where the check was one (ND-4.2-2). */
  lookBackFrom: legalDateSchema.optional(),
  /** Whether the look-back found no violation and no bad record. */
  clean: z.boolean().optional(),
});
