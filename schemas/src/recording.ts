import type { LedgerEvent, Metadata } from './envelope.ts';
import { eventHash } from './event-hash.ts';
import { latestVersion } from './events/catalogue.ts';
import { parseEventData } from './events/parse-event-data.ts';
import type { EventId, Revision, Sha256Hex, StreamName } from './identity.ts';
import { nameBasedUuid } from './name-based-uuid.ts';

/** An event as the domain decides it: what happened and why, not yet where it stands in the file. */
export interface DecidedEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
  readonly occurredAt: Metadata['occurredAt'];
  readonly effectiveFrom?: string;
  readonly actor: Metadata['actor'];
  readonly basis: readonly string[];
  readonly rulebook: string;
  readonly document?: Metadata['document'];
  readonly provenance?: 'incomplete';
}

/** A decided event of imported history, which was recorded elsewhere and each line of which is a command of its own. */
export interface HistoricEvent extends DecidedEvent {
  readonly recordedAt: string;
  readonly commandId: string;
  readonly causationId?: string;
}

/** Where a file ends: its last revision and the hash of the event there. */
export interface FileHead {
  readonly revision: Revision;
  readonly hash: Sha256Hex;
}

export interface Recording {
  readonly stream: StreamName;
  /** Undefined when the file has no event yet. */
  readonly head: FileHead | undefined;
  readonly decided: readonly (DecidedEvent | HistoricEvent)[];
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId?: string;
  /** When the ledger takes the events in; a historic event keeps its own. */
  readonly recordedAt: string;
  /** 128 fresh random bits, hex, on every call. */
  readonly salt: () => string;
  /** The import's batch id. */
  readonly imported?: string;
}

/**
 * The decided events as they will stand in the file: numbered on from its head and chained to it.
 *
 * Shape:  one event for each decided one, in their order, revisions contiguous, every `prior` the hash of the one before.
 *         The same command gives the same event ids, so that a store refuses or ignores a retry.
 * Errors: throws Error when a payload does not keep to the newest schema of its type, TransparencyLogError when an
 *         event holds what JSON cannot carry: what is recorded stays for ever, so a wrong event is never built.
 */
export function recordEvents(recording: Recording): LedgerEvent[] {
  let head = recording.head;
  return recording.decided.map((decided, index) => {
    const event = recordEvent(recording, decided, index, head);
    head = { revision: event.revision, hash: eventHash(event) };
    return event;
  });
}

/** The id of the event a command decides at an index: UUID v5, so that a retried command appends nothing new. */
export function eventIdOf(commandId: string, index: number): EventId {
  return nameBasedUuid(commandId, String(index)) as EventId;
}

function recordEvent(
  recording: Recording,
  decided: DecidedEvent | HistoricEvent,
  index: number,
  head: FileHead | undefined,
): LedgerEvent {
  assertPayload(decided);
  const historic = 'commandId' in decided ? decided : undefined;
  const causationId = historic ? historic.causationId : recording.causationId;
  return {
    stream: recording.stream,
    revision: (head === undefined ? 0 : head.revision + 1) as Revision,
    id: historic ? eventIdOf(historic.commandId, 0) : eventIdOf(recording.commandId, index),
    type: decided.type,
    data: decided.data,
    metadata: {
      schema: latestVersion(decided.type),
      occurredAt: decided.occurredAt,
      ...(decided.effectiveFrom !== undefined && { effectiveFrom: decided.effectiveFrom }),
      recordedAt: historic?.recordedAt ?? recording.recordedAt,
      actor: decided.actor,
      basis: [...decided.basis],
      rulebook: decided.rulebook,
      ...(decided.document !== undefined && { document: decided.document }),
      ...(decided.provenance !== undefined && { provenance: decided.provenance }),
      commandId: historic?.commandId ?? recording.commandId,
      ...(causationId !== undefined && { causationId }),
      correlationId: recording.correlationId,
      ...(head !== undefined && { prior: head.hash }),
      salt: recording.salt(),
      ...(recording.imported !== undefined && { imported: recording.imported }),
    },
  };
}

function assertPayload({ type, data }: DecidedEvent): void {
  const { faults } = parseEventData(type, latestVersion(type), data);
  if (faults === undefined) return;
  const told = faults.map(({ path, message }) => `${path === '' ? 'the payload' : path}: ${message}`);
  throw new Error(`${type} does not keep to its schema: ${told.join('; ')}`);
}
