import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { dossierDocument, due, fieldValue, label } from '../vocabulary.ts';

/**
 * 变更申报. The agency reports a change of what it filed, with the day of the change.
 *
 * Law: XJ-12-1.
 */
export const amendedV1 = z.strictObject({
  field: label,
  before: fieldValue.optional(),
  after: fieldValue,
  changedOn: legalDateSchema,
  late: z.boolean().optional(),
  documents: z.array(dossierDocument).optional(),
  due: due.optional(),
});
