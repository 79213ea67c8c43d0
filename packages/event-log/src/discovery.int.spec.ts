import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collected } from '../testing/collected.ts';
import type { StoreUnderTest } from '../testing/index.ts';
import { newFileStream, newLedgerEvents } from '../testing/ledger-events.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import { connectForTest } from '../testing/test-event-log.ts';

describe('the members of a cluster', () => {
  let store: StoreUnderTest;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store?.close());

  it.each([
    [
      'by the gossip of any host that is named',
      (login: string, host: string) => `esdb://${login}127.0.0.1:1,${host}`,
    ],
    ['by the name that stands for all', (login: string, host: string) => `esdb+discover://${login}${host}`],
  ])('are found %s', async (_, addressOf) => {
    const { username, password, host, search } = new URL(store.url);
    const login = username === '' ? '' : `${username}:${password}@`;
    const log = connectForTest(addressOf(login, host) + search);
    const stream = newFileStream();
    const events = newLedgerEvents(stream, 2);
    expect(await log.append(stream, 'no-stream', events)).toEqual({ revision: 1 });
    expect((await collected(log.readStream(stream))).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    await log.close();
  });
});
