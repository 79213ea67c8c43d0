import { z } from 'zod';
import { text, year } from '../vocabulary.ts';

/**
 * 承诺履行核查. The authority checks how a commitment was kept in a year.
 *
 * Law: LNO-3.3-1, ND-3.2-2.
 */
export const commitmentCheckedV1 = z.strictObject({
  year,
  fulfilled: z.boolean(),
  opinion: text.optional(),
});
