import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { count, ground, label, text, year } from '../vocabulary.ts';

/**
 * 撤销建档. The file is revoked on a ground of the law, by the clock or by an officer.
 *
 * Law: XJ-11-2, XJ-15-1, XJ-15-3, XJ-15-4.
 */
export const revokedV1 = z.strictObject({
  ground,
  automatic: z.boolean(),
  reportYear: year.optional(),
  servedOn: legalDateSchema.optional(),
  barMonths: count.optional(),
  confirmedBy: label.optional(),
  effectOnOtherJurisdictions: z.literal('none').optional(),
  finding: text.optional(),
  reason: text.optional(),
});
