import { z } from 'zod';
import { ruleIdSchema } from '../envelope.ts';

/** One thing wrong with a request: where it stands and which rule it breaks. The value itself is never repeated. */
export const faultSchema = z
  .object({
    in: z.enum(['body', 'query', 'path', 'header']),
    field: z
      .string()
      .meta({ description: 'Path of the field, e.g. `managers[0].name`; empty for the whole' }),
    rule: z.string(),
  })
  .meta({ id: 'Fault' });

/** Every answer that is not a success. Law: RFC 9457. */
export const problemSchema = z
  .object({
    type: z.string().meta({ description: 'Where the code is explained, relative to the documentation' }),
    title: z.string(),
    status: z.int().min(400).max(599),
    code: z.string().regex(/^[A-Z][A-Z_]*$/),
    detail: z.string().meta({ description: 'One or two sentences a person can act on' }),
    instance: z.string().meta({ description: 'Id of this request, to quote to the operator' }),
    basis: z.array(ruleIdSchema).optional().meta({ description: 'Rules behind a refusal by law' }),
    article: z.string().optional().meta({ description: 'The articles of those rules' }),
    policy: z.string().optional().meta({ description: 'The policy that did not permit the call' }),
    faults: z.array(faultSchema).optional(),
    revision: z
      .int()
      .min(0)
      .nullable()
      .optional()
      .meta({ description: 'Where the file stands, null: nowhere yet' }),
    head: z.int().min(0).optional().meta({ description: 'Last position of the feed' }),
    line: z.int().min(1).optional(),
    column: z.int().min(1).optional(),
  })
  .meta({ id: 'Problem', description: 'application/problem+json, RFC 9457' });

export type Fault = Readonly<z.infer<typeof faultSchema>>;
export type Problem = Readonly<z.infer<typeof problemSchema>>;
