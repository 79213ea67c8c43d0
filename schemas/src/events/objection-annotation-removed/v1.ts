import { z } from 'zod';
import { reference } from '../vocabulary.ts';

/**
 * 取消异议标注. The mark of dispute is taken off.
 *
 * Law: XJ-22-5, LNR-37-6.
 */
export const objectionAnnotationRemovedV1 = z.strictObject({
  ref: reference,
});
