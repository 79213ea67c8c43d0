import { z } from 'zod';
import { label, reference } from '../vocabulary.ts';

/**
 * 人民银行审核. The branch of the People's Bank reviews an outside agency's report.
 *
 * Law: ZY-4-7.
 */
export const pbcReviewedV1 = z.strictObject({
  reportNo: reference,
  opinion: label,
  opinionNo: reference,
});
