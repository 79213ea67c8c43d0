import type {
  Actor,
  DocumentReference,
  EventId,
  FileId,
  Position,
  Revision,
  StreamName,
} from '@ledger/schemas';

/** One event as an auditor looks it up: who did what, by what right, when, and on what paper. Nothing of its content. */
export interface AuditRow {
  readonly position: Position;
  readonly eventId: EventId;
  readonly stream: StreamName;
  readonly revision: Revision;
  /** Absent for what concerns no agency: rulebooks, calendars, the log itself. */
  readonly fileId?: FileId;
  readonly type: string;
  readonly actor: Actor;
  /** The rules the act rests on, each with its article where the rule is in a shipped rulebook. */
  readonly basis: readonly { readonly id: string; readonly article?: string }[];
  readonly rulebook: string;
  readonly occurredAt: string;
  /** From when its effect counts; mostly when it occurred. */
  readonly effectiveFrom: string;
  readonly recordedAt: string;
  readonly document?: DocumentReference;
  /** Imported history that lacks the document it ought to have. */
  readonly provenance?: 'incomplete';
  /** The import's batch id. */
  readonly imported?: string;
  readonly commandId: string;
  readonly causationId?: string;
  readonly hash: string;
}
