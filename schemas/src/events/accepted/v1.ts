import { z } from 'zod';
import { count, reference } from '../vocabulary.ts';

/**
 * 准予建档. The authority accepts the filing; the agency is on file.
 *
 * Law: XJ-10-1, LNO-2.1-1, ZY-2.1-1.
 */
export const acceptedV1 = z.strictObject({
  reviewDays: count,
  fileNo: reference,
});
