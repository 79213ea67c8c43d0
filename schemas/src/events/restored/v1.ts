import { z } from 'zod';
import { eventId, text } from '../vocabulary.ts';

/**
 * 恢复建档. A revocation is undone; the file counts as never revoked from the day stated as effective.
 *
 * Law: XJ-11-2.
 */
export const restoredV1 = z.strictObject({
  reversesType: z.enum(['revoked']),
  reversesEventId: eventId.optional(),
  reason: text,
});
