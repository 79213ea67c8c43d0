import { randomUUID } from 'node:crypto';
import { connect as connectHttp2 } from 'node:http2';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { createTestDatabase } from '@ledger/embedded-postgres/testing';
import { expect, it } from 'vitest';
import { FrameDecoder, frame } from './grpc/framing.ts';
import { startNode } from './index.ts';
import { ProtoReader } from './protobuf/reader.ts';
import { ProtoWriter } from './protobuf/writer.ts';

const PATIENCE = { timeout: 20_000 };
const MIB = 1024 * 1024;
const EVENTS = 40;
/** Field numbers of `ReadResp`. */
const EVENT = 1;
const CAUGHT_UP = 8;

/** `ReadReq`: subscribe to `$all` from the start, without filter, ids as text. */
const SUBSCRIBE_TO_ALL = new ProtoWriter()
  .message(1, (options) =>
    options
      .message(2, (all) => all.empty(2))
      .empty(6)
      .empty(8)
      .message(9, (uuid) => uuid.empty(2)),
  )
  .finish();

it('a subscriber that does not read is paused, and gets everything once it reads again', async () => {
  const database = await createTestDatabase();
  const node = await startNode({
    database: database.url,
    now: Date.now,
    randomUuid: randomUUID,
    log: () => undefined,
  });
  const client = EventStoreDBClient.connectionString(node.url);
  const session = connectHttp2(`http://127.0.0.1:${node.port}`);
  const stream = session.request({
    ':method': 'POST',
    ':path': '/event_store.client.streams.Streams/Read',
    te: 'trailers',
  });
  stream.end(frame(SUBSCRIBE_TO_ALL));

  const decoder = new FrameDecoder(20 * MIB);
  const kinds: number[] = [];
  const take = (chunk: Buffer) => {
    for (const message of decoder.push(chunk)) {
      const reader = new ProtoReader(message);
      if (reader.next()) kinds.push(reader.field);
    }
  };
  stream.on('data', take);
  await expect.poll(() => kinds.includes(CAUGHT_UP), PATIENCE).toBe(true);
  stream.pause();

  // 40 MiB go by while the subscriber sleeps; only a small part of it may wait in the node.
  const before = bytesInUse();
  for (let count = 0; count < EVENTS; count++) {
    await client.appendToStream('heavy', jsonEvent({ type: 'heavy', data: 'x'.repeat(MIB - 2) }));
  }
  await expect.poll(() => bytesInUse() - before, PATIENCE).toBeLessThan(25 * MIB);

  const eventsBefore = kinds.filter((kind) => kind === EVENT).length;
  stream.resume();
  await expect
    .poll(() => kinds.filter((kind) => kind === EVENT).length - eventsBefore, PATIENCE)
    .toBe(EVENTS);
  await expect.poll(() => kinds.filter((kind) => kind === CAUGHT_UP).length, PATIENCE).toBeGreaterThan(1);
  session.destroy();
  await client.dispose();
  await node.stop();
  await database.drop();
}, 60_000);

/** Bytes that buffers really hold: what nobody refers to is collected first. */
function bytesInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().arrayBuffers;
}
