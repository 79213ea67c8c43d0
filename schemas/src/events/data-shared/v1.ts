import { z } from 'zod';
import { count, label, partyId } from '../vocabulary.ts';

/**
 * 推送非公共信用信息. The agency pushes information to the platform; the ledger keeps where it came from, never the data.
 *
 * Law: XJ-27-1, XJ-27-2.
 */
export const dataSharedV1 = z.strictObject({
  records: count,
  declaredTrue: z.boolean(),
  form: label.optional(),
  platform: partyId.optional(),
});
