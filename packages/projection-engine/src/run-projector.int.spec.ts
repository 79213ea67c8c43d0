import { setTimeout as sleep } from 'node:timers/promises';
import type { EventId, Position } from '@ledger/schemas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EngineFixture, journalOf, openFixture } from '../testing/engine-fixture.ts';
import { LedgerScript } from '../testing/ledger-script.ts';
import { ListedSource } from '../testing/listed-source.ts';
import { agencies, plainDigest, plainFold, samples } from '../testing/sample-projections.ts';
import { openSilentProxy } from '../testing/silent-proxy.ts';
import { type ProjectorOccurrence, type ProjectorOptions, runProjector } from './index.ts';

let engine: EngineFixture;
let running: { readonly ending: AbortController; readonly ended: Promise<void> }[];
beforeEach(async () => {
  engine = await openFixture();
  running = [];
});
afterEach(async () => {
  for (const { ending } of running) ending.abort();
  await Promise.allSettled(running.map(({ ended }) => ended));
  await engine.close();
});

interface Started {
  readonly occurrences: ProjectorOccurrence[];
  readonly ended: Promise<void>;
  stop(): Promise<void>;
  /** Resolves when it has happened so many times. */
  until(kind: ProjectorOccurrence['kind'], times?: number): Promise<void>;
}

function start(source: ListedSource, change: Partial<ProjectorOptions> = {}): Started {
  const ending = new AbortController();
  const occurrences: ProjectorOccurrence[] = [];
  const ended = runProjector({
    ...engine.set,
    databaseUrl: engine.databaseUrl,
    source,
    signal: ending.signal,
    wait: (ms, signal) => sleep(ms, undefined, signal && { signal }).catch(() => undefined),
    observe: (occurrence) => occurrences.push(occurrence),
    ...change,
  });
  ended.catch(() => undefined);
  running.push({ ending, ended });
  return {
    occurrences,
    ended,
    async stop() {
      ending.abort();
      await ended;
    },
    async until(kind, times = 1) {
      while (occurrences.filter((occurrence) => occurrence.kind === kind).length < times) await sleep(10);
    },
  };
}

async function expectWhole(script: LedgerScript): Promise<void> {
  const journal = await journalOf(engine.models);
  expect(journal.map(({ id }) => id)).toEqual(script.events.map(({ id }) => id));
  for (const projection of samples) {
    expect(await engine.models.digest(projection.name)).toMatchObject(
      plainDigest(plainFold(projection, journal)),
    );
  }
}

function lastId(script: LedgerScript): EventId {
  const last = script.events.at(-1);
  if (last === undefined) throw new Error('an empty script');
  return last.id;
}

