import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EventStoreDBClient,
  jsonEvent,
  persistentSubscriptionToStreamSettingsFromDefaults,
} from '@eventstore/db-client';
import { createTestDatabase, type TestDatabase } from '@ledger/embedded-postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSelfSigned, type RunningNode, startNode } from './index.ts';

describe('a node with TLS and a certificate of its own', () => {
  const directory = mkdtempSync(join(tmpdir(), 'secure-node-'));
  const authority = join(directory, 'ca.crt');
  const clients: EventStoreDBClient[] = [];
  let database: TestDatabase;
  let node: RunningNode;

  const connect = (credentials: string) => {
    const client = EventStoreDBClient.connectionString(
      `esdb://${credentials}127.0.0.1:${node.port}?tls=true&tlsCAFile=${encodeURIComponent(authority)}`,
    );
    clients.push(client);
    return client;
  };
  const write = (client: EventStoreDBClient, stream: string) =>
    client.appendToStream(stream, jsonEvent({ type: 'written', data: {} }));

  beforeAll(async () => {
    database = await createTestDatabase();
    const tls = createSelfSigned({ hosts: ['127.0.0.1', 'localhost'], now: Date.now() });
    writeFileSync(authority, tls.cert);
    node = await startNode({
      database: database.url,
      tls,
      now: Date.now,
      randomUuid: randomUUID,
      log: () => undefined,
    });
  });
  afterAll(async () => {
    for (const client of clients) await client.dispose();
    await node.stop();
    await database.drop();
    rmSync(directory, { recursive: true });
  });

  it('lets the administrator write normal and system streams', async () => {
    const admin = connect('admin:changeit@');
    await expect(write(admin, 'open')).resolves.toMatchObject({ success: true });
    await expect(write(admin, '$closed')).resolves.toMatchObject({ success: true });
  });
  it('lets operators write normal streams only', async () => {
    const ops = connect('ops:changeit@');
    await expect(write(ops, 'open')).resolves.toMatchObject({ success: true });
    await expect(write(ops, '$closed')).rejects.toMatchObject({ type: 'access-denied' });
  });
  it('lets nobody in without credentials', async () =>
    expect(write(connect(''), 'open')).rejects.toMatchObject({ type: 'access-denied' }));
  it('sends away who gives a wrong password', async () =>
    expect(write(connect('admin:guessed@'), 'open')).rejects.toMatchObject({ code: 16 }));
  it('lets operators make groups and replay what was set aside', async () => {
    const ops = connect('ops:changeit@');
    await expect(
      ops.createPersistentSubscriptionToStream(
        'open',
        'group',
        persistentSubscriptionToStreamSettingsFromDefaults(),
      ),
    ).resolves.toBeUndefined();
    await expect(ops.replayParkedMessagesToStream('open', 'group')).resolves.toBeUndefined();
  });
  it('follows $settings where a stream has no list of its own, at once and as long as they stand', async () => {
    const admin = connect('admin:changeit@');
    const ops = connect('ops:changeit@');
    const subscription = ops.subscribeToStream('by-default');
    const ended = new Promise((resolve) => subscription.once('error', resolve));
    await new Promise<void>((resolve) => subscription.once('caughtUp', () => resolve()).resume());
    await admin.appendToStream(
      '$settings',
      jsonEvent({
        type: '$settings',
        data: { $userStreamAcl: { $r: '$admins' }, $systemStreamAcl: { $w: ['$ops'] } },
      }),
    );
    expect(await ended).toMatchObject({ type: 'access-denied' });
    await expect(write(ops, 'by-default')).resolves.toMatchObject({ success: true });
    await expect(write(ops, '$by-default')).resolves.toMatchObject({ success: true });
    await admin.deleteStream('$settings');
    await expect(write(ops, '$by-default')).rejects.toMatchObject({ type: 'access-denied' });
  });
  it('ends a subscription whose right to read is taken away', async () => {
    const admin = connect('admin:changeit@');
    const ops = connect('ops:changeit@');
    await write(admin, 'watched');
    const subscription = ops.subscribeToStream('watched');
    const ended = new Promise((resolve) => subscription.once('error', resolve));
    await new Promise<void>((resolve) => subscription.once('caughtUp', () => resolve()).resume());
    await admin.setStreamMetadata('watched', { acl: { readRoles: ['$admins'] } });
    expect(await ended).toMatchObject({ type: 'access-denied' });
  });
});

it('a certificate with the key of another is refused before anything is touched', async () => {
  const [one, other] = [1, 2].map(() => createSelfSigned({ hosts: ['127.0.0.1'], now: Date.now() }));
  const start = startNode({
    database: 'postgres://nowhere.invalid/none',
    tls: { cert: one?.cert ?? '', key: other?.key ?? '' },
    now: Date.now,
    randomUuid: randomUUID,
    log: () => undefined,
  });
  await expect(start).rejects.toMatchObject({ code: 'NODE_CERTIFICATE_UNUSABLE' });
});
