import type { JournalledEvent, Position } from '@ledger/schemas';
import { EMPTY_FRONTIER, frontierRoot, grow, toHex } from '@ledger/transparency-log';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCuttingProxy } from '../testing/cutting-proxy.ts';
import { type EngineFixture, journalOf, openFixture } from '../testing/engine-fixture.ts';
import { LedgerScript } from '../testing/ledger-script.ts';
import { plainDigest, plainFold, samples } from '../testing/sample-projections.ts';
import { readFrontier, recomputeLeaves } from './log-tree.ts';
import { openSession, type Session, type Sql } from './sql.ts';
import { projectBatch } from './writer.ts';

let engine: EngineFixture;
/** A session that looks on, whatever the others wait for. */
let observer: Session;
beforeEach(async () => {
  engine = await openFixture();
  observer = await openSession(engine.databaseUrl, 'observer');
});
afterEach(async () => {
  await observer.close();
  await engine.close();
});

/** Everything there is stands at one position, and is the fold of the events up to it. */
async function consistentPosition(): Promise<Position> {
  const position = await engine.models.position();
  const journal: readonly JournalledEvent[] = await journalOf(engine.models);
  expect(journal).toHaveLength(position);
  for (const projection of samples) {
    expect(await engine.models.digest(projection.name)).toMatchObject({
      position,
      ...plainDigest(plainFold(projection, journal)),
    });
  }
  const tree = await readFrontier(observer);
  const again = grow(EMPTY_FRONTIER, await recomputeLeaves(observer, 0, position)).frontier;
  expect([tree.size, toHex(frontierRoot(tree))]).toEqual([position, toHex(frontierRoot(again))]);
  const { projections } = await engine.models.status();
  expect(projections.map(({ consumed }) => consumed)).toEqual(samples.map(() => position));
  const { items } = await engine.models.readFeed('register', 0 as Position, 1_000);
  expect(items.map((item) => item.position)).toEqual(journal.map((event) => event.position));
  return position;
}

/** The session, which PostgreSQL cuts off just before the statement with that number. Units: one-based. */
function cutBefore(session: Session, statement: number, counted: { statements: number }): Sql {
  return {
    async query(text, values) {
      counted.statements += 1;
      if (counted.statements === statement) {
        const [backend] = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        await engine.session.query('SELECT pg_terminate_backend($1, 5000)', [backend?.pid]);
      }
      return await session.query(text, values);
    },
  };
}

describe('PostgreSQL cutting off a batch', () => {
  it('before any of its statements leaves the position before or behind the batch, and nothing between', async () => {
    const script = new LedgerScript().addMany(18);
    await engine.project(...script.events);
    let expected = 18;
    let statements = Number.POSITIVE_INFINITY;
    const outcomes: ('before' | 'behind')[] = [];
    for (let cut = 1; cut <= statements + 1; cut += 1) {
      const from = script.events.length;
      script.addMany(9);
      const batch = script.events.slice(from).map((event) => ({ kind: 'event' as const, event }));
      const session = await openSession(engine.databaseUrl, 'doomed');
      const counted = { statements: 0 };
      const cutOff = await projectBatch(cutBefore(session, cut, counted), engine.set, 0n, batch).then(
        () => undefined,
        (error: unknown) => error,
      );
      await session.close();
      const position = await consistentPosition();
      expect([expected, expected + 9]).toContain(position);
      outcomes.push(position === expected ? 'before' : 'behind');
      if (cutOff === undefined) statements = counted.statements;
      expect(cutOff === undefined).toBe(position === expected + 9);
      await engine.project(...script.events.slice(from));
      expected = await consistentPosition();
      expect(expected).toBe(script.events.length);
    }
    // The last round met no cut: it shows that there were no statements left to cut off.
    expect(outcomes.at(-1)).toBe('behind');
    expect(outcomes.filter((outcome) => outcome === 'before').length).toBe(statements);
    expect(statements).toBeGreaterThan(10);
  }, 120_000);
});

describe('the network cutting off a batch', () => {
  it('behind any message of the protocol leaves the position before or behind the batch, and nothing between', async () => {
    const proxy = await openCuttingProxy(engine.databaseUrl);
    const script = new LedgerScript();
    let expected = 0;
    const outcomes: ('before' | 'behind')[] = [];
    let isWhole = false;
    for (let cut = 1; !isWhole; cut += 1) {
      const from = script.events.length;
      script.addMany(5);
      const batch = script.events.slice(from).map((event) => ({ kind: 'event' as const, event }));
      const session = await openSession(proxy.databaseUrl, 'doomed');
      proxy.cutBehind(cut);
      isWhole = await projectBatch(session, engine.set, 0n, batch).then(
        () => true,
        () => false,
      );
      await session.close();
      proxy.cutBehind(Number.POSITIVE_INFINITY);
      // PostgreSQL may still be at what got through: whoever takes the checkpoint's row waits for it.
      await engine.session.query('SELECT 1 FROM ledger.checkpoint FOR UPDATE');
      const position = await consistentPosition();
      expect([expected, expected + 5]).toContain(position);
      outcomes.push(position === expected ? 'before' : 'behind');
      await engine.project(...script.events.slice(from));
      expected = await engine.models.position();
      expect(expected).toBe(script.events.length);
    }
    await proxy.close();
    expect(outcomes.length).toBeGreaterThan(20);
    expect(new Set(outcomes)).toEqual(new Set(['before', 'behind']));
    // The COMMIT got through and its answer did not: all of the batch is there, though its caller was told nothing.
    expect(outcomes.filter((outcome) => outcome === 'behind').length).toBeGreaterThan(1);
  }, 120_000);
});

describe('numbers', () => {
  it('are given in the transaction: who reads meanwhile sees no hole, however long it stays open', async () => {
    const script = new LedgerScript().addMany(9);
    const session = await openSession(engine.databaseUrl, 'slow');
    const held = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const slow: Sql = {
      async query(text, values) {
        if (text === 'COMMIT') {
          reached.resolve();
          await held.promise;
        }
        return await session.query(text, values);
      },
    };
    const first = projectBatch(
      slow,
      engine.set,
      0n,
      script.events.map((event) => ({ kind: 'event', event })),
    );
    await reached.promise;
    const rest = script.addMany(90).events.slice(9);
    // A second writer, however it came about, has to wait for the first.
    const second = engine.project(...rest);
    for (let look = 0; look < 20; look += 1) expect(await consistentPosition()).toBe(0);
    held.resolve();
    expect((await first).position).toBe(9);
    expect((await second).position).toBe(99);
    expect(await consistentPosition()).toBe(99);
    await session.close();
  });
});

describe('a process that is paused while it holds the checkpoint', () => {
  it('is rolled back by PostgreSQL, so that the others go on within five seconds', async () => {
    const script = new LedgerScript().addMany(9);
    const session = await openSession(engine.databaseUrl, 'paused');
    const reached = Promise.withResolvers<void>();
    const resumed = Promise.withResolvers<void>();
    const paused: Sql = {
      async query(text, values) {
        if (text.includes('INSERT INTO ledger.journal')) {
          reached.resolve();
          await resumed.promise;
        }
        return await session.query(text, values);
      },
    };
    const batch = script.events.map((event) => ({ kind: 'event' as const, event }));
    const first = projectBatch(paused, engine.set, 0n, batch);
    await reached.promise;
    const before = performance.now();
    expect(await engine.project(...script.events)).toMatchObject({ position: 9 });
    expect(performance.now() - before).toBeLessThan(5_000);
    resumed.resolve();
    await expect(first).rejects.toThrow();
    expect(await consistentPosition()).toBe(9);
    await session.close();
  });
});
