import { readFile } from 'node:fs/promises';
import type { EventLog } from '@ledger/event-log';
import {
  eventHash,
  type LedgerEvent,
  nameBasedUuid,
  parseImport,
  recordEvents,
  streamOf,
} from '@ledger/schemas';

const HISTORIES = new URL('../../cli/demo/histories.jsonl', import.meta.url);

/** The demo histories as events, file by file, with salts that follow from the line. */
export async function demoFiles(): Promise<readonly (readonly LedgerEvent[])[]> {
  const { files } = parseImport(await readFile(HISTORIES));
  return files.map(({ fileId, lines }) => {
    const events: LedgerEvent[] = [];
    for (const { event } of lines) {
      const before = events.at(-1);
      events.push(
        ...recordEvents({
          stream: streamOf(fileId),
          head: before && { revision: before.revision, hash: eventHash(before) },
          decided: [event],
          commandId: event.commandId,
          correlationId: event.commandId,
          recordedAt: event.recordedAt,
          salt: () => nameBasedUuid(event.commandId, 'salt').replaceAll('-', ''),
        }),
      );
    }
    return events;
  });
}

/** Appends each file's events in one write. */
export async function appendFiles(
  eventLog: EventLog,
  files: readonly (readonly LedgerEvent[])[],
): Promise<void> {
  for (const events of files) {
    const [first] = events;
    if (first !== undefined) await eventLog.append(first.stream, 'no-stream', events);
  }
}
