import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Position, StoredEvent, StreamName } from '@ledger/schemas';
import fc from 'fast-check';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EngineFixture, journalOf, openFixture } from '../testing/engine-fixture.ts';
import { LedgerScript } from '../testing/ledger-script.ts';
import { ListedSource } from '../testing/listed-source.ts';
import {
  type AgencyRow,
  agencies,
  plainDigest,
  plainFold,
  samples,
  types,
} from '../testing/sample-projections.ts';
import { type Projection, rebuild, retry, verify } from './index.ts';
import { prepareProjections } from './prepare.ts';
import { rowsOf } from './rows.ts';
import { sqlOf } from './sql.ts';
import { projectBatch } from './writer.ts';

let engine: EngineFixture;
beforeEach(async () => {
  engine = await openFixture();
});
afterEach(async () => {
  await engine.close();
});

/** The same read model in a new version, which every row of it shows. */
const secondVersion: Projection<AgencyRow> = {
  ...agencies,
  version: 2,
  apply(row, event) {
    const after = agencies.apply(row, event);
    return after === row || after.name.startsWith('v2 ') ? after : { ...after, name: `v2 ${after.name}` };
  },
};

/** What threads of a rebuild load. */
const SAMPLES = new URL('../testing/sample-read-models.ts', import.meta.url);
/** A process that rebuilds until it is killed. */
const KILLED = new URL('../testing/rebuilding.process.ts', import.meta.url);

/** The events with the first one that has a successor in its file delivered last, so that its file is parked. */
function disordered(events: readonly StoredEvent[]): readonly StoredEvent[] {
  const early = events.find((one, index) =>
    events.slice(index + 1).some(({ stream }) => stream === one.stream),
  );
  return early === undefined ? events : [...events.filter((event) => event !== early), early];
}

function options(projections: readonly Projection[] = samples) {
  return { ...engine.set, projections, databaseUrl: engine.databaseUrl };
}

