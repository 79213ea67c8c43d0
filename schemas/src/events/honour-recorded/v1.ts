import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { label, partyId } from '../vocabulary.ts';

/**
 * 表彰奖励信息. An honour or a work of public benefit is put on the record.
 *
 * Law: LNR-11-2.
 */
export const honourRecordedV1 = z.strictObject({
  honour: label,
  by: partyId,
  on: legalDateSchema,
});
