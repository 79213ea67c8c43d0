import { z } from 'zod';
import { checks } from '../vocabulary.ts';

/**
 * 自动核验通过. The automatic checks of a filing all pass.
 *
 * Law: LNO-1.2-3, XJ-9-2.
 */
export const verifiedV1 = z.strictObject({
  checks,
});