describe('a rebuild', () => {
  it('gives the digest of the live rows and of a plain fold: in one piece, in shards, from the journal and from the store', async () => {
    const step = fc.record({
      file: fc.nat(8),
      type: fc.constantFrom('renamed', 'tagged', 'withdrawn', 'returned', 'noted'),
      text: fc.string({ unit: 'binary', maxLength: 8 }),
    });
    const batch = fc.record({
      steps: fc.array(step, { minLength: 1, maxLength: 12 }),
      isDisordered: fc.boolean(),
      retried: fc.array(fc.nat(8), { maxLength: 2 }),
    });
    const script = new LedgerScript();
    await fc.assert(
      fc.asyncProperty(
        fc.array(batch, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 2, max: 3 }),
        async (batches, count) => {
          for (const { steps, isDisordered, retried } of batches) {
            const events = steps.map(({ file, type, text }) =>
              script.add(file, type, { name: text.toWellFormed(), tag: text.toWellFormed() }),
            );
            await engine.project(...(isDisordered ? disordered(events) : events));
            const store = new ListedSource(script.events);
            const { parked } = await engine.models.status();
            for (const { stream } of parked.filter((_, index) => retried.includes(index))) {
              await retry({ ...options(), stream: stream as StreamName, source: store });
            }
          }
          const journal = await journalOf(engine.models);
          const expected = samples.map((projection) => plainDigest(plainFold(projection, journal)));
          const live = [];
          for (const { name } of samples) live.push(await engine.models.digest(name));
          expect(live).toMatchObject(expected);
          const ways = [
            { from: 'journal' },
            { from: 'journal', shards: { count, module: SAMPLES, eventsMin: 0 } },
            { from: new ListedSource(script.events) },
          ] as const;
          for (const way of ways) {
            const report = await rebuild({ ...options(), ...way });
            expect(report).toMatchObject({ switched: true, differences: [], digests: expected });
          }
          // Count and running digest of what each generation consumed agree with the journal, however it was built.
          expect((await verify({ ...engine.set, databaseUrl: engine.databaseUrl })).broken).toEqual([]);
        },
      ),
      { numRuns: 8 },
    );
    expect((await engine.models.status()).parked).not.toEqual([]);
    const [{ late } = { late: 0 }] = await engine.session.query<{ late: number }>(
      'SELECT count(*)::integer AS late FROM ledger.journal WHERE late',
    );
    expect(late).toBeGreaterThan(0);
  }, 90_000);

  it('adds nothing to any feed', async () => {
    await engine.project(...new LedgerScript().addMany(40).events);
    const before = await engine.models.readFeed('register', 0 as Position, 100);
    await rebuild({ ...options([secondVersion, types]), from: 'journal' });
    expect(await engine.models.readFeed('register', 0 as Position, 100)).toEqual(before);
  });

  it.each([1, 2])('that was killed goes on where it was saved, on %i threads', async (threads) => {
    await engine.project(...new LedgerScript().addMany(3_000).events);
    const live = await engine.models.digest('sample-agencies');
    const child = fork(fileURLToPath(KILLED), [engine.databaseUrl, String(threads)], { execArgv: [] });
    const [saved] = (await once(child, 'message')) as [number];
    child.kill('SIGKILL');
    await once(child, 'exit');
    const shards = { count: threads, module: SAMPLES, eventsMin: 0 };
    const again = async () => await rebuild({ ...options(), from: 'journal', shards });
    // PostgreSQL may hold the lock of the killed one a moment longer.
    const report = await vi.waitFor(again, { timeout: 10_000, interval: 100 });
    expect(report.resumedAt).toBeGreaterThanOrEqual(saved);
    expect(report).toMatchObject({ switched: true, digests: [{ sha256: live.sha256 }, {}] });
    expect((await verify({ ...engine.set, databaseUrl: engine.databaseUrl })).broken).toEqual([]);
    expect(await rebuild({ ...options(), from: 'journal' })).toMatchObject({ resumedAt: 0 });
  });

  it('that only tries tells every row that would change, and changes none', async () => {
    const script = new LedgerScript().addMany(27);
    await engine.project(...script.events);
    await engine.session.query(`DELETE FROM projection.sample_agencies_rows WHERE key LIKE '%001H'`);
    await engine.session.query(
      `UPDATE projection.sample_agencies_rows SET row = '{"edited":true}' WHERE key LIKE '%002H'`,
    );
    await engine.session.query(
      `INSERT INTO projection.sample_agencies_rows (generation, key, row, position, shown)
       SELECT generation, 'nobody', '{}', 1, true FROM ledger.live WHERE projection = 'sample-agencies'`,
    );
    const before = await engine.models.digest('sample-agencies');
    const report = await rebuild({ ...options(), from: 'journal', dryRun: true });
    expect(report).toMatchObject({ switched: false, position: 27 });
    expect(report.rows).toMatchObject([
      { projection: 'sample-agencies', added: 1, removed: 1, changed: 1 },
      { projection: 'sample-types', added: 0, removed: 0, changed: 0, named: [] },
    ]);
    expect(report.rows?.[0]?.named.map(({ key, before, after }) => [key, before, after])).toMatchObject([
      ['650000-91650102MAFAKE001H', null, { renamed: 3 }],
      ['650000-91650102MAFAKE002H', { edited: true }, { renamed: 3 }],
      ['nobody', {}, null],
    ]);
    expect(await engine.models.digest('sample-agencies')).toEqual(before);
    expect(await engine.session.query('SELECT 1 FROM ledger.generation')).toHaveLength(2);
  });

  it('in shards names the event that cannot be folded, as one in one piece does', async () => {
    await engine.project(...new LedgerScript().addMany(20).events);
    await engine.session.query(`UPDATE ledger.journal SET data = '{"poison":true}' WHERE position = 13`);
    for (const count of [1, 2]) {
      const shards = { count, module: SAMPLES, eventsMin: 0 };
      await expect(rebuild({ ...options(), from: 'journal', shards })).rejects.toMatchObject({
        code: 'PROJECTION_FAILED',
        message: expect.stringMatching(/cannot fold event 13 of the journal: cannot fold poison/),
      });
    }
  });

  it('leaves nothing of the old generations behind', async () => {
    await engine.project(...new LedgerScript().addMany(30).events);
    await rebuild({ ...options(), from: 'journal' });
    await rebuild({ ...options(), from: 'journal' });
    const generations = await engine.session.query('SELECT projection FROM ledger.generation');
    expect(generations).toHaveLength(samples.length);
    const rows = await engine.session.query(
      'SELECT DISTINCT generation FROM projection.sample_agencies_rows',
    );
    expect(rows).toEqual([{ generation: 3 }]);
  });

  it('goes on with the live batches: none is missing, none counts twice', async () => {
    const script = new LedgerScript().addMany(2_000);
    await engine.project(...script.events);
    let rebuilding = true;
    const rebuilds = (async () => {
      for (let round = 0; round < 4; round += 1) await rebuild({ ...options(), from: 'journal' });
      rebuilding = false;
    })();
    let batches = 0;
    for (; rebuilding; batches += 1) {
      const from = script.events.length;
      await engine.project(...script.addMany(20).events.slice(from));
    }
    await rebuilds;
    expect(batches).toBeGreaterThan(5);
    const journal = await journalOf(engine.models);
    expect(journal).toHaveLength(script.events.length);
    for (const projection of samples) {
      expect(await engine.models.digest(projection.name)).toMatchObject(
        plainDigest(plainFold(projection, journal)),
      );
    }
    expect((await engine.models.status()).projections.map(({ consumed }) => consumed)).toEqual([
      journal.length,
      journal.length,
    ]);
  }, 60_000);

  it('is never seen half done: a reader finds all rows of the one version or all of the other, at any isolation', async () => {
    const script = new LedgerScript().addMany(3_000);
    await engine.project(...script.events);
    const url = { connectionString: engine.databaseUrl };
    const pool = new pg.Pool({ ...url, max: 3 });
    const seen = new Set<string>();
    let done = false;
    const poll = async () => {
      while (!done) {
        const { rows } = await rowsOf(sqlOf(pool), agencies).page({ limit: 100 });
        const versions = new Set(rows.map(({ row }) => row.name.slice(0, 2)));
        expect([rows.length, versions.size]).toEqual([9, 1]);
        for (const version of versions) seen.add(version);
        expect(await rowsOf(sqlOf(pool), agencies).count()).toBe(9);
      }
    };
    const old = await pool.connect();
    await old.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await old.query('SELECT 1');
    const polls = [poll(), poll()];
    await rebuild({ ...options([secondVersion]), from: 'journal' });
    // A snapshot from before the switch still has its rows after they were dropped.
    const { rows } = await old.query<{ row: AgencyRow }>('SELECT row FROM projection.sample_agencies');
    expect(rows.map(({ row }) => row.name.startsWith('v2 '))).toEqual(Array(9).fill(false));
    await old.query('COMMIT');
    old.release();
    done = true;
    await Promise.all(polls);
    await pool.end();
    const [after] = (await engine.models.rowsOf(agencies).page({ limit: 1 })).rows;
    expect(after?.row.name).toMatch(/^v2 /);
    expect(seen.has('机构')).toBe(true);
  }, 60_000);

  it('to a newer version stops the projector that knows only the old one', async () => {
    const script = new LedgerScript().addMany(9);
    await engine.project(...script.events);
    await rebuild({ ...options([secondVersion]), from: 'journal' });
    await expect(engine.project(...script.addMany(9).events)).rejects.toMatchObject({
      code: 'PROJECTION_SUPERSEDED',
    });
    await expect(rebuild({ ...options(), from: 'journal' })).rejects.toMatchObject({
      code: 'PROJECTION_SUPERSEDED',
    });
    expect(await engine.models.position()).toBe(9);
  });

  it('that cannot fold an event leaves readers the rows they had', async () => {
    await engine.project(...new LedgerScript().addMany(20).events);
    const before = await engine.models.digest('sample-agencies');
    const failing: Projection<AgencyRow> = {
      ...secondVersion,
      apply(row, event) {
        if (event.position === 13) throw new Error('thirteen');
        return agencies.apply(row, event);
      },
    };
    await expect(rebuild({ ...options([types, failing]), from: 'journal' })).rejects.toMatchObject({
      code: 'PROJECTION_FAILED',
      message: expect.stringMatching(/sample-agencies version 2 cannot fold event 13 .*thirteen/),
    });
    expect(await engine.models.digest('sample-agencies')).toEqual(before);
    expect(await engine.session.query('SELECT 1 FROM ledger.generation')).toHaveLength(2);
  });

  it('heals a projection that another program did not keep up; until then nobody writes behind the hole', async () => {
    const script = new LedgerScript().addMany(9);
    await engine.project(...script.events);
    const forgetful = { ...engine.set, projections: [agencies] };
    const rest = script.addMany(9).events.slice(9);
    await projectBatch(
      engine.session,
      forgetful,
      0n,
      rest.map((event) => ({ kind: 'event', event })),
    );
    await expect(engine.project(script.add(1, 'noted'))).rejects.toMatchObject({
      code: 'PROJECTION_NOT_BUILT',
    });
    await prepareProjections(options());
    expect(await engine.project(...script.events)).toMatchObject({ position: 19, accepted: 1 });
    const journal = await journalOf(engine.models);
    expect(await engine.models.digest('sample-types')).toMatchObject(plainDigest(plainFold(types, journal)));
  });

  it('is refused while the same projection is being rebuilt', async () => {
    await engine.project(...new LedgerScript().addMany(20).events);
    const other = await pgClient();
    await other.query(`SELECT pg_advisory_lock(7250313, hashtext('sample-types'))`);
    await expect(rebuild({ ...options(), from: 'journal' })).rejects.toMatchObject({ code: 'REBUILD_BUSY' });
    await other.end();
  });
});

