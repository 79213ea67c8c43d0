import { z } from 'zod';
import { code, text } from '../vocabulary.ts';

/**
 * 通报批评. The authority criticises the agency by circular.
 *
 * Law: LNO-3.3-3.
 */
export const criticisedV1 = z.strictObject({
  code: code.optional(),
  reason: text.optional(),
  mitigation: code.optional(),
});
