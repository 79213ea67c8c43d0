import { z } from 'zod';
import { filingFields } from '../vocabulary.ts';

/**
 * 建档申报. The agency files itself for the register, and answers for what it states.
 *
 * Law: XJ-7-1, XJ-8-1, XJ-8-2, LNO-2.1-5, ZY-2.1-1.
 */
export const filedV1 = z.strictObject({
  ...filingFields,
});
