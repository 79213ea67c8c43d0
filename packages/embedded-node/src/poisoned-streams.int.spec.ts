import { randomUUID } from 'node:crypto';
import {
  EventStoreDBClient,
  jsonEvent,
  persistentSubscriptionToAllSettingsFromDefaults as toAll,
  persistentSubscriptionToStreamSettingsFromDefaults as toStream,
} from '@eventstore/db-client';
import { createTestDatabase } from '@ledger/embedded-postgres/testing';
import { expect, it } from 'vitest';
import { createSelfSigned, type NodeLogEntry, startNode } from './index.ts';

/** What the node keeps in streams of its own, written over by somebody else: without TLS anybody may. */
const POISON: Readonly<Record<string, unknown>> = {
  '$persistentsubscription-$all::all-checkpoint': 'no place',
  '$persistentsubscription-agency-1::group-checkpoint': 'C:1/P:1',
  '$user-admin': { loginName: 'admin' },
  '$user-ops': [1],
  $users: 'nobody',
  $settings: { $userStreamAcl: 7 },
  '$$agency-1': { $tb: 'x', $acl: [] },
};

it('a node whose own streams were written over starts, serves and goes on', async () => {
  const database = await createTestDatabase();
  const log: NodeLogEntry[] = [];
  const options = {
    database: database.url,
    now: Date.now,
    randomUuid: randomUUID,
    log: (entry: NodeLogEntry) => void log.push(entry),
  };
  const first = await startNode(options);
  const client = EventStoreDBClient.connectionString(first.url);
  await client.appendToStream('agency-1', jsonEvent({ type: 'filed', data: {} }));
  await client.createPersistentSubscriptionToAll('all', toAll());
  await client.createPersistentSubscriptionToStream('agency-1', 'group', toStream());
  for (const [stream, data] of Object.entries(POISON))
    await client.appendToStream(stream, jsonEvent({ type: 'poison', data: data as object & { n: 0 } }));
  // Deeper than whoever writes it again could bear, should the stream be deleted and come again.
  const deep = `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`;
  await client.appendToStream('$$agency-2', jsonEvent({ type: '$metadata', data: JSON.parse(deep) }));
  await client.appendToStream('agency-2', jsonEvent({ type: 'filed', data: {} }));
  await client.deleteStream('agency-2');
  await client.appendToStream('$$agency-2', jsonEvent({ type: '$metadata', data: JSON.parse(deep) }));
  await expect(
    client.appendToStream('agency-2', jsonEvent({ type: 'filed', data: {} })),
  ).resolves.toMatchObject({ success: true });
  await client.dispose();
  await first.stop();

  const second = await startNode(options);
  const again = EventStoreDBClient.connectionString(second.url);
  await expect(again.getPersistentSubscriptionToAllInfo('all')).resolves.toMatchObject({ groupName: 'all' });
  await expect(
    again.appendToStream('agency-1', jsonEvent({ type: 'filed', data: {} }), { expectedRevision: 0n }),
  ).resolves.toMatchObject({ success: true });
  await again.appendToStream(
    '$persistentSubscriptionConfig',
    jsonEvent({ type: 'poison', data: { version: 'embedded-1', entries: [{ source: '$all', group: 'x' }] } }),
  );
  await again.dispose();
  await second.stop();

  const secure = await startNode({
    ...options,
    tls: createSelfSigned({ hosts: ['127.0.0.1'], now: Date.now() }),
  });
  expect(log.map(({ level }) => level)).toContain('warn');
  expect(log.map(({ level }) => level)).not.toContain('error');
  await secure.stop();
  await database.drop();
});
