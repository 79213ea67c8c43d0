import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { year } from '../vocabulary.ts';

/**
 * 年度报告逾期. The day for the annual report has passed without one.
 *
 * Law: XJ-11-1.
 */
export const reportOverdueV1 = z.strictObject({
  reportYear: year,
  dueDate: legalDateSchema,
});
