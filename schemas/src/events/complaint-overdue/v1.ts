import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { partyId, reference } from '../vocabulary.ts';

/**
 * 投诉处理逾期. The term of a complaint has run out.
 *
 * Law: XJ-24-2.
 */
export const complaintOverdueV1 = z.strictObject({
  ref: reference,
  dueDate: legalDateSchema.optional(),
  /** The unit that had to act (LNR-52-1). */
  responsible: partyId.optional(),
});
