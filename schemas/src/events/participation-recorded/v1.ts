import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { label } from '../vocabulary.ts';

/**
 * 参加行业活动. The agency took part in statistics, training, publicity or public benefit.
 *
 * Law: XJ-26-3, ND-3.3-3.
 */
export const participationRecordedV1 = z.strictObject({
  activity: label,
  kind: z.enum(['statistics', 'training', 'publicity', 'public-benefit']),
  on: legalDateSchema,
});
