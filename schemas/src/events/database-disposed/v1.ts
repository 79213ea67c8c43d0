import { z } from 'zod';
import { sha256Schema } from '../../envelope.ts';
import { label, partyId, text } from '../vocabulary.ts';

/**
 * 信用信息数据库处置. The agency's database is disposed of under the eyes of the supervising departments.
 *
 * Law: XJ-18-3.
 */
export const databaseDisposedV1 = z.strictObject({
  /** The offices that were there. */
  supervisedBy: z.array(partyId).min(1),
  /** Which department each of them stood for, where that is known. */
  supervisors: z.array(z.strictObject({ department: label, office: partyId })).optional(),
  method: text,
  certificateSha256: sha256Schema,
});
