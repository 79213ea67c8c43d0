import { z } from 'zod';
import { sha256Schema } from '../../envelope.ts';
import { label } from '../vocabulary.ts';

/**
 * 信用承诺. The agency gives its credit commitment; each clause may later be checked and found breached.
 *
 * Law: XJ-8-9, LNO-2.1-7, ZY-5-5.
 */
export const committedV1 = z.strictObject({
  commitmentVersion: z.int().min(1),
  clauses: z.array(label).min(1),
  signedBy: label,
  sealed: z.boolean(),
  sha256: sha256Schema,
});
