import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { personName, text } from '../vocabulary.ts';

/**
 * 曝光与市场禁入. A violation is exposed, with a market ban where the law has one.
 *
 * Law: ND-3.4-2.
 */
export const exposedV1 = z.strictObject({
  reason: text,
  target: z.enum(['agency', 'practitioner']),
  person: personName.optional(),
  banMonths: z.int().min(1).optional(),
  banLastDay: legalDateSchema.optional(),
});
