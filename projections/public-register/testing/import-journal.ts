import {
  eventHash,
  type ImportedFile,
  type JournalledEvent,
  type LedgerEvent,
  nameBasedUuid,
  type Position,
  parseImport,
  recordEvents,
  streamOf,
} from '@ledger/schemas';

const NAMESPACE = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';

/**
 * The journal of an import: its lines as the ledger would hold them, in the order of the lines.
 *
 * Shape:  positions from 1. Errors: throws when the import has a fault.
 */
export function journalOfImport(jsonl: string): JournalledEvent[] {
  const { files, faults } = parseImport(jsonl);
  if (faults.length > 0) throw new Error(`the import has faults: ${JSON.stringify(faults.slice(0, 3))}`);
  return files
    .flatMap((file) => recordedLinesOf(file))
    .sort((a, b) => a.line - b.line)
    .map(({ event, file }, index) => ({
      ...event,
      fileId: file.fileId,
      position: (index + 1) as Position,
      hash: eventHash(event),
    }));
}

function recordedLinesOf(file: ImportedFile): { event: LedgerEvent; file: ImportedFile; line: number }[] {
  const id = nameBasedUuid(NAMESPACE, file.fileId);
  const events = recordEvents({
    stream: streamOf(file.fileId),
    head: undefined,
    decided: file.lines.map((line) => line.event),
    commandId: id,
    correlationId: id,
    recordedAt: '2026-11-22T00:00:00+08:00',
    salt: () => '00'.repeat(16),
    imported: id,
  });
  return events.map((event, index) => ({ event, file, line: file.lines[index]?.line ?? 0 }));
}
