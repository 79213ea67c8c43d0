import { z } from 'zod';
import { type Cite, parameterOf, termSchema } from './parameter.ts';
import { ruleIdSchema } from './rule.ts';

const code = z.string().regex(/^[A-Z][A-Z-]*$/, 'a code is upper case');
/** The checks that the ledger knows how to make. */
export const AUTOMATIC_CHECKS = [
  'usccCheckDigit',
  'licenceStatus',
  'businessScope',
  'seriousListAgency',
  'seriousListPrincipals',
  'dossier',
] as const;
export type AutomaticCheck = (typeof AUTOMATIC_CHECKS)[number];

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
      /** What is checked by itself when an agency files, and the ground of refusal that a failure points to. */
      checks: z
        .array(
          parameter(z.strictObject({ check: z.enum(AUTOMATIC_CHECKS), ground: code.optional() }).readonly()),
        )
        .readonly(),
      /** A business scope that holds one of these words covers credit services. */
      scopeWords: parameter(z.array(z.string().min(1)).readonly()),
      /** How long after registration with market supervision an agency need not bring an annual report. */
      firstYearExemptionMonths: parameter(z.int().positive()).optional(),
      /** Who signs a commitment, and whether under seal. Absent: the law names no form. */
      commitmentForm: parameter(
        z.strictObject({ signedBy: z.string().min(1).optional(), sealed: z.boolean() }).readonly(),
      ).optional(),
      /** Subjects that a commitment must cover. */
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
      /** Grounds and violations that mean false material or concealment: what the catalogue keeps as an item of its own. */
      falseMaterial: parameter(z.array(code).readonly()).optional(),
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
                /** The organ that the matter is handed to. */
                referTo: z.string().min(1).optional(),
              })
              .readonly(),
          ),
        )
        .readonly(),
      /** The day from which a bar counts; that day is not counted, and the last day does not move. */
      barStart: parameter(z.enum(['served-or-published'])).optional(),
      /** The list of measures against the untrustworthy, each with its days of force; empty where the law has no list. */
      measures: z
        .array(
          parameter(
            z
              .strictObject({
                code,
                title: z.string().min(1),
                field: z.string().min(1),
                inForceFrom: z.iso.date(),
                lastDay: z.iso.date().optional(),
              })
              .readonly(),
          ),
        )
        .readonly(),
      /** Ranges of fines and what else a penalty may take. Units: fen. */
      penalties: z
        .array(
          parameter(
            z.discriminatedUnion('measure', [
              z.strictObject({
                measure: z.literal('fine'),
                title: z.string().min(1),
                target: z.enum(['agency', 'person']),
                minFen: z.int().min(0),
                maxFen: z.int().positive(),
              }),
              z.strictObject({
                measure: z.literal('confiscation'),
                title: z.string().min(1),
                target: z.enum(['agency', 'person']),
              }),
            ]),
          ),
        )
        .readonly(),
      /** What an agency may not do, by code. */
      violations: z
        .array(parameter(z.strictObject({ code, title: z.string().min(1) }).readonly()))
        .readonly(),
      /** Circumstances that ask for leniency in finding, recording and punishing. */
      mitigations: z
        .array(parameter(z.strictObject({ code, title: z.string().min(1) }).readonly()))
        .readonly(),
      commitmentCheck: parameter(termSchema).optional(),
    })
    .readonly();
}

/** What an inspector goes through, and how often the credit status is looked at again. */
export function supervisionSchema(cite: Cite) {
  const parameter = parameterOf(cite);
  return z
    .strictObject({
      checklist: parameter(z.array(z.string().min(1)).readonly()),
      /** Counted from the last verification. Absent: the law asks for none. */
      statusCheck: parameter(termSchema).optional(),
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
      /** The lists there are here, and no other (LNR-28-1); a list is named by its name, its field in brackets behind it. */
      lists: z
        .array(
          parameter(
            z
              .strictObject({
                name: z.string().min(1),
                /** `adverse` lists carry measures and reach the principals; `favourable` ones carry none. */
                effect: z.enum(['adverse', 'favourable']),
                /** Whether notice and statement come before the listing. */
                noticeFirst: z.boolean(),
                /** Fields of law, one of which each listing names; empty where the law asks for none. */
                fields: z.array(z.strictObject({ code, title: z.string().min(1) }).readonly()).readonly(),
                criteria: z.string().min(1),
                exitConditions: z.string().min(1),
                procedure: z.string().min(1),
                remedies: z.string().min(1),
              })
              .readonly(),
          ),
        )
        .readonly(),
      /** How long the party may state its case after the notice of a listing (G-33). */
      statementTerm: parameter(termSchema),
      /** What the texts call 及时 without a number: a target, not law. */
      promptly: parameter(termSchema),
      /** Whom an objection may be addressed to; absent where the law knows none. */
      objectionAddressees: parameter(z.array(z.enum(['agency', 'public-body'])).readonly()).optional(),
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
      /** Standards, with their versions, that a report may follow. */
      standards: z
        .array(parameter(z.strictObject({ code: z.string().min(1), title: z.string().min(1) }).readonly()))
        .min(1)
        .readonly(),
      /** The opinion of the central bank's branch that lets a report from outside be filed. */
      favourableOpinion: parameter(z.string().min(1)),
      /** Matters in which departments ask for a report, and key fields of its use. */
      matters: parameter(z.array(z.string().min(1)).readonly()),
      fields: parameter(z.array(z.string().min(1)).readonly()),
      /** An agency from outside files reports only: it has no agency file. */
      outsidersHaveFile: parameter(z.boolean()),
      outsiderPublicity: parameter(termSchema),
      refusalGrounds: z
        .array(parameter(z.strictObject({ code, title: z.string().min(1) }).readonly()))
        .readonly(),
    })
    .readonly();
}

/** Supply and use of credit information, as far as the ledger records that it happened. */
export function sharingSchema(cite: Cite) {
  const parameter = parameterOf(cite);
  return z
    .strictObject({
      /** Forms in which an agency supplies market credit information. */
      supplyForms: parameter(z.array(z.string().min(1)).readonly()),
      /** Matters in which a department looks an agency up, each with the rule that names them. */
      checkMatters: z.array(parameter(z.array(z.string().min(1)).readonly())).readonly(),
    })
    .readonly();
}

/** What an agency needs to become a comprehensive pilot. */
export function pilotSchema(cite: Cite) {
  const parameter = parameterOf(cite);
  return z
    .strictObject({
      /** Acts of the ledger that are a violation or bad record, by event type. */
      badRecords: parameter(z.array(z.string().min(1)).readonly()),
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
                /** `open`: anyone reads it, free of charge. `enquiry`: on request. `sharing`: between departments only. */
                mode: z.enum(['open', 'enquiry', 'sharing']),
                /** How long it is public: while the agency is registered, as its class says, … Absent: never. */
                shownFor: z.enum(['registration', 'its-class', 'its-notice', 'its-listing']).optional(),
                /** How long the ledger keeps it. */
                keptFor: z.enum(['ever']),
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
      /** Rules under which only the authority of the place of filing acts; any other act of supervision is open to whom `by` names. */
      atPlaceOfFiling: parameter(z.array(ruleIdSchema).readonly()).optional(),
      /** Where a copy of an accepted file goes. */
      copyTo: parameter(division).optional(),
    })
    .readonly();
}
