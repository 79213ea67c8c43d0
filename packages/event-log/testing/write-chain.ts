import type { LedgerEvent, StreamName } from '@ledger/schemas';
import type { EventLog } from '../src/index.ts';
import { newLedgerEvents } from './ledger-events.ts';

/** Appends one event after the other to a fresh stream, as long as told; gives the ids that were acknowledged. */
export async function writeChain(
  log: EventLog,
  stream: StreamName,
  goesOn: (written: number) => boolean,
): Promise<string[]> {
  const ids: string[] = [];
  let head: LedgerEvent | undefined;
  while (goesOn(ids.length)) {
    const [event] = newLedgerEvents(stream, 1, head) as [LedgerEvent];
    await log.append(stream, head?.revision ?? 'no-stream', [event]);
    ids.push(event.id);
    head = event;
  }
  return ids;
}
