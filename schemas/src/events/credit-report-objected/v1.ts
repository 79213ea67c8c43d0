import { z } from 'zod';
import { reference, text } from '../vocabulary.ts';

/**
 * 对信用报告提出异议. Somebody objects to a published report; its use stops.
 *
 * Law: ZY-4-9.
 */
export const creditReportObjectedV1 = z.strictObject({
  reportNo: reference,
  claim: text,
});
