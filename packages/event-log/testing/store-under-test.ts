import { randomUUID } from 'node:crypto';
import {
  type AppendExpectedRevision,
  EventStoreDBClient,
  type JSONEventData,
  jsonEvent,
} from '@eventstore/db-client';

/** A running event store, alone or shared with others: the suite only touches streams of its own names. */
export interface StoreUnderTest {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts, or finds, the store to be examined. */
export type OpenStore = () => Promise<StoreUnderTest>;

/** The clients of one suite; made before its first sentence, disposed after its last. */
export interface Clients {
  /** The official client as it comes: it appends by BatchAppend. */
  readonly batch: EventStoreDBClient;
  /** The official client as it meets a server without BatchAppend: it appends by Append. */
  readonly unary: EventStoreDBClient;
}

export function connectClients(url: string): Clients {
  const unary = EventStoreDBClient.connectionString(url);
  Object.defineProperty(unary, 'supports', { value: () => Promise.resolve(false) });
  return { batch: EventStoreDBClient.connectionString(url), unary };
}

/** A stream name nobody else uses, below a prefix of its own. */
export function newStream(prefix = 'conformance'): string {
  return `${prefix}-${randomUUID()}`;
}

export type TestEvent = JSONEventData<{ type: string; data: { n: number } }>;

/** Events numbered from 0 (or `from`), each with a fresh id. */
export function newEvents(count: number, type = 'tested', from = 0): TestEvent[] {
  return Array.from({ length: count }, (_, index) => jsonEvent({ type, data: { n: from + index } }));
}

/** What a state of a stream is called, and how a fresh stream gets there. Its last revision is always 2. */
export const STREAM_STATES = {
  missing: async () => undefined,
  'with metadata only': async (client: EventStoreDBClient, stream: string) => {
    await client.setStreamMetadata(stream, { purpose: 'test' });
  },
  existing: async (client: EventStoreDBClient, stream: string) => {
    await client.appendToStream(stream, newEvents(3), { expectedRevision: 'no_stream' });
  },
  'soft-deleted': async (client: EventStoreDBClient, stream: string) => {
    await client.appendToStream(stream, newEvents(3), { expectedRevision: 'no_stream' });
    await client.deleteStream(stream);
  },
  tombstoned: async (client: EventStoreDBClient, stream: string) => {
    await client.appendToStream(stream, newEvents(3), { expectedRevision: 'no_stream' });
    await client.tombstoneStream(stream);
  },
} as const;

export type StreamState = keyof typeof STREAM_STATES;

/** A fresh stream in that state. */
export async function streamIn(client: EventStoreDBClient, state: StreamState): Promise<string> {
  const stream = newStream();
  await STREAM_STATES[state](client, stream);
  return stream;
}

/** What a call came to, short enough for a table: a revision, or the error with the revision it names. */
export type Outcome = `${bigint}` | `wrong, at ${bigint | 'no_stream'}` | 'deleted';

/** The outcome of an append, as a table writes it. Errors: everything that is no expected answer. */
export async function appendOutcome(
  client: EventStoreDBClient,
  stream: string,
  expectedRevision: AppendExpectedRevision,
  events: readonly TestEvent[] = newEvents(1),
): Promise<Outcome> {
  try {
    const result = await client.appendToStream(stream, [...events], { expectedRevision });
    return `${result.nextExpectedRevision}`;
  } catch (error) {
    const { type, actualVersion } = error as { type?: string; actualVersion?: bigint | 'no_stream' };
    if (type === 'stream-deleted') return 'deleted';
    if (type === 'wrong-expected-version' && actualVersion !== undefined) return `wrong, at ${actualVersion}`;
    throw error;
  }
}

/** The ids in a stream, in the order of reading forwards. */
export async function idsIn(client: EventStoreDBClient, stream: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { event } of client.readStream(stream)) if (event !== undefined) ids.push(event.id);
  return ids;
}
