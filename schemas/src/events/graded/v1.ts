import { z } from 'zod';
import { basisPoints, label } from '../vocabulary.ts';

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
});
