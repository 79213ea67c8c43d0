import { z } from 'zod';
import { due, partyId, reference } from '../vocabulary.ts';

/**
 * 受理信用修复. The organ takes an application for repair and names who handles it.
 *
 * Law: LNR-39-2.
 */
export const repairAcceptedV1 = z.strictObject({
  handler: partyId,
  penalty: reference.optional(),
  due: due.optional(),
});
