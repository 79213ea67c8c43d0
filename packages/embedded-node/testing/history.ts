import type { EventStoreDBClient } from '@eventstore/db-client';
import type { Acknowledged } from './writers.ts';

/** One event as `$all` shows it. */
export interface SeenEvent {
  readonly stream: string;
  readonly id: string;
  readonly revision: bigint;
  readonly position: bigint;
}

/** Everything in `$all` whose stream name begins with `prefix`, in its order. */
export async function readHistory(client: EventStoreDBClient, prefix: string): Promise<SeenEvent[]> {
  const seen: SeenEvent[] = [];
  for await (const { event } of client.readAll()) {
    if (event?.streamId.startsWith(prefix) !== true) continue;
    seen.push({
      stream: event.streamId,
      id: event.id,
      revision: event.revision,
      position: event.position?.commit ?? 0n,
    });
  }
  return seen;
}

/**
 * What is wrong with a history, one sentence per finding: an acknowledged event lost, doubled or at another revision, a gap, a position that
 * does not rise.
 */
export function findFaults(acknowledged: readonly Acknowledged[], history: readonly SeenEvent[]): string[] {
  const faults: string[] = [];
  const placeOf = new Map<string, SeenEvent>();
  const lastOf = new Map<string, bigint>();
  let lastPosition = -1n;
  for (const event of history) {
    if (placeOf.has(event.id)) faults.push(`${event.id} is there twice`);
    placeOf.set(event.id, event);
    const expected = (lastOf.get(event.stream) ?? -1n) + 1n;
    if (event.revision !== expected)
      faults.push(`${event.stream} has ${event.revision} where ${expected} should be`);
    lastOf.set(event.stream, event.revision);
    if (event.position <= lastPosition) faults.push(`position ${event.position} comes after ${lastPosition}`);
    lastPosition = event.position;
  }
  for (const { stream, id, revision } of acknowledged) {
    const place = placeOf.get(id);
    if (place === undefined) faults.push(`${id}, acknowledged as ${revision}@${stream}, is lost`);
    else if (place.revision !== revision || place.stream !== stream)
      faults.push(`${id} was acknowledged as ${revision}@${stream}`);
  }
  return faults;
}
