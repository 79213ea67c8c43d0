import { z } from 'zod';
import { type Cite, parameterOf, termSchema } from './parameter.ts';

const code = z.string().regex(/^[A-Z][A-Z-]*$/, 'a code is upper case');
const monthDay = z.string().regex(/^\d{2}-\d{2}$/, 'a day of the year is MM-DD');

/** Filing, its review, refusal, and the changes of a file. */
export function filingSchema(cite: Cite) {
  const parameter = parameterOf(cite);
  return z
    .strictObject({
      compulsory: parameter(z.boolean()),
      /** Documents of a dossier; `unless-first-year` falls away for an agency in its first year. */
      dossier: z
        .array(
          parameter(
            z
              .strictObject({
                document: z.string().regex(/^[a-z][a-z-]*$/),
                needed: z.enum(['always', 'unless-first-year', 'if-offered']),
              })
              .readonly(),
          ),
        )
        .readonly(),
      /** How long after registration with market supervision an agency need not bring an annual report. */
      firstYearExemptionMonths: parameter(z.int().positive()).optional(),
      commitmentClauses: parameter(z.array(z.string().min(1)).readonly()),
      /** Counted from the filing of the complete dossier. Absent: the law sets no term. */
      reviewTerm: parameter(termSchema).optional(),
      supplementTarget: parameter(termSchema),
      refusalGrounds: z
        .array(
          parameter(
            z.strictObject({ code, title: z.string().min(1), reasonRequired: z.boolean() }).readonly(),
          ),
        )
        .readonly(),
      /** Roles compared with the lists of the seriously untrustworthy, beside the agency itself. */
      checkedPrincipals: parameter(z.array(z.string().min(1)).readonly()),
      amendmentTerm: parameter(termSchema).optional(),
      amendmentReviewTerm: parameter(termSchema).optional(),
      /** Days of warning before a deadline of the agency. Units: days, falling. */
      reminderDays: parameter(z.array(z.int().positive()).readonly()),
    })
    .readonly();
}

/** The report an agency owes by itself: when, and what follows when it does not come. */
export function periodicReportSchema(cite: Cite) {
  const parameter = parameterOf(cite);
  return z.discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('yearly'),
        /** Last day in the year after the one reported on; never moved (G-05). */
        due: parameter(monthDay),
        parts: parameter(z.array(z.string().min(1)).readonly()),
        late: parameter(z.strictObject({ consequence: z.literal('revoked'), ground: code }).readonly()),
        /** `auto`: the clock revokes. `propose`: the clock proposes and an officer revokes. */
        mode: parameter(z.enum(['auto', 'propose'])),
      })
      .readonly(),
    z
      .strictObject({
        kind: z.literal('half-yearly'),
        periodEnds: parameter(z.array(monthDay).length(2).readonly()),
        /** Counted from the end of the half year. */
        term: parameter(termSchema),
        late: parameter(z.strictObject({ consequence: z.literal('flagged') }).readonly()),
      })
      .readonly(),
    z.strictObject({ kind: z.literal('none'), why: parameter(z.literal('silent')) }).readonly(),
  ]);
}

/** Interview, rectification and what may follow; revocation and the bar behind it. */
export function disciplineSchema(cite: Cite) {
  const parameter = parameterOf(cite);
  return z
    .strictObject({
      /** `in-order`: a rung needs the one before it. `by-gravity`: after an interview, any rung by the gravity of the case. */
      order: parameter(z.enum(['in-order', 'by-gravity', 'none'])),
      ladder: z.array(parameter(z.string().min(1))).readonly(),
      revocationGrounds: z
        .array(
          parameter(
            z
              .strictObject({
                code,
                title: z.string().min(1),
                /** Units: months; 0 is no bar. */
                barMonths: z.int().min(0),
                automatic: z.boolean(),
                /** Event types that must stand on the file before, in this order. */
                after: z.array(z.string().min(1)).readonly(),
              })
              .readonly(),
          ),
        )
        .readonly(),
      /** The day from which a bar counts; that day is not counted, and the last day does not move. */
      barStart: parameter(z.enum(['served-or-published'])).optional(),
      /** Ranges of fines and what else a penalty may take. Units: fen. */
      penalties: z
        .array(
          parameter(
            z.discriminatedUnion('measure', [
              z.strictObject({
                measure: z.literal('fine'),
                target: z.enum(['unit', 'person']),
                minFen: z.int().min(0),
                maxFen: z.int().positive(),
              }),
              z.strictObject({ measure: z.literal('confiscation'), target: z.enum(['unit', 'person']) }),
            ]),
          ),
        )
        .readonly(),
      /** What an agency may not do, by code. */
      violations: z
        .array(parameter(z.strictObject({ code, title: z.string().min(1) }).readonly()))
        .readonly(),
      commitmentCheck: parameter(termSchema).optional(),
    })
    .readonly();
}

