import { z } from 'zod';
import { legalDateSchema, ruleIdSchema, sha256Schema } from '../envelope.ts';
import { isReadableText } from '../readable-text.ts';

/** What a personal field holds; a field so marked never leaves through a public answer unmasked. */
export type PersonalKind = 'name' | 'resident-id' | 'mobile' | 'certificate' | 'contact' | 'by-field';

const personal = (kind: PersonalKind) => ({ personal: kind });

const prose = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine(isReadableText, 'text is whole characters, not all blank, none a control character');

/** Free text of a decision, a reason, a claim. */
export const text = prose(2000);
/** A name, a title, a short label. */
export const label = prose(200);
/** A code of a published list, in capitals: `FALSE-EVALUATION`. */
export const code = z.string().regex(/^[A-Z][A-Z0-9-]{0,59}$/, 'a code is upper-case words joined by -');
/** A word of a code list in lower case: `business-licence`. */
export const word = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'a word is lower-case words joined by -');
/** Who: an office, an agency, a department, by id and never by name. */
export const partyId = prose(100);
/** The number a case runs under: an objection, a complaint, a report. */
export const reference = prose(100);
/** Units: fen, an integer. */
export const fen = z.int().min(0);
/** Units: hundredths of a per cent, 0–10000. */
export const basisPoints = z.int().min(0).max(10_000);
export const count = z.int().min(0);
export const year = z.int().min(1990).max(2200);
export const half = z.enum(['H1', 'H2']);
/** Six digits of GB/T 2260. */
export const division = z.string().regex(/^\d{6}$/, 'a division is six digits of GB/T 2260');
/** Normalised; its check characters may be wrong, which is a finding and no fault. */
export const uscc = z
  .string()
  .regex(/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/, 'a USCC is 18 characters of GB 32100-2015');
export const eventId = z.uuid();
export const fileId = z.string().regex(/^\d{6}-[0-9A-HJ-NPQRTUWXY]{18}$/, 'a file id is division-USCC');

/** A term in days. The count of working days follows the State Council notices. */
export const term = z
  .strictObject({ amount: z.int().min(1).max(3660), unit: z.enum(['calendar-day', 'working-day']) })
  .meta({ id: 'Term' });

/** When a term that starts or ends here runs out, with the rule and the amount it was counted by, as far as known. */
export const due = z
  .strictObject({
    date: legalDateSchema,
    rule: ruleIdSchema.optional(),
    amount: z.int().min(1).optional(),
    unit: z.enum(['calendar-day', 'working-day']).optional(),
    note: text.optional(),
  })
  .meta({ id: 'Due' });

/** A rulebook and the date of its version: `xj-measures-draft@2024-01-01`. */
export const rulebook = z.string().regex(/^[a-z][a-z0-9-]*@\d{4}-\d{2}-\d{2}$/, 'a rulebook is name@date');

/** One paper of a dossier or of evidence: its kind and the digest of its bytes. */
export const dossierDocument = z
  .strictObject({
    kind: word,
    sha256: sha256Schema,
    title: label.optional(),
    voluntary: z.boolean().optional(),
  })
  .meta({ id: 'DossierDocument' });

export const personName = label.meta(personal('name'));
export const residentId = z
  .string()
  .regex(/^\d{17}[\dX]$/, 'a resident id is 17 digits and a digit or X')
  .meta(personal('resident-id'));
const mobile = z
  .string()
  .regex(/^1[3-9]\d{9}$/, 'a mobile number is 11 digits')
  .meta(personal('mobile'));
export const certificateNo = label.meta(personal('certificate'));
/** However a person can be reached: telephone, e-mail, account. */
export const contact = label.meta(personal('contact'));

/** A member of the senior management (高级管理人员). */
const seniorManager = z
  .strictObject({
    role: label,
    name: personName,
    residentId: residentId.optional(),
    mobile: mobile.optional(),
  })
  .meta({ id: 'SeniorManager' });

/** A member of the professional staff (专业技术人员). */
const professional = z
  .strictObject({
    name: personName,
    residentId: residentId.optional(),
    mobile: mobile.optional(),
    certificateNo: certificateNo.optional(),
    certificateKind: label.optional(),
  })
  .meta({ id: 'Professional' });

/** What an amendment replaces or a correction changes; personal when the field it stands for is. */
export const fieldValue = z
  .union([
    z.string().max(2000),
    z.int(),
    z.boolean(),
    z.array(label),
    z.array(seniorManager),
    z.array(professional),
  ])
  .meta(personal('by-field'));

/** One project of the year's list (XJ-11-5); the client's name is a business secret unless the client agrees. */
export const project = z
  .strictObject({
    client: label.meta({ confidential: 'business-secret' }),
    project: label,
    amountFen: fen,
    result: label.optional(),
    awards: z.array(label).optional(),
  })
  .meta({ id: 'Project' });

/** Result of one automatic check. */
const checkResult = z.enum(['pass', 'fail', 'unavailable']);
/** The automatic checks of a filing (LNO-1.2-3); a check that was not made is absent. */
export const checks = z
  .strictObject({
    usccCheckDigit: checkResult.optional(),
    organisationCodeCheck: checkResult.optional(),
    licenceStatus: checkResult.optional(),
    businessScope: checkResult.optional(),
    seriousListAgency: checkResult.optional(),
    seriousListPrincipals: checkResult.optional(),
    staffCertificates: checkResult.optional(),
    dossier: checkResult.optional(),
  })
  .meta({ id: 'Checks' });

/** Why each automatic check came out as it did: who answered, and what. Never a name, never a personal number. */
export const explainedChecks = z.array(
  z.strictObject({
    check: label,
    result: z.enum(['pass', 'fail', 'unavailable', 'noted']),
    /** The rule that asks for the check; absent for what is noted without being asked for. */
    rule: ruleIdSchema.optional(),
    from: z.enum(['filing', 'ledger', 'directory', 'nobody']),
    says: text,
  }),
);

/** Why a filing is refused or a file revoked: a code of the rulebook, which decides whether there is such a ground. */
export const ground = code;
/** Why an agency ends its service (XJ-18-1): a code of the rulebook. */
export const exitReason = code;
/** A measure of joint sanctions that a listing carries; without a last day it ends with the listing (LNR-30-1). */
export const measure = z
  .strictObject({ measure: label, lastDay: legalDateSchema.optional() })
  .meta({ id: 'Measure' });

/** Publication class of an adverse record under NDRC Order 36: 轻微, 一般, 严重. */
export const publicationClass = z.enum(['minor', 'general', 'serious']);

/** What every filing states about the agency: the fields of filed and refiled. */
export const filingFields = {
  uscc,
  agencyName: label,
  registeredArea: division,
  registeredOn: legalDateSchema,
  serviceKinds: z.array(label).min(1),
  registeredCapitalFen: fen,
  documents: z.array(dossierDocument),
  annualReportExempt: z.boolean(),
  seniorManagers: z.array(seniorManager),
  professionals: z.array(professional),
  registeredAddress: label.optional(),
  businessScope: text.optional(),
  website: label.optional(),
  objectionChannel: label.optional(),
  contactPerson: personName.optional(),
  contactMobile: mobile.optional(),
  /** Level of the multi-level protection scheme (等保), XJ-23-1. */
  protectionLevel: z.int().min(1).max(5).optional(),
  protectionCertifiedOn: legalDateSchema.optional(),
  /** Licence or record number of the People's Bank, LNR-54-1. */
  pbocLicence: label.optional(),
  declaredTrue: z.literal(true).optional(),
  alsoFiledAs: reference.optional(),
  due: due.optional(),
};
