import type { EventId, JournalledEvent, Metadata, Position } from '@ledger/schemas';
import { type FileId, fileIdOf, type Revision, type Sha256Hex, streamOf } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { auditTrail } from './audit-trail.ts';

const FILE: FileId = fileIdOf('650000', '91650102MAFAKE019H');

function event(change: Partial<JournalledEvent> = {}, metadata: Partial<Metadata> = {}): JournalledEvent {
  return {
    stream: streamOf(FILE),
    fileId: FILE,
    revision: 4 as Revision,
    position: 17 as Position,
    id: '6d5f6c2e-6a8b-5a52-9d6c-2b7e7b3f5a10' as EventId,
    type: 'revoked',
    data: { ground: 'LATE-REPORT', reason: '张三未报' },
    hash: 'ab'.repeat(32) as Sha256Hex,
    metadata: {
      schema: 1,
      occurredAt: '2025-07-01T00:00:00+08:00',
      recordedAt: '2025-07-01T00:00:03+08:00',
      actor: { kind: 'system', id: 'timekeeper', org: 'ledger' },
      basis: ['XJ-11-2'],
      rulebook: 'xj-measures-draft@2024-01-01',
      commandId: '2f1c9a52-8f6d-4f0e-9b7e-0d3a1c5b7e11',
      correlationId: '2f1c9a52-8f6d-4f0e-9b7e-0d3a1c5b7e11',
      salt: '0'.repeat(32),
      ...metadata,
    },
    ...change,
  };
}

function rowOf(given: JournalledEvent) {
  const key = auditTrail.key(given);
  if (key === undefined) throw new Error('an event without a row');
  return auditTrail.apply(auditTrail.initial(key), given);
}

describe('the audit trail', () => {
  it('says who acted, by which rule and article, when, and where it stands', () => {
    expect(rowOf(event())).toMatchObject({
      position: 17,
      fileId: FILE,
      revision: 4,
      type: 'revoked',
      actor: { kind: 'system', id: 'timekeeper' },
      basis: [{ id: 'XJ-11-2', article: '第十一条第二款' }],
      occurredAt: '2025-07-01T00:00:00+08:00',
      effectiveFrom: '2025-07-01T00:00:00+08:00',
      recordedAt: '2025-07-01T00:00:03+08:00',
    });
  });

  it('tells from when an effect counts that works back', () => {
    const row = rowOf(event({ type: 'restored' }, { effectiveFrom: '2025-06-30T00:00:00+08:00' }));
    expect(row?.effectiveFrom).toBe('2025-06-30T00:00:00+08:00');
  });

  it('marks imported history that lacks its document', () => {
    const imported = '7f1c9a52-8f6d-4f0e-9b7e-0d3a1c5b7e11';
    const row = rowOf(event({}, { provenance: 'incomplete', imported }));
    expect(row).toMatchObject({ provenance: 'incomplete', imported });
    expect(auditTrail.columns['incomplete']?.of(row)).toBe(true);
  });

  it('keeps nothing of what the event says, nor its salt', () => {
    const text = JSON.stringify(rowOf(event()));
    expect(text).not.toContain('张三');
    expect(text).not.toContain('0'.repeat(32));
  });

  it('has a row for an event that no rulebook and no file knows', () => {
    const { fileId: _, ...stray } = event({ type: 'heads-sealed' }, { basis: ['QQ-1-1'] });
    const row = rowOf(stray);
    expect(row).toMatchObject({ type: 'heads-sealed', basis: [{ id: 'QQ-1-1' }] });
    expect(row).not.toHaveProperty('fileId');
    expect(auditTrail.columns['file_id']?.of(row)).toBeNull();
  });
});
