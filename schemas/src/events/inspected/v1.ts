import { z } from 'zod';
import { sha256Schema } from '../../envelope.ts';
import { label, word } from '../vocabulary.ts';

/**
 * 监督检查. An authority inspects the agency and states the result.
 *
 * Law: XJ-14-1, LNO-2.2-1.
 */
export const inspectedV1 = z.strictObject({
  kind: z.enum(['random', 'key', 'special', 'complaint-triggered']),
  result: word,
  checklist: z.array(label),
  reportSha256: sha256Schema.optional(),
});
