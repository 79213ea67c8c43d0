import type { JournalledEvent, LedgerEvent, Position, Sha256Hex } from '@ledger/schemas';
// Of the schemas this needs the names alone: threads of a rebuild load it, and all of the schemas would take longer than their work.
import { parseFileId } from '@ledger/schemas/identity';

/** An event with its number and its hash, and the file it belongs to when its stream is one. */
export function numbered(event: LedgerEvent, position: Position, hash: Sha256Hex): JournalledEvent {
  const { stream, revision, id, type, data, metadata } = event;
  const file = stream.startsWith('agency-') ? parseFileId(stream.slice('agency-'.length)) : undefined;
  return { stream, revision, id, type, data, metadata, position, hash, ...(file && { fileId: file.fileId }) };
}
