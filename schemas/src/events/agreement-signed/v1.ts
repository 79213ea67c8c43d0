import { z } from 'zod';
import { legalDateSchema, sha256Schema } from '../../envelope.ts';
import { partyId, reference, text } from '../vocabulary.ts';

/**
 * 签署共享协议. A sharing agreement is signed with the agency.
 *
 * Law: LNO-2.3-3, ND-2.3-1, ZY-2.4-1.
 */
export const agreementSignedV1 = z.strictObject({
  agreementNo: reference,
  with: partyId,
  scope: text,
  lastDay: legalDateSchema.optional(),
  sha256: sha256Schema.optional(),
});
