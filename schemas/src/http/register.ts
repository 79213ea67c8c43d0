import { endOfDay, legalDateOrThrow } from '@ledger/statutory-calendar';
import { z } from 'zod';
import { documentReferenceSchema, instantSchema, legalDateSchema, ruleIdSchema } from '../envelope.ts';
import { ground } from '../events/vocabulary.ts';
import { type FileId, parseFileId } from '../identity.ts';

/** The standing of a file in every answer of the ledger. */
export const fileStatusSchema = z
  .enum(['none', 'under-review', 'supplement', 'refused', 'on-file', 'revoked', 'deregistered'])
  .meta({ id: 'FileStatus' });

/** The standings a person can meet in the public register: the others have no page. */
export const publicStatusSchema = z.enum(['on-file', 'revoked', 'none']).meta({
  id: 'PublicStatus',
  description: '`none`: an agency without a file whose credit reports are published (Zhangye, art. 4)',
});

/** Why a file was revoked: a code of the rulebook that governed the revocation, `LATE-REPORT`. */
export const revocationGroundSchema = ground.meta({ id: 'RevocationGround' });

/** A rule by its id and the article a reader can look up, e.g. `XJ-11-2`, 第十一条. */
export const citationSchema = z
  .object({ id: ruleIdSchema, article: z.string().min(1) })
  .meta({ id: 'Citation' });

/** Which event of the file made a fact public, and on what basis. */
export const sourceSchema = z
  .object({ revision: z.int().min(0), basis: z.array(citationSchema).min(1) })
  .meta({ id: 'Source' });

/** A name the agency bore, and from when until when; `until` is the day the next name began. */
export const formerNameSchema = z
  .object({ name: z.string().min(1), from: legalDateSchema.optional(), until: legalDateSchema })
  .meta({ id: 'FormerName' });

/** One published event of a file. Shape: `about` is what it concerns, in no language (a year, a number, a clause). */
export const publishedEventSchema = z
  .object({
    revision: z.int().min(0),
    position: z.int().min(1),
    type: z.string().min(1),
    title: z.string().min(1),
    about: z.string().optional(),
    occurredAt: instantSchema,
    effectiveFrom: instantSchema.optional(),
    recordedAt: instantSchema,
    basis: z.array(citationSchema).min(1),
    document: documentReferenceSchema.partial().optional(),
  })
  .meta({ id: 'PublishedEvent' });

const adverseSchema = sourceSchema.extend({
  kind: z.enum(['penalised', 'listed']),
  measure: z.string().optional(),
  list: z.string().optional(),
  amountFen: z.int().min(0).optional(),
  confiscatedFen: z.int().min(0).optional(),
  /** Masked; absent when the agency itself is meant. */
  person: z.string().optional(),
  decidedOn: legalDateSchema,
  document: documentReferenceSchema.partial().optional(),
});

const reportSchema = sourceSchema.extend({
  kind: z.enum(['annual', 'half-year']),
  year: z.int(),
  half: z.enum(['H1', 'H2']).optional(),
  filedOn: legalDateSchema,
});

const commitmentSchema = sourceSchema.extend({
  madeOn: legalDateSchema,
  version: z.int().min(1),
  clauses: z.array(z.string()),
  /** Years for which the regulator's check found it kept or not (published where the rulebook says so). */
  checks: z.array(z.object({ year: z.int(), fulfilled: z.boolean() })),
});

const creditReportSchema = sourceSchema.extend({
  number: z.string().min(1),
  standard: z.string().optional(),
  issuedOn: legalDateSchema.optional(),
  publishedOn: legalDateSchema,
  usableFrom: legalDateSchema.optional(),
  /** `not-usable` says no more than that: objections are never published. */
  state: z.enum(['in-publicity', 'usable', 'not-usable']),
});

