import { z } from 'zod';
import { reference, word } from '../vocabulary.ts';

/**
 * 告知异议处理结果. The one who objected is told the result.
 *
 * Law: XJ-22-3, LNR-37-2.
 */
export const objectionNotifiedV1 = z.strictObject({
  ref: reference,
  channel: word.optional(),
});
