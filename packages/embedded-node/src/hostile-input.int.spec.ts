import { randomUUID } from 'node:crypto';
import { type ClientHttp2Session, connect as connectHttp2, constants } from 'node:http2';
import { connect } from 'node:net';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { createTestDatabase, type TestDatabase } from '@ledger/embedded-postgres/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunningNode, startNode } from './index.ts';

const APPEND = '/event_store.client.streams.Streams/Append';
const READ = '/event_store.client.streams.Streams/Read';

describe('a node that is sent nonsense', () => {
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
  afterEach(async () => {
    await expect(
      client.appendToStream('alive', jsonEvent({ type: 'still', data: {} })),
    ).resolves.toMatchObject({ success: true });
  });
  afterAll(async () => {
    await client.dispose();
    await node.stop();
    await database.drop();
  });

  const open = async (): Promise<ClientHttp2Session> => {
    const session = connectHttp2(`http://127.0.0.1:${node.port}`);
    session.on('error', () => undefined);
    await new Promise<void>((resolve) => session.once('connect', () => resolve()));
    return session;
  };

  /** Sends `body` as one call and tells the gRPC status. */
  const statusOf = async (path: string, body: Buffer, end = true): Promise<unknown> => {
    const session = await open();
    try {
      return await new Promise((resolve, reject) => {
        const stream = session.request({
          ':method': 'POST',
          ':path': path,
          'content-type': 'application/grpc',
          te: 'trailers',
        });
        const take = (headers: Record<string, unknown>) => {
          if (headers['grpc-status'] !== undefined) resolve(headers['grpc-status']);
        };
        stream.on('response', take).on('trailers', take).on('error', reject).resume();
        if (end) stream.end(body);
        else stream.write(body);
      });
    } finally {
      session.destroy();
    }
  };

  it('answers a method it does not have with UNIMPLEMENTED', async () =>
    expect(await statusOf('/event_store.client.projections.Projections/Create', Buffer.alloc(0))).toBe('12'));
  it('refuses a message that announces four gigabytes before it comes', async () =>
    expect(await statusOf(APPEND, Buffer.from([0, 0xff, 0xff, 0xff, 0xff]), false)).toBe('8'));
  it('refuses compressed messages, so that nothing can be blown up', async () =>
    expect(await statusOf(READ, Buffer.from([1, 0, 0, 0, 1, 7]))).toBe('12'));
  it('refuses bytes that are no message', async () =>
    expect(await statusOf(READ, Buffer.from([0, 0, 0, 0, 2, 0x0a, 0x7f]))).toBe('3'));
  it('refuses a request that ends within a message', async () =>
    expect(await statusOf(READ, Buffer.from([0, 0, 0, 0, 9, 1]))).toBe('3'));
  it('refuses a request without any message', async () =>
    expect(await statusOf(READ, Buffer.alloc(0))).toBe('3'));

  it('survives connections that speak no known language', async () => {
    for (const greeting of [
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\ngarbage-garbage-garbage',
      'SSH-2.0-x\r\n',
      '\0\0\0\0',
      'GET / HTTP/9.9\r\n\r\n',
    ]) {
      const socket = connect(node.port, '127.0.0.1');
      socket.on('error', () => undefined).resume();
      socket.end(greeting);
      await new Promise((resolve) => socket.once('close', resolve));
    }
  });

  it('sends away a client that opens calls only to reset them', async () => {
    const session = await open();
    const goneAway = new Promise((resolve) => session.once('goaway', resolve).once('close', resolve));
    const flood = setInterval(() => {
      for (let count = 0; count < 500 && !session.closed; count++) {
        const stream = session.request({ ':method': 'POST', ':path': READ });
        stream.on('error', () => undefined);
        stream.close(constants.NGHTTP2_CANCEL);
      }
    }, 5);
    await goneAway.finally(() => clearInterval(flood));
    session.destroy();
  });

  it('answers monitoring tools over HTTP/1.1 on the same port', async () => {
    const live = await fetch(`http://127.0.0.1:${node.port}/health/live`);
    const unknown = await fetch(`http://127.0.0.1:${node.port}/streams/x`);
    expect([live.status, unknown.status]).toEqual([204, 404]);
  });
});