/** What every published page of a file carries, whether an entry or a notice. */
const identityOnPageSchema = z.object({
  fileId: z.string().refine((text) => parseFileId(text) !== undefined, 'not a file id'),
  uscc: z.string().length(18),
  name: z.string().min(1),
  formerNames: z.array(formerNameSchema),
  jurisdiction: z.string().regex(/^\d{6}$/),
  division: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  divisionName: z.string().optional(),
  fileNo: z.string().optional(),
  /** Ids of the fields that were masked or left out on the way out. */
  maskedFields: z.array(z.string()),
  /** True when a draft rulebook governs the file: the page bears the watermark 模拟. */
  simulation: z.boolean(),
  rulebook: z.string(),
  history: z.array(publishedEventSchema),
  /** Of the last event that changed what is published; events the public may not know of leave both alone. */
  revision: z.int().min(0),
  position: z.int().min(1),
});

/** The published, masked entry of an agency on file. Law: XJ-10-2, LNO-2.1-4, ZY-5-4. */
export const registerEntrySchema = identityOnPageSchema
  .extend({
    kind: z.literal('entry'),
    status: z.enum(['on-file', 'none']),
    serviceKinds: z.array(z.string()),
    registeredOn: legalDateSchema.optional(),
    /** Absent only for an agency without a file. */
    accepted: sourceSchema.extend({ at: instantSchema }).optional(),
    /** The portal's act. */
    published: sourceSchema.extend({ at: instantSchema }),
    /** Fields that an accepted amendment changed since, oldest first; the others stand as they were accepted. */
    amended: z.array(
      sourceSchema.extend({ field: z.string().min(1), changedOn: legalDateSchema.optional() }),
    ),
    legalRepresentative: z.string().optional(),
    seniorManagers: z.array(z.object({ name: z.string(), post: z.string() })),
    professionals: z.array(z.object({ certificateKind: z.string(), count: z.int().min(0) })),
    commitments: z.array(commitmentSchema),
    reports: z.array(reportSchema),
    adverse: z.array(adverseSchema),
    creditReports: z.array(creditReportSchema),
  })
  .meta({ id: 'RegisterEntry' });

/** What stands in the place of an entry once the file is revoked. Law: XJ-11-2, XJ-15; G-11 of the product's decisions. */
export const revocationNoticeSchema = identityOnPageSchema
  .extend({
    kind: z.literal('notice'),
    status: z.literal('revoked'),
    ground: revocationGroundSchema,
    /** True when the statutory clock made it (XJ-11-2). */
    automatic: z.boolean(),
    revoked: sourceSchema,
    revokedAt: instantSchema,
    effectiveFrom: instantSchema,
    document: documentReferenceSchema.partial().optional(),
    /** The last day on which a new filing is rejected, where a bar runs. */
    barLastDay: legalDateSchema.optional(),
    /** Penalties and listings while their publication runs: a revocation cuts none of them short. */
    adverse: z.array(adverseSchema),
  })
  .meta({ id: 'RevocationNotice' });

/** What the register shows of a file: its entry, or the notice that replaced it. */
export const registerPublicationSchema = z
  .discriminatedUnion('kind', [registerEntrySchema, revocationNoticeSchema])
  .meta({ id: 'RegisterPublication' });

/** One line of a search result. */
export const registerListItemSchema = z
  .object({
    fileId: z.string(),
    uscc: z.string(),
    name: z.string(),
    jurisdiction: z.string(),
    division: z.string().optional(),
    divisionName: z.string().optional(),
    status: publicStatusSchema,
    fileNo: z.string().optional(),
    serviceKinds: z.array(z.string()),
    acceptedAt: instantSchema.optional(),
    simulation: z.boolean(),
    /** Which of its values answered the question, when it was not the present name. */
    matched: z
      .object({ by: z.enum(['former-name', 'uscc', 'file-no', 'document-no', 'pinyin']), value: z.string() })
      .optional(),
    revision: z.int().min(0),
    position: z.int().min(1),
  })
  .meta({ id: 'RegisterListItem' });

