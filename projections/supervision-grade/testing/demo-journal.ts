import { readFileSync } from 'node:fs';
import {
  eventHash,
  type FileId,
  type JournalledEvent,
  type LedgerEvent,
  type Position,
  parseImport,
  recordEvents,
  streamOf,
} from '@ledger/schemas';

const DEMO = new URL('../../../services/cli/demo/histories.jsonl', import.meta.url);
const NO_SALT = '0'.repeat(32);
const NO_COMMAND = '00000000-0000-4000-8000-000000000000';

/** The demo histories as the journal holds them after their import: in the order of their lines, numbered from 1. */
export function demoJournal(): readonly JournalledEvent[] {
  const { files, faults } = parseImport(readFileSync(DEMO));
  if (faults.length > 0)
    throw new Error(`the demo histories have faults, first ${JSON.stringify(faults[0])}`);
  const recorded = files.flatMap(({ fileId, lines }) => {
    const events = recordEvents({
      stream: streamOf(fileId),
      head: undefined,
      decided: lines.map(({ event }) => event),
      commandId: NO_COMMAND,
      correlationId: NO_COMMAND,
      recordedAt: '2026-11-22T00:00:00+08:00',
      salt: () => NO_SALT,
      imported: NO_COMMAND,
    });
    return events.map((event, index) => ({ event, fileId, line: lines[index]?.line ?? 0 }));
  });
  return recorded
    .sort((one, other) => one.line - other.line)
    .map(({ event, fileId }, index) => journalled(event, fileId, index + 1));
}

/** An event with its place in the ledger. */
export function journalled(event: LedgerEvent, fileId: FileId, position: number): JournalledEvent {
  return { ...event, fileId, position: position as Position, hash: eventHash(event) };
}
