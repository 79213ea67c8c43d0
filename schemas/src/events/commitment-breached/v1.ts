import { z } from 'zod';
import { code, label, text } from '../vocabulary.ts';

/**
 * 违反建档承诺. The authority finds a clause of the commitment breached.
 *
 * Law: LNO-3.3-1, XJ-15-2.
 */
export const commitmentBreachedV1 = z.strictObject({
  clause: label,
  code: code.optional(),
  finding: text.optional(),
});
