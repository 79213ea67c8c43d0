import { effectiveFrom, type FileId, fileIdOf, type Position, type Revision } from '@ledger/schemas';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineFixture, journalOf, openFixture } from '../testing/engine-fixture.ts';
import { LedgerScript } from '../testing/ledger-script.ts';
import { agencies, plainFold } from '../testing/sample-projections.ts';
import type { AsOf } from './index.ts';

const FILE: FileId = fileIdOf('650000', '91650102MAFAKE001H');
let engine: EngineFixture;
beforeAll(async () => {
  engine = await openFixture();
});
afterAll(async () => {
  await engine.close();
});

/** Nanoseconds since midnight of the first day, by arithmetic; to compare text order with. */
function nanoseconds(instant: string): bigint {
  const [, day = '0', hour = '0', minute = '0', second = '0', fraction = ''] =
    /^2025-01-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?\+08:00$/.exec(instant) ?? [];
  const seconds = ((Number(day) * 24 + Number(hour)) * 60 + Number(minute)) * 60 + Number(second);
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
}

const instants = fc
  .record({
    day: fc.integer({ min: 1, max: 3 }),
    second: fc.constantFrom('00:00:00', '23:59:59', '12:00:00'),
    fraction: fc.constantFrom('', '.5', '.50', '.499999999', '.999999999', '.0'),
  })
  .map(({ day, second, fraction }) => `2025-01-0${day}T${second}${fraction}+08:00`);

describe('a file as it took effect and as it was known', () => {
  it("is every event with both times not after the asked ones, in the file's order", async () => {
    const script = new LedgerScript();
    const samples = fc.sample(
      fc.record({ recordedAt: instants, effective: fc.option(instants, { nil: undefined }) }),
      {
        numRuns: 60,
        seed: 7,
      },
    );
    for (const { recordedAt, effective } of samples) {
      script.add(
        1,
        'renamed',
        { name: 'x' },
        { recordedAt, ...(effective !== undefined && { effectiveFrom: effective }) },
      );
      script.add(2, 'renamed', { name: 'another file' }, { recordedAt });
    }
    await engine.project(...script.events);
    const file = (await journalOf(engine.models)).filter(({ fileId }) => fileId === FILE);
    await fc.assert(
      fc.asyncProperty(
        fc.option(instants, { nil: undefined }),
        fc.option(instants, { nil: undefined }),
        async (asOf, knownAt) => {
          const expected = file.filter(
            ({ metadata }) =>
              (asOf === undefined || nanoseconds(effectiveFrom(metadata)) <= nanoseconds(asOf)) &&
              (knownAt === undefined || nanoseconds(metadata.recordedAt) <= nanoseconds(knownAt)),
          );
          const history = await engine.models.readHistory(FILE, { asOf, knownAt });
          expect(history).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
    const known = async (knownAt: string) => (await engine.models.readHistory(FILE, { knownAt })).length;
    const before = file.filter(({ metadata }) => metadata.recordedAt < '2025-01-02').length;
    expect(await known('2025-01-01')).toBe(before);
    expect(before).toBeGreaterThan(5);
    await expect(known('yesterday')).rejects.toThrow('not an instant');
  });

  it('comes page by page, however long it is, with nothing left out between two pages', async () => {
    const script = new LedgerScript('c0ffee00-0000-4000-8000-00000000000b');
    for (let number = 0; number < 1_203; number += 1) {
      const recordedAt = `2025-01-0${1 + (number % 3)}T00:00:00+08:00`;
      script.add(0, 'renamed', { name: `机构 ${number}` }, { recordedAt });
    }
    await engine.project(...script.events);
    const file = fileIdOf('650000', '91650102MAFAKE000H');
    const pagesAt = async (at: AsOf) => {
      const pages = [];
      for await (const page of engine.models.readHistoryPages(file, at)) pages.push(page);
      return pages;
    };
    const all = await pagesAt({});
    expect(all.map((page) => page.length)).toEqual([500, 500, 203]);
    expect(all.flat()).toEqual(await engine.models.readHistory(file));
    const known = { knownAt: '2025-01-01' };
    expect((await pagesAt(known)).flat()).toEqual(await engine.models.readHistory(file, known));
    expect(await pagesAt({ knownAt: '2024-12-31' })).toEqual([]);
  });

  it('can be read in stretches, and event by event', async () => {
    const file = await engine.models.readHistory(FILE);
    const stretch = await engine.models.readHistory(FILE, { from: 10 as Revision, to: 14 as Revision });
    expect(stretch).toEqual(file.slice(10, 15));
    const [event] = stretch;
    if (event === undefined) throw new Error('no event');
    expect(await engine.models.readEvent({ id: event.id })).toEqual(event);
    expect(await engine.models.readEvent({ position: event.position })).toEqual(event);
    expect(await engine.models.readEvent({ fileId: FILE, revision: event.revision })).toEqual(event);
    expect(await engine.models.readEvent({ position: 9_999 as Position })).toBeUndefined();
  });
});

describe('all rows of a projection at a point in time', () => {
  it('are the fold of what had taken effect and was known then, whatever has happened since', async () => {
    const script = new LedgerScript('c0ffee00-0000-4000-8000-00000000000a');
    const types = ['renamed', 'tagged', 'withdrawn', 'returned'] as const;
    const drawn = fc.sample(
      fc.record({
        file: fc.integer({ min: 3, max: 8 }),
        type: fc.constantFrom(...types),
        recordedAt: instants,
        effective: fc.option(instants, { nil: undefined }),
      }),
      { numRuns: 80, seed: 11 },
    );
    for (const { file, type, recordedAt, effective } of drawn) {
      const data = { name: `机构 ${script.events.length}`, tag: 'x' };
      script.add(file, type, data, {
        recordedAt,
        ...(effective !== undefined && { effectiveFrom: effective }),
      });
    }
    await engine.project(...script.events);
    const journal = await journalOf(engine.models);
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(
        fc.option(instants, { nil: undefined }),
        fc.option(instants, { nil: undefined }),
        async (asOf, knownAt) => {
          const then = journal.filter(
            ({ metadata }) =>
              (asOf === undefined || nanoseconds(effectiveFrom(metadata)) <= nanoseconds(asOf)) &&
              (knownAt === undefined || nanoseconds(metadata.recordedAt) <= nanoseconds(knownAt)),
          );
          const expected = [...plainFold(agencies, then)].filter(([, row]) => !row.withdrawn);
          const found = await engine.models.viewAt(agencies, { asOf, knownAt }, async ({ rows, others }) => {
            const live = (await rows.page({ limit: 100 })).rows.filter(({ key }) => !others.has(key));
            seen.add(live.length);
            const otherwise = [...others].flatMap(([key, row]) =>
              row === undefined ? [] : [[key, row] as const],
            );
            return new Map([...live.map(({ key, row }) => [key, row] as const), ...otherwise]);
          });
          expect(found).toEqual(new Map(expected));
        },
      ),
      { numRuns: 60 },
    );
    // Some points left rows as they are, others none.
    expect(seen.size).toBeGreaterThan(1);
    const failing = engine.models.viewAt(agencies, {}, async () => Promise.reject(new Error('given up')));
    await expect(failing).rejects.toThrow('given up');
  });
});
