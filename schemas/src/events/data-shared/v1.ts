import { z } from 'zod';
import { sha256Schema } from '../../envelope.ts';
import { count, label, partyId, reference } from '../vocabulary.ts';

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
  agreementNo: reference.optional(),
  /** Digest of what was handed over; the data themselves never enter the ledger. */
  sha256: sha256Schema.optional(),
});