/** Objections, complaints, lists, repair and exit. */
export function rightsSchema(cite: Cite) {
  const parameter = parameterOf(cite);
  return z
    .strictObject({
      objectionAtAgency: parameter(termSchema).optional(),
      objectionAtPublicBody: z
        .strictObject({
          verify: parameter(termSchema),
          notifyCorrection: parameter(termSchema),
          reply: parameter(termSchema),
          result: parameter(termSchema),
          clockStops: parameter(z.array(z.string().min(1)).readonly()),
        })
        .readonly()
        .optional(),
      complaintAcceptanceTarget: parameter(termSchema),
      /** Counted from the acceptance of the complaint. */
      complaintTerm: parameter(termSchema).optional(),
      repairMethods: parameter(z.array(z.string().min(1)).readonly()),
      listKinds: parameter(z.array(z.string().min(1)).readonly()),
      /** Whether a listing made by an agency counts (`informational`) or is turned away. */
      listingByAgency: parameter(z.enum(['informational', 'rejected'])),
      exitReasons: parameter(z.array(code).readonly()),
      databaseSupervisors: parameter(z.array(z.string().min(1)).readonly()),
    })
    .readonly();
}

/** Reports filed one by one before anyone may use them. */
export function creditReportSchema(cite: Cite) {
  const parameter = parameterOf(cite);
  return z
    .strictObject({
      filedBefore: parameter(z.enum(['delivery'])),
      /** An agency from outside files reports only: it has no agency file. */
      outsidersHaveFile: parameter(z.boolean()),
      outsiderPublicity: parameter(termSchema),
      refusalGrounds: z
        .array(parameter(z.strictObject({ code, title: z.string().min(1) }).readonly()))
        .readonly(),
    })
    .readonly();
}

/** What an agency needs to become a comprehensive pilot. */
export function pilotSchema(cite: Cite) {
  const parameter = parameterOf(cite);
  return z
    .strictObject({
      /** Provinces with a subsidiary or branch. */
      provincesMin: parameter(z.int().positive()),
      /** Time before the application without a violation or bad record. */
      cleanRecord: parameter(termSchema),
    })
    .readonly();
}

/** What the public sees and what it does not. */
export function disclosureSchema(cite: Cite) {
  const parameter = parameterOf(cite);
  return z
    .strictObject({
      catalogue: z
        .array(
          parameter(
            z
              .strictObject({
                item: z.string().min(1),
                view: z.enum(['full', 'masked', 'summary', 'withheld']),
              })
              .readonly(),
          ),
        )
        .readonly(),
      maskedFields: parameter(z.array(z.string().min(1)).readonly()),
      /** How long a revocation notice stays when the agency is not accepted again. */
      revocationNotice: parameter(termSchema),
      gradeShownTo: parameter(z.enum(['officers'])),
    })
    .readonly();
}

/** Who reviews whom. Units: six-digit division codes of GB/T 2260. */
export function competenceSchema(cite: Cite) {
  const parameter = parameterOf(cite);
  const division = z.string().regex(/^\d{6}$/);
  return z
    .strictObject({
      /** Which place makes an agency subject to this law. */
      by: parameter(z.enum(['place-of-activity', 'place-of-registration', 'application'])),
      /** Leading digits of the divisions inside the jurisdiction; empty is the whole country. */
      within: z.string().regex(/^(\d{2}|\d{4})?$/),
      /** Who reviews an agency registered inside. */
      insiders: parameter(z.enum(['prefecture', 'jurisdiction'])),
      /** Who reviews an agency registered outside; `not-admitted` where the law lets in none. */
      outsiders: parameter(z.enum(['jurisdiction', 'central-bank-branch', 'not-admitted'])),
      /** Leading digits of divisions that have no prefecture above them. */
      regionDirect: parameter(z.array(z.string().regex(/^\d{4}$/)).readonly()),
      /** Where a copy of an accepted file goes. */
      copyTo: parameter(division).optional(),
    })
    .readonly();
}
