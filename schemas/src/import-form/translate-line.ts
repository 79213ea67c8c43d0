import type { Actor, DocumentReference } from '../envelope.ts';
import { isAdverse } from '../events/adverse.ts';
import { isEventType } from '../events/catalogue.ts';
import { faultsOf, type PayloadFault, parseEventData } from '../events/parse-event-data.ts';
import { upcastEventData } from '../events/upcast.ts';
import { type FileId, fileIdOf } from '../identity.ts';
import { nameBasedUuid } from '../name-based-uuid.ts';
import { eventIdOf, type HistoricEvent } from '../recording.ts';
import { checkUscc, type UsccFinding } from '../uscc.ts';
import type { Objection } from './fault.ts';
import { payloadOf } from './payload.ts';
import { ACTOR_KINDS, JURISDICTION_CODES, type SourceLine, sourceLineSchema } from './source-line.ts';
import { sourcePathOf } from './source-words.ts';

/** A line of an import in the ledger's words, before it is known to fit into its file. */
export interface ImportedLine {
  readonly fileId: FileId;
  readonly agencyId: string;
  readonly usccFindings: readonly UsccFinding[];
  /** Units: one-based, as the source counts the file's events. */
  readonly version: number;
  readonly sourceId: string;
  readonly sourceCause: string | undefined;
  readonly event: HistoricEvent;
}

export type TranslatedLine =
  | { readonly imported: ImportedLine; readonly objections?: undefined }
  | { readonly objections: readonly Objection[] };

/** Names of imported commands live in this namespace, so that the same line is the same command in every import. */
const IMPORT_NAMESPACE = 'c2a5b6a4-6d0f-4b55-8f0c-1f6f3e2f9d10';

/**
 * A JSON object of the import form as an event of the ledger.
 *
 * Shape:  the event in the newest version of its payload, or every objection that was found.
 * Errors: never throws.
 */
export function translateLine(value: unknown): TranslatedLine {
  const parsed = sourceLineSchema.safeParse(value);
  if (!parsed.success) {
    const faults = parsed.error.issues.flatMap((issue) => faultsOf(issue, value));
    return { objections: faults.map(objectionOfLine) };
  }
  const source = parsed.data;
  const subject = subjectOf(source);
  if (subject.objections !== undefined) return subject;
  const payload = payloadOf(source, subject.uscc);
  if (payload.objection !== undefined) return { objections: [payload.objection] };
  // The import form speaks the first version of every payload; newer ones are reached by their upcasts.
  const data = parseEventData(source.type, 1, payload.data);
  if (data.faults !== undefined) return { objections: data.faults.map(objectionOfPayload) };

  const { fileId, uscc, usccFindings } = subject;
  const sourceCause = source.causation_id ?? undefined;
  return {
    imported: {
      fileId,
      agencyId: source.agency_id,
      usccFindings,
      version: source.version,
      sourceId: source.event_id,
      sourceCause,
      event: {
        type: source.type,
        data: upcastEventData(source.type, 1, data.value),
        occurredAt: source.occurred_at,
        ...(payload.effectiveFrom !== undefined && { effectiveFrom: payload.effectiveFrom }),
        actor: actorOf(source, uscc),
        basis: [source.legal_basis].flat(),
        rulebook: source.rule_pack,
        ...provenanceOf(source.type, payload.document),
        recordedAt: source.recorded_at,
        commandId: importCommandId(fileId, source.event_id),
        ...(sourceCause !== undefined && { causationId: eventIdOf(importCommandId(fileId, sourceCause), 0) }),
      },
    },
  };
}

type Subject =
  | {
      readonly fileId: FileId;
      readonly uscc: string;
      readonly usccFindings: readonly UsccFinding[];
      readonly objections?: undefined;
    }
  | { readonly objections: readonly Objection[] };

// Whose file it is and what happened: what a line must say before its payload can be read.
function subjectOf({ jurisdiction, uscc, type }: SourceLine): Subject {
  const territory = JURISDICTION_CODES.get(jurisdiction);
  const check = checkUscc(uscc);
  const objections: Objection[] = [];
  if (territory === undefined) {
    const reason = `there is no jurisdiction “${jurisdiction}”`;
    objections.push({ code: 'IMPORT_JURISDICTION_UNKNOWN', reason, field: 'jurisdiction' });
  }
  if (check.malformed !== undefined) {
    objections.push({ code: 'IMPORT_USCC_MALFORMED', reason: check.malformed.message, field: 'uscc' });
  }
  if (!isEventType(type)) {
    objections.push({
      code: 'IMPORT_TYPE_UNKNOWN',
      reason: `there is no event type “${type}”`,
      field: 'type',
    });
  }
  if (territory === undefined || check.malformed !== undefined || objections.length > 0)
    return { objections };
  return { fileId: fileIdOf(territory, check.uscc), uscc: check.uscc, usccFindings: check.findings };
}

function provenanceOf(
  type: string,
  document: DocumentReference | undefined,
): Pick<HistoricEvent, 'document' | 'provenance'> {
  const incomplete = isAdverse(type) && document?.sha256 === undefined;
  return { ...(document !== undefined && { document }), ...(incomplete && { provenance: 'incomplete' }) };
}

/** The command that an imported line stands for: the same in every import of the same file. Never throws. */
export function importCommandId(fileId: FileId, sourceId: string): string {
  return nameBasedUuid(IMPORT_NAMESPACE, `${fileId}/${sourceId}`);
}

// Officers and offices are named by their ids in the source already; an agency is named by its code.
function actorOf({ actor, agency_id }: SourceLine, uscc: string): Actor {
  const kind = ACTOR_KINDS[actor.kind as keyof typeof ACTOR_KINDS] ?? actor.kind;
  const ownAgency = actor.kind === 'agency' && actor.org === agency_id;
  return { kind, id: actor.officer ?? actor.org, org: ownAgency ? uscc : actor.org } as Actor;
}

function objectionOfLine(fault: PayloadFault): Objection {
  return objectionOf(fault, fault.path);
}

function objectionOfPayload(fault: PayloadFault): Objection {
  return objectionOf(fault, sourcePathOf(fault.path));
}

function objectionOf({ rule, message }: PayloadFault, field: string): Objection {
  if (rule === 'unknown-field')
    return { code: 'IMPORT_FIELD_UNKNOWN', reason: 'there is no such field here', field };
  if (rule === 'missing-field') return { code: 'IMPORT_FIELD_MISSING', reason: 'it is not there', field };
  if (message.startsWith('no such day')) return { code: 'IMPORT_DATE_IMPOSSIBLE', reason: message, field };
  return { code: 'IMPORT_FIELD_INVALID', reason: message, field };
}
