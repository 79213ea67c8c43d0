import { z } from 'zod';
import { label } from '../vocabulary.ts';

/**
 * 认定试点机构. The agency is designated for the pilot, with its tasks.
 *
 * Law: ND-4.1-1, ND-4.3-2.
 */
export const pilotDesignatedV1 = z.strictObject({
  batch: z.int().min(1),
  tasks: z.array(label).min(1),
});
