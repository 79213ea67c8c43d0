import { randomBytes, randomUUID } from 'node:crypto';
import {
  eventHash,
  type FileId,
  type LedgerEvent,
  type Metadata,
  recordEvents,
  type StreamName,
  streamOf,
} from '@ledger/schemas';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** The stream of a file that no other test has. */
export function newFileStream(): StreamName {
  const tail = [...randomBytes(16)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return streamOf(`650000-91${tail}` as FileId);
}

/** So many events of the ledger behind `head`, chained as the ledger chains them, by one command. */
export function newLedgerEvents(stream: StreamName, count: number, head?: LedgerEvent): LedgerEvent[] {
  const actor: Metadata['actor'] = { kind: 'system', id: 'conformance', org: 'ledger' };
  return recordEvents({
    stream,
    head: head && { revision: head.revision, hash: eventHash(head) },
    decided: Array.from({ length: count }, () => ({
      type: 'reminded',
      data: { about: 'XJ-11-1', dueDate: '2026-03-31', daysLeft: 30 },
      occurredAt: '2026-03-01T09:00:00+08:00',
      actor,
      basis: ['XJ-11-2'],
      rulebook: 'xj-measures-draft@2024-01-01',
    })),
    commandId: randomUUID(),
    correlationId: randomUUID(),
    recordedAt: '2026-03-01T09:00:01+08:00',
    salt: () => randomBytes(16).toString('hex'),
  });
}
