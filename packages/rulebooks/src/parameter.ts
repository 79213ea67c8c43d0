import { z } from 'zod';
import { ruleIdSchema } from './rule.ts';

/**
 * A value of the law: what it is, who says so, and the rule it rests on, with that rule's article and words from the catalogue.
 *
 * `law`: the text gives the value. `product-default`: the text is silent or open; `gap` names the decision, `basis` the nearest rule.
 */
export interface Parameter<Value> {
  readonly value: Value;
  readonly source: 'law' | 'product-default';
  readonly basis: string;
  readonly article: string;
  readonly quote: string;
  readonly gap?: string | undefined;
  readonly note?: string | undefined;
}

/** Finds the article and words of a rule. Errors: throws when there is no such rule. */
export type Cite = (ruleId: string) => { readonly article: string; readonly quote: string };

/** A number of days or months, counted as the law counts them. */
export const termSchema = z.strictObject({
  amount: z.int().positive(),
  unit: z.enum(['working-day', 'calendar-day', 'month']),
});
export type Term = Readonly<z.infer<typeof termSchema>>;

/** Makes the schema of a parameter; `cite` supplies article and quote as it is read. */
export function parameterOf(cite: Cite) {
  return <Schema extends z.ZodType>(value: Schema) =>
    z
      .strictObject({
        value,
        source: z.enum(['law', 'product-default']),
        basis: ruleIdSchema,
        gap: z
          .string()
          .regex(/^G-\d{2}$/)
          .optional(),
        note: z.string().min(1).optional(),
      })
      .transform((written) => ({ ...written, ...cite(written.basis) }))
      .readonly();
}
