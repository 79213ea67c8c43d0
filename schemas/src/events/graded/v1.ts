import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { basisPoints, label, partyId } from '../vocabulary.ts';

/**
 * 信用分级. The authority puts the agency into a grade, which sets how often it is inspected.
 *
 * Law: XJ-14-3, LNO-2.2-1.
 */
export const gradedV1 = z.strictObject({
  grade: z.enum(['A', 'B', 'C', 'D']),
  score: z.int(),
  previous: z.enum(['A', 'B', 'C', 'D']).optional(),
  inspectionRatioBp: basisPoints,
  model: label,
  /** Evaluations by others that the authority looked at, each with its author (LNR-20-1, ND-3.4-1). */
  evaluations: z
    .array(z.strictObject({ by: partyId, result: label, on: legalDateSchema }))
    .min(1)
    .optional(),
});
