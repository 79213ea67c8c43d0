import { BACKWARDS, END, EventStoreDBClient, type ResolvedEvent, START } from '@eventstore/db-client';
import type { LoggedEvent } from '../history.ts';
import { numberOf } from './node-subscriber.ts';
import { EVENT_TYPE, hashOf, type WrittenFact } from './node-writer.ts';

/** What stands in the node when everything has come to rest, and what its other ways of reading say about it. */
export interface FinalLog {
  readonly log: readonly LoggedEvent[];
  /** Where reading backwards, or stream by stream, shows something else than reading forwards. */
  readonly contradictions: readonly string[];
}

/** Reads everything, once in each way there is. */
export async function readFinalLog(url: string): Promise<FinalLog> {
  const client = EventStoreDBClient.connectionString(url as never);
  try {
    const log = await logged(client.readAll({ fromPosition: START }));
    const contradictions: string[] = [];
    const backwards = await logged(client.readAll({ direction: BACKWARDS, fromPosition: END }));
    compare('$all read backwards', log, backwards.toReversed(), contradictions);
    for (const [stream, events] of Map.groupBy(log, ({ stream }) => stream))
      compare(stream, events, await logged(client.readStream(stream)), contradictions);
    return { log, contradictions };
  } finally {
    await client.dispose();
  }
}

async function logged(events: AsyncIterable<ResolvedEvent>): Promise<LoggedEvent[]> {
  const log: LoggedEvent[] = [];
  for await (const { event } of events) {
    if (event?.position === undefined) throw new Error('an event came without a position');
    const fact = event.type === EVENT_TYPE ? (event.data as unknown as WrittenFact) : undefined;
    log.push({
      position: numberOf(event.position),
      stream: event.streamId,
      revision: Number(event.revision),
      id: event.id,
      hash: hashOf(event.data),
      command: fact?.operation ?? event.id,
      operation: fact?.operation,
      bySystem: event.streamId.startsWith('$'),
    });
  }
  return log;
}

function compare(
  way: string,
  expected: readonly LoggedEvent[],
  found: readonly LoggedEvent[],
  contradictions: string[],
): void {
  const at = expected.findIndex((event, index) => {
    const other = found[index];
    return other?.id !== event.id || other.position !== event.position || other.hash !== event.hash;
  });
  if (at !== -1) contradictions.push(`${way} shows ${found[at]?.id} where ${expected[at]?.id} stands`);
  else if (found.length !== expected.length)
    contradictions.push(`${way} shows ${found.length} events instead of ${expected.length}`);
}
