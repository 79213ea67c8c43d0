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
  /** Last day on which the report may be relied upon (ZY-4-2). */
  validTo: legalDateSchema.optional(),
  /** Number of the opinion of the central bank's branch, for a report from outside (ZY-4-8). */
  opinionNo: reference.optional(),
  /** When the report is handed to the party that ordered it; not before it is filed (ZY-4-3). */
  deliveredOn: legalDateSchema.optional(),
});
