import { z } from 'zod';
import { sha256Schema } from '../../envelope.ts';
import { code, label, text } from '../vocabulary.ts';

/**
 * 约谈. The authority interviews the agency about a finding and keeps the minutes.
 *
 * Law: XJ-14-4, XJ-15-2, LNO-3.3-3.
 */
export const interviewedV1 = z.strictObject({
  code: code.optional(),
  minutesSha256: sha256Schema.optional(),
  attendees: z.array(label).optional(),
  note: text.optional(),
  mitigation: code.optional(),
});
