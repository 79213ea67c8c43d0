import { z } from 'zod';
import { division, dossierDocument, label, partyId, uscc } from '../vocabulary.ts';

/**
 * 申报综合信用服务机构试点. An agency applies for the national pilot.
 *
 * Law: ND-4.2-1, ND-4.2-2, ND-4.2-3, ND-4.3-1.
 */
export const pilotAppliedV1 = z.strictObject({
  uscc,
  agencyName: label,
  branchProvinces: z.array(division),
  pbocLicence: label.optional(),
  copiedTo: partyId.optional(),
  documents: z.array(dossierDocument).optional(),
});
