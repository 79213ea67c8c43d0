import { z } from 'zod';
import { eventId, text, word } from '../vocabulary.ts';

/**
 * 作废. An event is marked as wrong; it stays in the file and no longer counts.
 *
 * Law: XJ-8-1.
 */
export const invalidatedV1 = z.strictObject({
  invalidates: eventId,
  invalidatesType: word.optional(),
  reason: text,
});
