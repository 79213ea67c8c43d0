import { z } from 'zod';
import { sha256Schema } from '../../envelope.ts';
import { basisPoints, label, reference } from '../vocabulary.ts';

/**
 * 随机抽查抽取. A sampling plan draws the agency; seed and frame make the draw repeatable.
 *
 * Law: LNO-2.2-2, LNR-20-3.
 */
export const sampledV1 = z.strictObject({
  plan: reference,
  seed: label,
  frameSha256: sha256Schema,
  inspectionRatioBp: basisPoints,
});
