import type { LegalDate } from '@ledger/statutory-calendar';
import { parseLegalDate } from '@ledger/statutory-calendar';
import { z } from 'zod';
import { gradingSchema } from './grading.ts';
import { type Cite, parameterOf, termSchema } from './parameter.ts';
import {
  competenceSchema,
  creditReportSchema,
  disciplineSchema,
  disclosureSchema,
  filingSchema,
  periodicReportSchema,
  pilotSchema,
  rightsSchema,
  sharingSchema,
  supervisionSchema,
} from './procedure.ts';
import { ruleIdSchema } from './rule.ts';

const legalDateSchema = z
  .string()
  .refine((text) => 'value' in parseLegalDate(text), 'no such day, or not YYYY-MM-DD')
  // The refinement has just read it.
  .transform((text) => text as LegalDate);

const documentSchema = z
  .strictObject({
    /** Rule ids of this document begin with it. */
    prefix: z.string().regex(/^[A-Z]{2,3}$/),
    title: z.string().min(1),
    english: z.string().min(1),
    number: z.string().min(1).optional(),
    status: z.enum(['draft', 'in-force', 'lapsed']),
    note: z.string().min(1).optional(),
  })
  .readonly();

/** Rules that each kind of act rests on, by event type; the first is what an act cites that names none. */
function actsSchema(cite: Cite) {
  const known = ruleIdSchema.transform((ruleId) => {
    cite(ruleId);
    return ruleId;
  });
  return z.record(z.string().regex(/^[a-z][a-z-]*$/), z.array(known).min(1).readonly()).readonly();
}

/** The schema of a rulebook; article and quote of every parameter come from the catalogue by `cite`. */
export function rulebookSchema(cite: Cite) {
  const parameter = parameterOf(cite);
  return z
    .strictObject({
      id: z
        .string()
        .regex(
          /^[a-z][a-z0-9-]*@\d{4}-\d{2}-\d{2}$/,
          'a rulebook id looks like xj-measures-draft@2024-01-01',
        ),
      jurisdiction: z.string().regex(/^\d{6}$/),
      name: z.string().min(1),
      english: z.string().min(1),
      /** Acts under a `draft` are simulation wherever they are shown. */
      status: z.enum(['draft', 'in-force', 'lapsed']),
      inForceFrom: legalDateSchema,
      /** Last day of force; absent while none is set. */
      lastDay: legalDateSchema.optional(),
      validity: parameter(termSchema).optional(),
      documents: z.array(documentSchema).min(1).readonly(),
      services: parameter(
        z
          .array(
            z
              .strictObject({
                code: z.string().regex(/^[a-z][a-z-]*$/),
                name: z.string(),
                english: z.string(),
              })
              .readonly(),
          )
          .readonly(),
      ),
      competence: competenceSchema(cite),
      acts: actsSchema(cite),
      /** Who may run the system; the operator need not be the regulator. */
      operators: parameter(z.array(z.string().min(1)).min(1).readonly()),
      sharing: sharingSchema(cite).optional(),
      filing: filingSchema(cite),
      periodicReport: periodicReportSchema(cite),
      discipline: disciplineSchema(cite),
      supervision: supervisionSchema(cite),
      rights: rightsSchema(cite),
      creditReports: creditReportSchema(cite).optional(),
      pilot: pilotSchema(cite).optional(),
      grading: gradingSchema(cite),
      disclosure: disclosureSchema(cite),
    })
    .readonly();
}

/** The law of one jurisdiction from one day on, every value with its article. */
export type Rulebook = z.output<ReturnType<typeof rulebookSchema>> & {
  /** Ids of the rules that an act under it may cite: its own documents', the national notice's, the named national instruments'. */
  readonly citable: ReadonlySet<string>;
};
