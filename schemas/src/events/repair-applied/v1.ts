import { z } from 'zod';
import { code, fen, label, partyId, reference } from '../vocabulary.ts';

/**
 * 申请信用修复. The agency asks for credit repair; it is free.
 *
 * Law: LNR-39-1, NR36-1.
 */
export const repairAppliedV1 = z.strictObject({
  methods: z.array(label).min(1),
  penalty: reference.optional(),
  feeFen: fen.optional(),
  channel: label.optional(),
  /** Why it is asked for beside the methods: `REORGANISATION` (LNR-39-4). */
  ground: code.optional(),
  /** The organ that determined, which decides on the repair (LNR-7-2). */
  routedTo: partyId.optional(),
});