describe('the projector', () => {
  it('projects what the store holds, says so, and then whatever is added', async () => {
    const script = new LedgerScript().addMany(250);
    const source = new ListedSource(script.events);
    const projector = start(source);
    await projector.until('caught-up');
    expect(projector.occurrences.at(-1)).toEqual({ kind: 'caught-up', position: 250 });
    const advanced: Position[] = [];
    const unsubscribe = engine.models.onAdvance((position) => advanced.push(position));
    const added = script.add(1, 'tagged', { tag: 'new' });
    const waiting = engine.models.waitFor(added.id, 5_000);
    source.push({ kind: 'event', event: added });
    expect(await waiting).toBe('projected');
    expect(await engine.models.waitFor(251 as Position, 5_000)).toBe('projected');
    expect(await engine.models.waitFor(252 as Position, 50)).toBe('timeout');
    expect(advanced).toContain(251);
    unsubscribe();
    await projector.stop();
    await expectWhole(script);
  });

  it('goes on where it stopped, from the last event or from a checkpoint between events', async () => {
    const script = new LedgerScript().addMany(30);
    const source = new ListedSource(script.events);
    const first = start(source);
    await first.until('caught-up');
    source.push({ kind: 'checkpoint', storePosition: { commit: 30n * 700n + 1n, prepare: 30n * 700n + 1n } });
    await engine.models.waitFor(30 as Position, 5_000);
    await sleep(50);
    await first.stop();
    const from = script.events.length;
    script.addMany(30);
    source.push(...script.events.slice(from).map((event) => ({ kind: 'event' as const, event })));
    start(source);
    expect(await engine.models.waitFor(lastId(script), 5_000)).toBe('projected');
    await expectWhole(script);
  });

  it('survives its sessions being cut off, again and again, and loses and doubles nothing', async () => {
    const script = new LedgerScript().addMany(100);
    const source = new ListedSource(script.events, { batch: 10 });
    const projector = start(source, { batchEventsMax: 7 });
    for (let round = 1; round <= 6; round += 1) {
      await projector.until('active', round);
      const from = script.events.length;
      script.addMany(60);
      source.push(...script.events.slice(from).map((event) => ({ kind: 'event' as const, event })));
      await engine.session.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name LIKE 'ledger %' AND datname = current_database() AND pid <> pg_backend_pid()`,
      );
      await projector.until('interrupted', round);
    }
    expect(await engine.models.waitFor(lastId(script), 20_000)).toBe('projected');
    await expectWhole(script);
    await projector.until('active', 7);
  }, 60_000);

  it('notices that a connection is half open, and goes on with a new one', async () => {
    const script = new LedgerScript().addMany(10);
    const source = new ListedSource(script.events);
    const proxy = await openSilentProxy(engine.databaseUrl);
    const projector = start(source, { databaseUrl: proxy.databaseUrl });
    await projector.until('caught-up');
    proxy.silence();
    const added = script.add(1, 'renamed', { name: 'into the silence' });
    source.push({ kind: 'event', event: added });
    expect(await engine.models.waitFor(added.id, 20_000)).toBe('projected');
    expect(projector.occurrences.find(({ kind }) => kind === 'interrupted')).toMatchObject({
      error: { message: expect.stringContaining('not answered') },
    });
    await projector.stop();
    await expectWhole(script);
    await proxy.close();
  }, 40_000);

  it('stands by while another one is active, and takes over when that one is cut off', async () => {
    const script = new LedgerScript().addMany(20);
    const source = new ListedSource(script.events);
    const first = start(source);
    await first.until('caught-up');
    const second = start(source);
    await second.until('standing-by');
    await first.stop();
    await second.until('active');
    expect(second.occurrences.find(({ kind }) => kind === 'active')).toMatchObject({
      epoch: 2n,
      position: 20,
    });
    const added = script.add(1, 'renamed', { name: 'after the change' });
    source.push({ kind: 'event', event: added });
    expect(await engine.models.waitFor(added.id, 5_000)).toBe('projected');
    await expectWhole(script);
  });

  it('refuses another store under the same name', async () => {
    await start(new ListedSource(new LedgerScript().addMany(10).events)).until('caught-up');
    await running[0]?.ending.abort();
    await running[0]?.ended;
    const other = start(
      new ListedSource(new LedgerScript('c0ffee00-0000-4000-8000-00000000000a').addMany(10).events),
    );
    await expect(other.ended).rejects.toMatchObject({ code: 'STORE_DIFFERS' });
    expect(await engine.models.position()).toBe(10);
  });

  it('looks again after a reconnection, and stops when the store has lost what is journalled', async () => {
    const script = new LedgerScript().addMany(40);
    const source = new ListedSource(script.events);
    const projector = start(source);
    await projector.until('caught-up');
    source.push();
    await projector.until('caught-up', 2);
    source.deliveries.splice(35, 1);
    source.push();
    await expect(projector.ended).rejects.toMatchObject({
      code: 'STORE_SHORTER',
      message: expect.stringContaining('number 36 of the journal'),
    });
    expect(await engine.models.position()).toBe(40);
  });

  it('builds the rows of a projection that is new to a full journal before it goes on', async () => {
    const script = new LedgerScript().addMany(40);
    await engine.project(...script.events);
    const names = {
      ...agencies,
      name: 'sample-names',
      feed: { name: 'grade', item: agencies.feed?.item },
    } as typeof agencies;
    const projector = start(new ListedSource(script.addMany(5).events), { projections: [...samples, names] });
    await projector.until('caught-up');
    expect(projector.occurrences.some(({ kind }) => kind === 'building')).toBe(true);
    const { projections } = await engine.models.status();
    expect(projections.find(({ name }) => name === 'sample-names')).toMatchObject({ consumed: 45 });
  });

  it('parks a file and tells of it, once', async () => {
    const script = new LedgerScript().addMany(9);
    const poison = script.add(3, 'renamed', { poison: true });
    script.add(3, 'renamed', { name: 'waits' });
    script.addMany(9);
    const projector = start(new ListedSource(script.events));
    await projector.until('caught-up');
    expect(projector.occurrences.filter(({ kind }) => kind === 'parked')).toMatchObject([
      {
        parking: {
          stream: poison.stream,
          reason: 'projection-failed',
          projection: 'sample-agencies',
          found: 'cannot fold poison',
        },
      },
    ]);
    expect(await engine.models.position()).toBe(17);
  });
});
