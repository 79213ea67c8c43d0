import { z } from 'zod';
import { legalDateSchema } from '../../envelope.ts';
import { label, measure, publicationClass } from '../vocabulary.ts';

/**
 * 列入严重失信主体名单. A competent organ puts the agency on a list.
 *
 * Law: XJ-15-1, LNR-28-2, LNR-29-1.
 */
export const listedV1 = z.strictObject({
  list: label,
  field: label.optional(),
  extendsTo: z.array(label).optional(),
  publicationClass: publicationClass.optional(),
  lastDay: legalDateSchema.optional(),
  measures: z.array(measure).optional(),
  /** What the listing does; adverse where nothing is said. `informational`: made by an agency, without effect (G-14). */
  effect: z.enum(['adverse', 'favourable', 'informational']).optional(),
});
