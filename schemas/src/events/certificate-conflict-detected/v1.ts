import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { certificateNo, fileId } from '../vocabulary.ts';

/**
 * 证书挂靠疑点. One certificate number stands on two agencies' files at the same time.
 *
 * Law: XJ-13-6.
 */
export const certificateConflictDetectedV1 = z.strictObject({
  certificateNo,
  otherFile: fileId,
  since: legalDateSchema.optional(),
});
