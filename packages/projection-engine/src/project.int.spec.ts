import { eventHash, type Position, type StoredEvent } from '@ledger/schemas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EngineFixture, journalOf, openFixture } from '../testing/engine-fixture.ts';
import { LedgerScript, streamNumber } from '../testing/ledger-script.ts';
import { ListedSource } from '../testing/listed-source.ts';
import { agencies, plainFold, types } from '../testing/sample-projections.ts';
import { assertStore, retry } from './index.ts';

let engine: EngineFixture;
beforeEach(async () => {
  engine = await openFixture();
});
afterEach(async () => {
  await engine.close();
});

describe('a batch', () => {
  it('moves journal, rows, feed and checkpoint to the same position', async () => {
    const script = new LedgerScript().addMany(30);
    script.add(1, 'withdrawn');
    expect(await engine.project(...script.events)).toMatchObject({ position: 31, accepted: 31, parked: [] });

    const events = await journalOf(engine.models);
    expect(events.map(({ hash }) => hash)).toEqual(script.events.map(eventHash));
    expect(await engine.models.position()).toBe(31);
    expect((await engine.models.status()).projections).toMatchObject([{ consumed: 31 }, { consumed: 31 }]);

    const expected = plainFold(agencies, events);
    for (const [key, row] of expected) {
      expect(await engine.models.rowsOf(agencies).get(key)).toEqual(row.withdrawn ? undefined : row);
    }
    expect(await engine.models.rowsOf(types).get('renamed')).toEqual(plainFold(types, events).get('renamed'));
    const feed = await engine.models.readFeed('register', 0 as Position, 100);
    expect(feed.items.map(({ position }) => position)).toEqual(events.map(({ position }) => position));
    expect(feed.items.at(-1)).toMatchObject({
      cause: { type: 'withdrawn' },
      before: { tags: [] },
      after: null,
    });
    expect(feed).toMatchObject({ next: 31, head: 31 });
  });

  it('that is delivered again changes nothing', async () => {
    const { events } = new LedgerScript().addMany(20);
    await engine.project(...events);
    const before = await engine.models.digest('sample-agencies');
    expect(await engine.project(...events)).toMatchObject({ position: 20, accepted: 0, parked: [] });
    expect(await engine.models.digest('sample-agencies')).toEqual(before);
  });

  it('of a projector that was fenced off writes nothing', async () => {
    const { events } = new LedgerScript().addMany(3);
    await engine.session.query('UPDATE ledger.checkpoint SET epoch = 1');
    await expect(engine.project(...events)).rejects.toMatchObject({ code: 'FENCED' });
    expect(await journalOf(engine.models)).toEqual([]);
  });

  it('keeps the bytes of the hash, whatever is in the event', async () => {
    const script = new LedgerScript();
    script.add(1, 'renamed', {
      name: '甲\u0000乙 𠮷 "\\u0000" </x>',
      z: -0,
      a: 1.5e-7,
      n: 0.1,
      nested: [{ b: 1, a: null }],
    });
    await engine.project(...script.events);
    const bytes = await engine.models.readHashedBytes(1 as Position);
    const [event] = await journalOf(engine.models);
    expect(event && eventHash(event)).toBe(event?.hash);
    expect(bytes && new TextDecoder().decode(bytes)).toContain('甲\\u0000乙');
    const { createHash } = await import('node:crypto');
    expect(
      createHash('sha256')
        .update(bytes ?? '')
        .digest('hex'),
    ).toBe(event?.hash);
  });
});

