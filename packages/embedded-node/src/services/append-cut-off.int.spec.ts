import { randomUUID } from 'node:crypto';
import { type ClientHttp2Stream, connect as connectHttp2, constants } from 'node:http2';
import { setTimeout as delay } from 'node:timers/promises';
import { EventStoreDBClient } from '@eventstore/db-client';
import { createTestDatabase, type TestDatabase } from '@ledger/embedded-postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frame } from '../grpc/framing.ts';
import { type RunningNode, startNode } from '../index.ts';
import { ProtoWriter } from '../protobuf/writer.ts';

/** Long after a node that takes a part for the whole has written it. */
const SETTLED_MS = 400;

/** `AppendReq` with options: the stream, expecting any revision. */
const options = (stream: string): Buffer =>
  new ProtoWriter()
    .message(1, (fields) =>
      fields.message(1, (identifier) => identifier.bytes(3, Buffer.from(stream))).empty(4),
    )
    .finish();

/** `AppendReq` with one proposed event. */
const proposed = (): Buffer =>
  new ProtoWriter()
    .message(2, (event) =>
      event
        .message(1, (uuid) => uuid.string(2, randomUUID()))
        .message(2, (entry) => entry.string(1, 'type').string(2, 'written'))
        .message(2, (entry) => entry.string(1, 'content-type').string(2, 'application/json'))
        .bytes(4, Buffer.from('{}')),
    )
    .finish();

describe('an append of several events that is cut off before the last one', () => {
  let database: TestDatabase;
  let node: RunningNode;
  let client: EventStoreDBClient;

  beforeAll(async () => {
    database = await createTestDatabase();
    node = await startNode({
      database: database.url,
      now: Date.now,
      randomUuid: randomUUID,
      log: () => undefined,
    });
    client = EventStoreDBClient.connectionString(node.url);
  });
  afterAll(async () => {
    await client.dispose();
    await node.stop();
    await database.drop();
  });

  /** Sends the options and two events, then does something to the call that is still open. */
  const send = async (
    stream: string,
    end: (call: ClientHttp2Stream) => void,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<void> => {
    const session = connectHttp2(`http://127.0.0.1:${node.port}`);
    session.on('error', () => undefined);
    const call = session.request({
      ':method': 'POST',
      ':path': '/event_store.client.streams.Streams/Append',
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    });
    call.on('error', () => undefined).resume();
    call.write(Buffer.concat([frame(options(stream)), frame(proposed()), frame(proposed())]));
    await delay(SETTLED_MS);
    end(call);
    await delay(SETTLED_MS);
    session.destroy();
  };
  const revisions = async (stream: string): Promise<number> => {
    let count = 0;
    try {
      for await (const _ of client.readStream(stream)) count++;
    } catch {
      // There is no such stream.
    }
    return count;
  };

  it('is written when it comes to its end, as a proof that the calls below would be', async () => {
    await send('whole', (call) => call.end());
    expect(await revisions('whole')).toBe(2);
  });

  it.each<[string, (call: ClientHttp2Stream) => void]>([
    ['cancelled', (call) => call.close(constants.NGHTTP2_CANCEL)],
    ['lost with its connection', (call) => call.session?.destroy()],
    ['lost with a connection that is reset', (call) => call.session?.socket.destroy()],
  ])('writes nothing when it is %s', async (how, end) => {
    await send(how, end);
    expect(await revisions(how)).toBe(0);
  });

  it('writes nothing when its deadline passes', async () => {
    await send('late', () => undefined, { 'grpc-timeout': '200m' });
    expect(await revisions('late')).toBe(0);
  });
});
