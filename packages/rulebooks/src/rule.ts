import { z } from 'zod';

/** `XJ-15-3`, `LNO-2.1-5`, `NR36-1`: the document's prefix, then the place in it. */
export const ruleIdSchema = z
  .string()
  .regex(/^[A-Z]{2,3}\d*-[0-9.]+(-\d+)*$/, 'a rule id looks like XJ-11-2');

/** One rule, duty, right, term or prohibition of a document, with the clause it was found in. */
export const ruleSchema = z.strictObject({
  id: ruleIdSchema,
  document: z.string().min(1),
  /** Cited in full: `第十五条第（二）项`. */
  article: z.string().min(1),
  /** Verbatim from the document. */
  quote: z.string().min(1),
  english: z.string().min(1),
  kind: z.enum(['process', 'data', 'aspiration', 'prohibition', 'right', 'deadline', 'policy']),
  /** Whether the product must, should or need not support it. */
  level: z.enum(['must', 'should', 'no']),
  process: z.string().min(1),
  eventTypes: z.array(z.string()).readonly(),
});

export type Rule = Readonly<z.infer<typeof ruleSchema>>;

/** The document prefix of a rule id: `XJ` of `XJ-15-3`. */
export function prefixOf(ruleId: string): string {
  return ruleId.slice(0, ruleId.indexOf('-'));
}
