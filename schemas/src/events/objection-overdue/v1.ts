import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { partyId, reference, word } from '../vocabulary.ts';

/**
 * 异议处理逾期. A term of an objection has run out.
 *
 * Law: XJ-22-2.
 */
export const objectionOverdueV1 = z.strictObject({
  ref: reference,
  dueDate: legalDateSchema.optional(),
  /** Which of the terms was missed. */
  stage: word.optional(),
  /** The unit that had to act (LNR-52-1). */
  responsible: partyId.optional(),
});
