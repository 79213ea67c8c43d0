import { z } from 'zod';
import { sha256Schema } from '../../envelope.ts';
import { due, project, text, word, year } from '../vocabulary.ts';

/**
 * 年度报告. The agency hands in its report on the year before.
 *
 * Law: XJ-11-1, XJ-11-3, XJ-11-4, XJ-11-5.
 */
export const reportedV1 = z.strictObject({
  reportYear: year,
  parts: z.array(word).min(1),
  projects: z.array(project),
  lateRecordReason: text.optional(),
  sha256: sha256Schema.optional(),
  due: due.optional(),
});
