import { z } from 'zod';
import { eventId, ground } from '../vocabulary.ts';

/**
 * 确认撤销建档. An officer confirms a revocation made by the clock; it held without that.
 *
 * Law: XJ-11-2.
 */
export const revocationConfirmedV1 = z.strictObject({
  ground,
  confirms: eventId.optional(),
});
