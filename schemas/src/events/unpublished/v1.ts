import { z } from 'zod';
import { label, word } from '../vocabulary.ts';

/**
 * 停止公示. A publication ends; a notice may stand in its place.
 *
 * Law: XJ-18-2, LNR-39-3.
 */
export const unpublishedV1 = z.strictObject({
  what: label.optional(),
  replacedBy: word.optional(),
});
