import type { Revision, StoredEvent, StorePosition, StreamName } from '@ledger/schemas';
import { readCheckpoint, withCheckpoint } from './checkpoint.ts';
import { EngineError } from './engine-error.ts';
import { compareStorePositions, type Delivery, type EventSource } from './event-source.ts';
import { type Intake, takeIn } from './intake.ts';
import { readHeads } from './journal.ts';
import { readWaiting, storedEventOf, unpark, type Waiting } from './parked.ts';
import type { ReadModelSet } from './read-model-set.ts';
import { openSession, type Sql } from './sql.ts';

/** How to take up a parked file again. */
export interface RetryOptions extends ReadModelSet {
  readonly databaseUrl: string;
  /** `streamOf(fileId)` for a file. */
  readonly stream: StreamName;
  /** Reads the stream anew, for when the store was repaired; without it, what waits is tried again as it was delivered. */
  readonly source?: Pick<EventSource, 'readStream'>;
}

/**
 * The parked stream's events are accepted in their order, under the next numbers, or it stays parked with the new reason.
 *
 * Safe beside a living projector, in any process.
 *
 * Errors:  NOT_PARKED; what the source throws. An event that fails again is no error: it parks the stream again.
 * Durable: when it returns.
 */
export async function retry(options: RetryOptions): Promise<Intake> {
  const { stream } = options;
  const session = await openSession(options.databaseUrl, 'retry');
  try {
    const reread = options.source && (await readAgain(session, options.source, stream));
    return await withCheckpoint(session, async (checkpoint) => {
      const waiting = await readWaiting(session, stream);
      if (waiting.length === 0)
        throw new EngineError('NOT_PARKED', `${stream} is not parked: nothing of it waits.`);
      await unpark(session, stream);
      const deliveries = (reread === undefined ? waiting : renewed(waiting, reread)).flatMap(deliveryOf);
      return await takeIn(session, options, checkpoint, deliveries, { late: true });
    });
  } finally {
    await session.close();
  }
}

interface Reread {
  readonly events: readonly StoredEvent[];
  /** Up to here the store was read; what waits from behind it was delivered since. */
  readonly upTo: StorePosition | undefined;
}

async function readAgain(
  sql: Sql,
  source: Pick<EventSource, 'readStream'>,
  stream: StreamName,
): Promise<Reread> {
  const { store: upTo } = await readCheckpoint(sql);
  const head = (await readHeads(sql, [stream])).get(stream);
  const events: StoredEvent[] = [];
  for await (const event of source.readStream(stream, ((head?.revision ?? -1) + 1) as Revision)) {
    // What lies behind the checkpoint will be delivered in its turn.
    if (upTo === undefined || compareStorePositions(event.storePosition, upTo) <= 0) events.push(event);
  }
  return { events, upTo };
}

function renewed(waiting: readonly Waiting[], { events, upTo }: Reread): readonly Waiting[] {
  const delivered = waiting.filter(
    ({ storePosition }) => upTo !== undefined && compareStorePositions(storePosition, upTo) > 0,
  );
  return [...events.map((event) => ({ ...event, event })), ...delivered];
}

function deliveryOf(waiting: Waiting): readonly Delivery[] {
  const event = storedEventOf(waiting);
  if (event !== undefined) return [{ kind: 'event', event }];
  const { stream, revision, storePosition } = waiting;
  const error = new Error('a record that only the store can show: retry with the store at hand');
  return [{ kind: 'unreadable', unreadable: { stream, revision, storePosition, error } }];
}
