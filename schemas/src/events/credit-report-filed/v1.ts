import { z } from 'zod';
import { legalDateSchema, sha256Schema } from '../../envelope.ts';
import { label, reference, uscc } from '../vocabulary.ts';

/**
 * 信用报告备案. A report is filed before it is delivered.
 *
 * Law: ZY-4-3.
 */
export const creditReportFiledV1 = z.strictObject({
  uscc,
  agencyName: label,
  reportNo: reference,
  subject: label,
  standard: label,
  issuedOn: legalDateSchema,
  sha256: sha256Schema,
  use: label,
});
