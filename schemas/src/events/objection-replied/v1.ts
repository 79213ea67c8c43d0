import { z } from 'zod';
import { reference, text } from '../vocabulary.ts';

/**
 * 异议回复. The department replies on the objection.
 *
 * Law: LNR-37-3.
 */
export const objectionRepliedV1 = z.strictObject({
  ref: reference,
  result: text,
});
