import { z } from 'zod';
import { checks, explainedChecks } from '../vocabulary.ts';

/**
 * 自动核验通过. No automatic check of a filing fails; one that no register answered is `unavailable`.
 *
 * Law: LNO-1.2-3, XJ-9-2.
 */
export const verifiedV1 = z.strictObject({
  checks,
  explained: explainedChecks.optional(),
});
