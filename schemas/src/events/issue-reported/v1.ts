import { z } from 'zod';
import { partyId, text } from '../vocabulary.ts';

/**
 * 试点问题报告. A problem of the pilot is reported upward.
 *
 * Law: ND-4.3-3.
 */
export const issueReportedV1 = z.strictObject({
  issue: text,
  to: partyId,
});
