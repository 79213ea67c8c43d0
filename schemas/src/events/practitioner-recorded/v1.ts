import { z } from 'zod';
import { certificateNo, personName, residentId, text } from '../vocabulary.ts';

/**
 * 从业人员信用记录. A practitioner's own record is opened or changed; never public.
 *
 * Law: ND-3.3-1, ND-3.3-2.
 */
export const practitionerRecordedV1 = z.strictObject({
  name: personName,
  residentId: residentId.optional(),
  certificateNo: certificateNo.optional(),
  selfCertified: z.boolean(),
  note: text.optional(),
});
