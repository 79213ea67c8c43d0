import { createHash } from 'node:crypto';
import {
  type EventData,
  type EventId,
  type EventType,
  type FileId,
  type JournalledEvent,
  type Metadata,
  nameBasedUuid,
  type Position,
  parseLatestEventData,
  type Revision,
  type Sha256Hex,
  streamOf,
} from '@ledger/schemas';

/** One act of a made-up history: what happened, and what is not as usual about it. */
export interface MadeAct<Type extends EventType = EventType> {
  readonly type: Type;
  readonly data: EventData<Type>;
  /** When it took effect; by default one day after the act before. */
  readonly at?: string;
  readonly effectiveFrom?: string;
  readonly basis?: readonly string[];
  readonly document?: Metadata['document'];
  readonly rulebook?: string;
}

/** An act; its payload must be one the schemas admit. */
export function act<Type extends EventType>(
  type: Type,
  data: EventData<Type>,
  rest: Omit<MadeAct<Type>, 'type' | 'data'> = {},
): MadeAct {
  const parsed = parseLatestEventData(type, data);
  if (parsed.faults !== undefined) throw new Error(`${type}: ${JSON.stringify(parsed.faults)}`);
  return { type, data, ...rest } as MadeAct;
}

/** The acts as the journal would hold them. Shape: revisions from 0, positions from 1, one day between acts. */
export function journalOf(fileId: FileId, acts: readonly MadeAct[]): JournalledEvent[] {
  return acts.map((made, index) => {
    const at = made.at ?? `2025-01-${String((index % 28) + 1).padStart(2, '0')}T10:00:00+08:00`;
    const id = nameBasedUuid('6ba7b811-9dad-11d1-80b4-00c04fd430c8', `${fileId} ${index}`);
    return {
      stream: streamOf(fileId),
      revision: index as Revision,
      position: (index + 1) as Position,
      id: id as EventId,
      hash: createHash('sha256').update(id).digest('hex') as Sha256Hex,
      fileId,
      type: made.type,
      data: made.data,
      metadata: {
        schema: 1,
        occurredAt: at,
        ...(made.effectiveFrom !== undefined && { effectiveFrom: made.effectiveFrom }),
        recordedAt: at,
        actor: { kind: 'authority', id: 'officer-1', org: 'xj-drc' },
        basis: [...(made.basis ?? ['XJ-10-1'])],
        rulebook: made.rulebook ?? 'xj-measures-draft@2024-01-01',
        ...(made.document !== undefined && { document: made.document }),
        commandId: id,
        correlationId: id,
        salt: '00'.repeat(16),
      },
    };
  });
}
