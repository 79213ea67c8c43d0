import type { EventLog } from '@ledger/event-log';
import { demoFiles } from '@ledger/projector/testing';
import {
  type DecidedEvent,
  type EventId,
  eventHash,
  type LedgerEvent,
  nameBasedUuid,
  recordEvents,
  type StreamName,
} from '@ledger/schemas';

/** The demo histories again and again, each time under other codes, as so many events of so many files. */
async function* manyFiles(events: number): AsyncGenerator<readonly LedgerEvent[]> {
  const models = await demoFiles();
  let made = 0;
  for (let copy = 0; made < events; copy += 1) {
    for (const [index, model] of models.entries()) {
      const file = underOtherCode(model.slice(0, events - made), copy * models.length + index);
      if (file.length === 0) return;
      made += file.length;
      yield file;
    }
  }
}

/** Appends so many events. Shape: the id of the last. */
export async function appendMany(eventLog: EventLog, events: number): Promise<EventId> {
  let last: EventId | undefined;
  for await (const file of manyFiles(events)) {
    const [first] = file;
    if (first !== undefined) await eventLog.append(first.stream, 'no-stream', file);
    last = file.at(-1)?.id;
  }
  if (last === undefined) throw new Error('nothing was appended');
  return last;
}

function underOtherCode(model: readonly LedgerEvent[], copy: number): readonly LedgerEvent[] {
  const events: LedgerEvent[] = [];
  for (const event of model) {
    const before = events.at(-1);
    const commandId = nameBasedUuid(event.id, `copy ${copy}`);
    // Only the last characters of a code are made up, so that it looks like one; nothing here judges its check digit.
    const stream = `${event.stream.slice(0, -5)}${String(copy).padStart(5, '0')}` as StreamName;
    events.push(
      ...recordEvents({
        stream,
        head: before && { revision: before.revision, hash: eventHash(before) },
        decided: [decidedOf(event)],
        commandId,
        correlationId: commandId,
        recordedAt: event.metadata.recordedAt,
        salt: () => nameBasedUuid(commandId, 'salt').replaceAll('-', ''),
      }),
    );
  }
  return events;
}

/** An event as it was decided, before it stood in a file. */
function decidedOf({ type, data, metadata }: LedgerEvent): DecidedEvent {
  const { occurredAt, effectiveFrom, actor, basis, rulebook, document, provenance } = metadata;
  return {
    type,
    data,
    occurredAt,
    actor,
    basis,
    rulebook,
    ...(effectiveFrom !== undefined && { effectiveFrom }),
    ...(document !== undefined && { document }),
    ...(provenance !== undefined && { provenance }),
  };
}
