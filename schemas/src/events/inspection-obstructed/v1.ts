import { z } from 'zod';
import { eventId, text } from '../vocabulary.ts';

/**
 * 拒绝、阻碍检查. The agency refuses or hinders an inspection, which is a finding of its own.
 *
 * Law: XJ-14-2.
 */
export const inspectionObstructedV1 = z.strictObject({
  finding: text,
  inspection: eventId.optional(),
});
