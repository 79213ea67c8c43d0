import { z } from 'zod';
import { legalDateSchema, ruleIdSchema } from '../../envelope.ts';
import { count, word } from '../vocabulary.ts';

/**
 * 到期提醒. The ledger reminds a party of a term that is about to run out.
 *
 * Law: XJ-11-1.
 */
export const remindedV1 = z.strictObject({
  about: ruleIdSchema,
  dueDate: legalDateSchema,
  daysLeft: count,
  channel: word.optional(),
});
