import type { Projection } from '@ledger/projection-engine';
import { isDraft, ruleOf } from '@ledger/rulebooks';
import { effectiveFrom, type JournalledEvent } from '@ledger/schemas';
import type { AuditRow } from './audit-row.ts';

/**
 * The audit trail: one row for each event of the ledger, under the event's id, never changed again.
 *
 * Shape: every event has one, whatever its type, those of a newer ledger included; null only before the event.
 * Law:   XJ-1-1 (the legal basis of every act), XJ-2-1.
 */
export const auditTrail: Projection<AuditRow | null> = {
  name: 'audit-trail',
  version: 1,
  byStream: true,
  key: (event) => event.id,
  initial: () => null,
  apply: (_, event) => auditRowOf(event),
  isShown: (row) => row !== null,
  columns: {
    // Newest first is how auditors read: pages follow this index backwards.
    number: { type: 'bigint', of: (row) => row?.position ?? null, index: 'btree' },
    file_id: { type: 'text', of: (row) => row?.fileId ?? null, index: 'btree' },
    type: { type: 'text', of: (row) => row?.type ?? null, index: 'btree' },
    actor: { type: 'text', of: (row) => row?.actor.id ?? null, index: 'btree' },
    actor_kind: { type: 'text', of: (row) => row?.actor.kind ?? null },
    org: { type: 'text', of: (row) => row?.actor.org ?? null, index: 'btree' },
    division: { type: 'text', of: (row) => row?.actor.division ?? null },
    rules: { type: 'text[]', of: (row) => row?.basis.map(({ id }) => id) ?? [], index: 'gin' },
    recorded_at: { type: 'instant', of: (row) => row?.recordedAt ?? null, index: 'btree' },
    occurred_at: { type: 'instant', of: (row) => row?.occurredAt ?? null, index: 'btree' },
    effective_from: { type: 'instant', of: (row) => row?.effectiveFrom ?? null },
    document: { type: 'text', of: (row) => row?.document?.number ?? null, index: 'btree' },
    incomplete: { type: 'boolean', of: (row) => row?.provenance === 'incomplete' },
    imported: { type: 'text', of: (row) => row?.imported ?? null, index: 'btree' },
  },
  feed: { name: 'audit', item: (row) => row && { ...row, simulation: isDraft(row.rulebook) } },
};

function auditRowOf(event: JournalledEvent): AuditRow {
  const { metadata, fileId } = event;
  const { document, provenance, imported, causationId } = metadata;
  return {
    position: event.position,
    eventId: event.id,
    stream: event.stream,
    revision: event.revision,
    ...(fileId !== undefined && { fileId }),
    type: event.type,
    actor: metadata.actor,
    basis: metadata.basis.map(citationOf),
    rulebook: metadata.rulebook,
    occurredAt: metadata.occurredAt,
    effectiveFrom: effectiveFrom(metadata),
    recordedAt: metadata.recordedAt,
    ...(document !== undefined && { document }),
    ...(provenance !== undefined && { provenance }),
    ...(imported !== undefined && { imported }),
    commandId: metadata.commandId,
    ...(causationId !== undefined && { causationId }),
    hash: event.hash,
  };
}

function citationOf(id: string): AuditRow['basis'][number] {
  const rule = ruleOf(id);
  return rule === undefined ? { id } : { id, article: rule.article };
}
