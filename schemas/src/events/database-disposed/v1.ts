import { z } from 'zod';
import { sha256Schema } from '../../envelope.ts';
import { partyId, text } from '../vocabulary.ts';

/**
 * 信用信息数据库处置. The agency's database is disposed of under the eyes of the supervising departments.
 *
 * Law: XJ-18-3.
 */
export const databaseDisposedV1 = z.strictObject({
  supervisedBy: z.array(partyId).min(1),
  method: text,
  certificateSha256: sha256Schema,
});
