import type { Duplex } from 'node:stream';
import { EventStoreDBClient } from '@eventstore/db-client';
import { StoreError } from './store-error.ts';

/** One instance of the official client, from its making until it is given up. */
export interface ClientLease {
  readonly client: EventStoreDBClient;
  /** Aborts when the client is given up: the client itself ends its streams without a word then. */
  readonly retired: AbortSignal;
  /** Ends every stream of the client and its channel; never throws. */
  retire(): Promise<void>;
}

/** Makes the client's `turn`-th instance. Errors: MALFORMED_URL. */
export function newLease(url: string, turn: number): ClientLease {
  const client = clientFor(withOwnChannel(url, turn));
  holdNoBrokenPromises(client);
  const retired = new AbortController();
  return {
    client,
    retired: retired.signal,
    retire: async () => {
      retired.abort();
      await client.dispose().catch(() => undefined);
      await closeChannel(client);
    },
  };
}

type StreamCreator = (
  grpc: unknown,
  name: string,
  create: (client: unknown) => Duplex,
  cache?: unknown,
) => () => Promise<Duplex>;

/**
 * Makes what the client's batch stream leaves behind when it breaks harmless.
 *
 * The client keeps the pending batch appends of the whole process in one table. When the batch stream of any client
 * breaks, all of them are rejected (which is safe: their outcome is unknown, and they are sent again). Two things remain
 * that only the process could catch: an answer that still comes for one of them finds no entry and throws; and an append
 * that had waited for room in the stream rejects a second promise, which nobody holds.
 */
function holdNoBrokenPromises(client: EventStoreDBClient): void {
  const { GRPCStreamCreator: creator } = client as unknown as { GRPCStreamCreator: StreamCreator };
  const guarded: StreamCreator = (grpc, name, create, cache) => {
    const isBatch = name === 'appendToStream';
    return creator(grpc, name, isBatch ? (grpcClient) => forgiving(create(grpcClient)) : create, cache);
  };
  Object.defineProperty(client, 'GRPCStreamCreator', { value: guarded });
}

function forgiving(stream: Duplex): Duplex {
  const write = stream.write.bind(stream) as (message: unknown) => boolean;
  // Nobody waits for room: an append waits for its answer anyway, so its callers bound what stands in the stream.
  stream.write = (message: unknown) => {
    write(message);
    return true;
  };
  const settle = stream.listeners('data') as ((answer: unknown) => void)[];
  stream.removeAllListeners('data');
  stream.on('data', (answer) => {
    try {
      for (const one of settle) one(answer);
    } catch {
      // The append was rejected before its answer came; whoever sent it asks again.
    }
  });
  return stream;
}

function clientFor(url: string): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(url);
  } catch {
    // What the client says quotes the whole string, the password in it too.
    throw new StoreError(
      'MALFORMED_URL',
      'the address of the event store is no connection string like esdb://127.0.0.1:2113?tls=false, or names a file that cannot be read',
    );
  }
}

const KEEP_ALIVE_TIMEOUT_MS = 10_000;
const TURNS = 1_000;

/**
 * The address with a keep-alive timeout that is the turn's own, to the millisecond.
 *
 * Channels of equal settings share connections in this process, and with them the pause before the next attempt to
 * connect, which grows to two minutes while a node is down. A setting of its own gives a new client a new start.
 */
export function withOwnChannel(url: string, turn: number): string {
  const given = /[?&]keep_?-?alive_?-?timeout=(-?\d+)/i.exec(url)?.[1];
  const timeoutMs = given === undefined ? KEEP_ALIVE_TIMEOUT_MS : Number(given);
  if (timeoutMs < 0) return url;
  const plain = url.trim().replace(/\/+$/, '');
  return `${plain}${plain.includes('?') ? '&' : '?'}keepAliveTimeout=${timeoutMs + (turn % TURNS)}`;
}

// The client closes a channel only when it has seen it fail; one that is merely silent would keep its connection.
async function closeChannel(client: EventStoreDBClient): Promise<void> {
  const { getChannel } = client as unknown as { getChannel(): Promise<{ close(): void }> };
  await getChannel().then(
    (channel) => channel.close(),
    () => undefined,
  );
}
