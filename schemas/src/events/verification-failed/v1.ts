import { z } from 'zod';
import { checks, explainedChecks, text } from '../vocabulary.ts';

/**
 * 自动核验异常. An automatic check fails: a finding for the reviewer, never a refusal by itself.
 *
 * Law: LNO-1.2-3, XJ-9-2.
 */
export const verificationFailedV1 = z.strictObject({
  checks,
  explained: explainedChecks.optional(),
  findings: z.array(z.enum(['check-character', 'organisation-code-check'])).optional(),
  note: text.optional(),
});
