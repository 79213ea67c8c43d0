import { z } from 'zod';
import { sha256Schema } from '../../envelope.ts';
import { label } from '../vocabulary.ts';

/**
 * 行业信用分析报告. The agency hands in an analysis of its industry.
 *
 * Law: ND-2.6-1, ZY-2.7-1.
 */
export const industryReportFiledV1 = z.strictObject({
  title: label,
  period: label.optional(),
  sha256: sha256Schema,
});
