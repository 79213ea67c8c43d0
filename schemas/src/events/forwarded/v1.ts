import { z } from 'zod';
import { partyId } from '../vocabulary.ts';

/**
 * 报送建档材料. The reviewed dossier goes up to the regional authority.
 *
 * Law: XJ-10-4.
 */
export const forwardedV1 = z.strictObject({
  to: partyId,
});
