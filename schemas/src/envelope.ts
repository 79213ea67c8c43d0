import { parseInstant, parseLegalDate } from '@ledger/statutory-calendar';
import { z } from 'zod';
import type {
  EventId,
  FileId,
  Position,
  Revision,
  Sha256Hex,
  StorePosition,
  StreamName,
} from './identity.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?\+08:00$/;

/** RFC 3339 in Beijing time; a day that does not exist is refused. */
export const instantSchema = z
  .string()
  .regex(INSTANT, 'an instant is RFC 3339 with +08:00')
  .refine((text) => 'value' in parseInstant(text), 'no such day or time')
  .meta({ id: 'Instant', description: 'RFC 3339 with +08:00' });

/** A legal date, `YYYY-MM-DD`; a day that does not exist is refused. */
export const legalDateSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a date is YYYY-MM-DD')
  .refine((text) => 'value' in parseLegalDate(text), 'no such day')
  .meta({ id: 'LegalDate' });

export const sha256Schema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'SHA-256 is 64 lower-case hex digits')
  .meta({ id: 'Sha256' });

export const ruleIdSchema = z
  .string()
  .regex(/^[A-Z]{2,3}\d*-[0-9.]+(-\d+)*$/, 'a rule id looks like XJ-11-2')
  .meta({ id: 'RuleId' });

export const actorSchema = z
  .object({
    kind: z.enum(['agency', 'authority', 'department', 'public', 'system', 'importer']),
    id: z.string().min(1).max(100),
    org: z.string().min(1).max(100),
    division: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
  })
  .meta({ id: 'Actor', description: 'Who acted: ids, never names' });

/** The instrument behind an adverse act: which paper, by whom, when, and the digest of its bytes. */
export const documentReferenceSchema = z
  .object({
    kind: z.string().min(1).max(100),
    number: z.string().min(1).max(200),
    organ: z.string().min(1).max(200),
    date: legalDateSchema,
    sha256: sha256Schema.optional(),
  })
  .meta({ id: 'DocumentReference' });

/** The envelope of every event of the ledger. */
export const metadataSchema = z
  .object({
    schema: z.int().min(1),
    occurredAt: instantSchema,
    effectiveFrom: instantSchema.optional(),
    recordedAt: instantSchema,
    actor: actorSchema,
    basis: z.array(ruleIdSchema).min(1),
    rulebook: z.string().regex(/^[a-z][a-z0-9-]*@\d{4}-\d{2}-\d{2}$/),
    document: documentReferenceSchema.optional(),
    provenance: z.literal('incomplete').optional(),
    commandId: z.uuid(),
    causationId: z.uuid().optional(),
    correlationId: z.uuid(),
    prior: sha256Schema.optional(),
    salt: z.string().regex(/^[0-9a-f]{32}$/),
    imported: z.uuid().optional(),
  })
  .meta({ id: 'Metadata' });

export type Actor = Readonly<z.infer<typeof actorSchema>>;
export type DocumentReference = Readonly<z.infer<typeof documentReferenceSchema>>;
export type Metadata = Readonly<z.infer<typeof metadataSchema>>;

/** An event as the ledger keeps it, data in the newest version of its schema or as stored. */
export interface LedgerEvent<Type extends string = string, Data = unknown> {
  readonly stream: StreamName;
  readonly revision: Revision;
  readonly id: EventId;
  readonly type: Type;
  readonly data: Data;
  readonly metadata: Metadata;
}

/** A ledger event with the place where the store keeps it; what the projector reads. */
export interface StoredEvent extends LedgerEvent {
  readonly storePosition: StorePosition;
}

/** A ledger event with its dense number and its hash; what projections fold. */
export interface JournalledEvent<Type extends string = string, Data = unknown>
  extends LedgerEvent<Type, Data> {
  readonly position: Position;
  readonly hash: Sha256Hex;
  /** Absent for streams that are no agency's file (rulebooks, calendars, …). */
  readonly fileId?: FileId;
}

/** From when the effect of an event counts: `effectiveFrom`, or else `occurredAt`. */
export function effectiveFrom(metadata: Pick<Metadata, 'effectiveFrom' | 'occurredAt'>): string {
  return metadata.effectiveFrom ?? metadata.occurredAt;
}
