import { z } from 'zod';
import { reference, word } from '../vocabulary.ts';

/**
 * 告知投诉人. The complainant is told what became of the complaint.
 *
 * Law: XJ-24-3.
 */
export const complainantNotifiedV1 = z.strictObject({
  channel: word,
  ref: reference.optional(),
});
