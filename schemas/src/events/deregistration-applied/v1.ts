import { z } from 'zod';
import { exitReason, label, uscc } from '../vocabulary.ts';

/**
 * 申请注销建档. The agency, or who acts for it, asks to end its file.
 *
 * Law: XJ-18-1.
 */
export const deregistrationAppliedV1 = z.strictObject({
  reason: exitReason,
  courtDocument: label.optional(),
  successorUscc: uscc.optional(),
  onBehalfOf: label.optional(),
});
