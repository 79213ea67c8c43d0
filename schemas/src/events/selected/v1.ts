import { z } from 'zod';
import { division, label, uscc } from '../vocabulary.ts';

/**
 * 公开遴选入选. The office selects the agency in a public batch, which is how Zhangye admits agencies.
 *
 * Law: ZY-2.1-1.
 */
export const selectedV1 = z.strictObject({
  batch: z.int().min(1),
  uscc,
  agencyName: label,
  registeredArea: division.optional(),
  serviceKinds: z.array(label).optional(),
});