describe('an event that cannot be accepted', () => {
  const spoilt: readonly [string, (event: StoredEvent) => StoredEvent, string][] = [
    [
      'skips a revision',
      (e) => ({ ...e, revision: (e.revision + 1) as typeof e.revision }),
      'revision-out-of-order',
    ],
    [
      'names another predecessor',
      (e) => ({ ...e, metadata: { ...e.metadata, prior: 'f'.repeat(64) } }),
      'prior-differs',
    ],
    ['cannot be hashed', (e) => ({ ...e, data: { name: '\ud800' } }), 'not-canonical'],
    ['bears a name the database cannot hold', (e) => ({ ...e, type: 're\0named' }), 'not-canonical'],
    ['makes a projection throw', (e) => ({ ...e, data: { poison: true } }), 'projection-failed'],
  ];

  it.each(spoilt)('because it %s parks its file, and all others go on', async (_, change, reason) => {
    const script = new LedgerScript().addMany(9);
    script.add(3, 'renamed', { name: 'sound' });
    // The hash of the spoilt one need not exist: nothing is chained to it here.
    const last = script.events.at(-1);
    if (last === undefined) throw new Error('nothing written');
    const bad = change({ ...last });
    const rest = new LedgerScript('c0ffee00-0000-4000-8000-000000000001');
    rest.addMany(9);
    const parkedLater = {
      ...last,
      id: rest.events[0]?.id ?? last.id,
      revision: (last.revision + 1) as typeof last.revision,
      storePosition: { commit: 90_000n, prepare: 90_000n },
    };

    const intake = await engine.project(...script.events.slice(0, 9), bad, parkedLater);
    expect(intake).toMatchObject({ position: 9, accepted: 9 });
    expect(intake.parked).toMatchObject([{ stream: streamNumber(3), reason }]);
    const { parked } = await engine.models.status();
    expect(parked).toMatchObject([{ stream: streamNumber(3), reason, waiting: 2 }]);
    expect(await engine.models.waitFor(bad.id, 1_000)).toBe('parked');
  });

  it('takes no number; accepted later it gets the next one, and every rebuild gives the same rows', async () => {
    const script = new LedgerScript().addMany(9);
    const poison = script.add(3, 'renamed', { poison: true });
    script.add(3, 'renamed', { name: 'behind the poison' });
    script.addMany(9);
    await engine.project(...script.events);
    expect(await engine.models.position()).toBe(17);

    const cured = [{ ...agencies, apply: curedApply }, types];
    const set = { ...engine.set, projections: cured, databaseUrl: engine.databaseUrl };
    const intake = await retry({ ...set, stream: streamNumber(3) });
    expect(intake).toMatchObject({ position: 20, accepted: 3, parked: [] });
    expect((await engine.models.status()).parked).toEqual([]);
    const journal = await journalOf(engine.models);
    expect(journal.slice(17).map(({ id }) => id)).toEqual(
      script.events
        .filter(({ stream }) => stream === streamNumber(3))
        .slice(1)
        .map(({ id }) => id),
    );
    expect(journal[17]?.id).toBe(poison.id);

    const { rebuild } = await import('./index.ts');
    const live = await Promise.all(cured.map(({ name }) => engine.models.digest(name)));
    for (const from of ['journal', new ListedSource(script.events)] as const) {
      const report = await rebuild({ ...set, from });
      expect(report.differences).toEqual([]);
      expect(report.digests.map(({ sha256, count }) => ({ sha256, count }))).toEqual(
        live.map(({ sha256, count }) => ({ sha256, count })),
      );
    }
  });

  it('stays parked with its reason when a retry fails again', async () => {
    const script = new LedgerScript().addMany(9);
    script.add(3, 'renamed', { poison: true });
    await engine.project(...script.events);
    const set = { ...engine.set, databaseUrl: engine.databaseUrl };
    expect(await retry({ ...set, stream: streamNumber(3) })).toMatchObject({ accepted: 0, position: 9 });
    expect((await engine.models.status()).parked).toMatchObject([
      { reason: 'projection-failed', waiting: 1 },
    ]);
    await expect(retry({ ...set, stream: streamNumber(4) })).rejects.toMatchObject({ code: 'NOT_PARKED' });
  });

  it('may be read again from a store that was repaired', async () => {
    const script = new LedgerScript().addMany(9);
    const sound = script.add(3, 'renamed', { name: 'as it was written' });
    const garbled = {
      stream: sound.stream,
      revision: sound.revision,
      storePosition: sound.storePosition,
      error: new Error('no JSON'),
    };
    await engine.project(...script.events.slice(0, 9), { kind: 'unreadable', unreadable: garbled });
    const set = { ...engine.set, databaseUrl: engine.databaseUrl, stream: streamNumber(3) };
    expect(await retry(set)).toMatchObject({ accepted: 0, parked: [{ reason: 'unreadable' }] });
    expect(await retry({ ...set, source: new ListedSource(script.events) })).toMatchObject({
      accepted: 1,
      parked: [],
    });
    expect(await engine.models.rowsOf(agencies).get('650000-91650102MAFAKE003H')).toMatchObject({
      name: 'as it was written',
    });
  });
});

describe('the identity of the store', () => {
  it('is the first and the last events of the journal', async () => {
    const { events } = new LedgerScript().addMany(40);
    await engine.project(...events);
    await expect(assertStore(engine.session, new ListedSource(events))).resolves.toBeUndefined();
    const other = new LedgerScript('c0ffee00-0000-4000-8000-00000000000f').addMany(40);
    await expect(assertStore(engine.session, new ListedSource(other.events))).rejects.toMatchObject({
      code: 'STORE_DIFFERS',
      message: expect.stringContaining('another store'),
    });
    await expect(assertStore(engine.session, new ListedSource(events.slice(0, 39)))).rejects.toMatchObject({
      code: 'STORE_SHORTER',
    });
    const moved = events.map((event) => ({ ...event, storePosition: { commit: 1n, prepare: 1n } }));
    await expect(assertStore(engine.session, new ListedSource(moved))).rejects.toMatchObject({
      code: 'STORE_DIFFERS',
    });
  });
});

function curedApply(row: Parameters<typeof agencies.apply>[0], event: Parameters<typeof agencies.apply>[1]) {
  const { poison: _, ...data } = event.data as { readonly poison?: boolean };
  return agencies.apply(row, { ...event, data });
}
