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
  // The client's batch append keeps the pending appends of the whole process in one table: a broken stream of any client
  // rejects them all, and an answer that comes afterwards finds no entry and brings the process down. The unary append,
  // which it takes when the server offers nothing else, has its own deadline and its own error.
  Object.defineProperty(client, 'supports', { value: () => Promise.resolve(false) });
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
