import { z } from 'zod';
import { code, text } from '../vocabulary.ts';

/**
 * 警告. The authority warns the agency.
 *
 * Law: LNO-3.3-3.
 */
export const warnedV1 = z.strictObject({
  code: code.optional(),
  reason: text.optional(),
  mitigation: code.optional(),
});
