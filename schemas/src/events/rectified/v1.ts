import { z } from 'zod';
import { dossierDocument, text } from '../vocabulary.ts';

/**
 * 提交整改报告. The agency reports that it has put things right, with evidence.
 *
 * Law: XJ-14-5, XJ-15-2, LNO-3.3-4.
 */
export const rectifiedV1 = z.strictObject({
  evidence: z.array(dossierDocument).min(1),
  note: text.optional(),
});
