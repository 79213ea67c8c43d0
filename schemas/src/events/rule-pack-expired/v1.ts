import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { rulebook, text } from '../vocabulary.ts';

/**
 * 规则包失效. A version of a rulebook lapses after its last day.
 *
 * Law: XJ-32-1.
 */
export const rulePackExpiredV1 = z.strictObject({
  rulebook,
  lastDay: legalDateSchema,
  reason: text.optional(),
});
