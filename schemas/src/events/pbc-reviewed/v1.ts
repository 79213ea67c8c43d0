import { z } from 'zod';
import { label, reference, uscc } from '../vocabulary.ts';

/**
 * 人民银行审核. The branch of the People's Bank reviews an outside agency's report; often the first that
 * the ledger hears of the agency.
 *
 * Law: ZY-4-7.
 */
export const pbcReviewedV1 = z.strictObject({
  uscc: uscc.optional(),
  agencyName: label.optional(),
  reportNo: reference,
  opinion: label,
  opinionNo: reference,
});
