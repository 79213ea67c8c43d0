import { z } from 'zod';
import { division, partyId } from '../vocabulary.ts';

/**
 * 分派审核. The filing goes to the authority that reviews it, by place of registration or activity.
 *
 * Law: XJ-10-3, XJ-10-4, LNO-1.2-1.
 */
export const routedV1 = z.strictObject({
  reviewer: partyId,
  division: division.optional(),
});