/** One page of a search. Shape: stable order; `next` is absent on the last page; `position` is what it stands for. */
export const registerPageSchema = z
  .object({
    items: z.array(registerListItemSchema),
    total: z.int().min(0),
    next: z.string().optional(),
    position: z.int().min(0),
  })
  .meta({ id: 'RegisterPage' });

/** A moment as a person writes it in a query: a day (meaning its end) or an instant. */
export const momentSchema = z.union([legalDateSchema, instantSchema]).meta({ id: 'Moment' });

export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;

/** A question to the register as it stands in the address. */
export const registerSearchSchema = z
  .object({
    q: z.string().trim().max(200).optional(),
    jurisdiction: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
    status: publicStatusSchema.optional(),
    service: z.string().trim().min(1).max(60).optional(),
    cursor: z.string().max(4000).optional(),
    limit: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
    asOf: momentSchema.optional(),
    knownAt: momentSchema.optional(),
  })
  .meta({ id: 'RegisterSearch' });

export type FileStatus = z.infer<typeof fileStatusSchema>;
export type PublicStatus = z.infer<typeof publicStatusSchema>;
export type RevocationGround = z.infer<typeof revocationGroundSchema>;
export type Citation = Readonly<z.infer<typeof citationSchema>>;
export type Source = Readonly<z.infer<typeof sourceSchema>>;
export type PublishedEvent = Readonly<z.infer<typeof publishedEventSchema>>;
export type RegisterEntry = Readonly<z.infer<typeof registerEntrySchema>>;
export type RevocationNotice = Readonly<z.infer<typeof revocationNoticeSchema>>;
export type RegisterPublication = RegisterEntry | RevocationNotice;
export type RegisterListItem = Readonly<z.infer<typeof registerListItemSchema>>;
export type RegisterPage = Readonly<z.infer<typeof registerPageSchema>>;
export type RegisterSearch = Readonly<z.infer<typeof registerSearchSchema>>;

/** The view of a file at D as known on K; both default to now. Units: instants, never bare dates. */
export interface ViewMoment {
  readonly asOf?: string;
  readonly knownAt?: string;
}

/** The register cannot be read at this moment. It says nothing about any file. */
export interface CannotAnswerNow {
  readonly answer: 'cannot-answer';
  readonly retryAfterSeconds: number;
}

/** The four different answers about one file, and the entry itself. None is ever given for another. */
export type RegisterAnswer =
  | { readonly answer: 'published'; readonly entry: RegisterEntry }
  | { readonly answer: 'revoked'; readonly notice: RevocationNotice }
  /** A file exists, and the law shows the public nothing of it: under review, refused, ended, taken down. */
  | { readonly answer: 'not-public'; readonly fileId: FileId }
  | { readonly answer: 'not-on-file'; readonly fileId: FileId }
  | CannotAnswerNow;

/** What a search comes to; a cursor that was not issued here is refused, never read as "from the start". */
export type RegisterSearchAnswer =
  | { readonly answer: 'page'; readonly page: RegisterPage }
  | { readonly answer: 'bad-cursor' }
  | CannotAnswerNow;

/** What the public pages ask. Errors: a failure to read is the value `cannot-answer`; implementations do not throw it. */
export interface RegisterQueries {
  search(search: RegisterSearch): Promise<RegisterSearchAnswer>;
  /** The published history rides inside the entry and the notice. */
  entry(fileId: FileId, at?: ViewMoment): Promise<RegisterAnswer>;
  /** Kinds of service that published entries name. Shape: sorted, distinct; empty when none or when unreadable. */
  services(): Promise<readonly string[]>;
  /** True once the register can be read. */
  ready(): Promise<boolean>;
}

/** The instant a written moment means: a bare day is its end. Units: `moment` has passed `momentSchema`. */
export function endOfMoment(moment: string): string {
  return moment.length === 10 ? endOfDay(legalDateOrThrow(moment)) : moment;
}