describe('a rebuild from the store', () => {
  it('finds a flipped, a missing, a foreign and a moved event, names each, and switches nothing', async () => {
    const script = new LedgerScript().addMany(60);
    await engine.project(...script.events);
    const before = await engine.models.digest('sample-agencies');
    const tampered = script.events.flatMap((event, index) => {
      if (index === 9) return [{ ...event, data: { name: 'flipped' } }];
      if (index === 19) return [];
      if (index === 29) return [{ ...event, id: '00000000-0000-4000-8000-000000000000' as typeof event.id }];
      if (index === 39)
        return [
          { ...event, storePosition: { ...event.storePosition, commit: event.storePosition.commit + 1n } },
        ];
      return [event];
    });
    const report = await rebuild({ ...options(), from: new ListedSource(tampered) });
    expect(report.switched).toBe(false);
    expect(report.differences.map(({ kind, position }) => ({ kind, position }))).toEqual([
      { kind: 'differs', position: 10 },
      { kind: 'missing-in-store', position: 20 },
      { kind: 'missing-in-journal', position: undefined },
      { kind: 'missing-in-store', position: 30 },
      { kind: 'differs', position: 40 },
    ]);
    expect(await engine.models.digest('sample-agencies')).toEqual(before);
  });

  it('finds a journal line that was changed behind the ledger', async () => {
    const script = new LedgerScript().addMany(20);
    await engine.project(...script.events);
    await engine.session.query(
      `UPDATE ledger.journal SET hash = decode(repeat('00', 32), 'hex') WHERE position = 7`,
    );
    const report = await rebuild({ ...options(), from: new ListedSource(script.events) });
    expect(report.differences).toMatchObject([{ kind: 'differs', position: 7 }]);
  });

  it('leaves out what waits in a parked file', async () => {
    const script = new LedgerScript().addMany(9);
    script.add(2, 'renamed', { poison: true });
    script.addMany(9);
    await engine.project(...script.events);
    const report = await rebuild({ ...options(), from: new ListedSource(script.events) });
    expect(report).toMatchObject({ switched: true, differences: [], position: 17 });
  });
});

async function pgClient(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: engine.databaseUrl });
  await client.connect();
  return client;
}
