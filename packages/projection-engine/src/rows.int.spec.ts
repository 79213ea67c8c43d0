import type { Position } from '@ledger/schemas';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineFixture, openFixture } from '../testing/engine-fixture.ts';
import { LedgerScript } from '../testing/ledger-script.ts';
import type { Projection, RowCursor, RowQuery } from './index.ts';

interface WordRow {
  readonly word: string;
  readonly rank: number | null;
  readonly tags: readonly string[];
  readonly at: string | null;
}

/** A row for each type: the type says which, the data is the row. */
const words: Projection<WordRow> = {
  name: 'sample-words',
  version: 1,
  key: (event) => event.type,
  initial: () => ({ word: '', rank: null, tags: [], at: null }),
  apply: (_, event) => event.data as WordRow,
  columns: {
    word: { type: 'text', of: (row) => row.word, index: 'btree' },
    rank: { type: 'integer', of: (row) => row.rank, index: 'btree' },
    tags: { type: 'text[]', of: (row) => row.tags, index: 'gin' },
    at: { type: 'instant', of: (row) => row.at },
  },
  feed: { name: 'register', item: (row) => (row.rank === null ? undefined : row) },
};

const ALL: ReadonlyMap<string, WordRow> = new Map(
  Array.from({ length: 60 }, (_, index) => [
    `key-${String((index * 7) % 60).padStart(2, '0')}`,
    {
      word: ['信用', '信用服务', 'A', 'a', 'a%', '𠮷', ''][index % 7] ?? '',
      rank: index % 5 === 0 ? null : index % 4,
      tags: index % 3 === 0 ? [] : [`t${index % 3}`, `u${index % 2}`],
      at: index % 6 === 0 ? null : `2025-01-01T00:00:00${['', '.5', '.25'][index % 3]}+08:00`,
    },
  ]),
);

let engine: EngineFixture;
beforeAll(async () => {
  engine = await openFixture([words]);
  const script = new LedgerScript();
  for (const [key, row] of ALL) script.add(1, key, row);
  await engine.project(...script.events);
});
afterAll(async () => {
  await engine.close();
});

async function readThrough(query: Omit<RowQuery, 'after'>): Promise<readonly string[]> {
  const keys: string[] = [];
  let after: RowCursor | undefined;
  do {
    // A cursor has to survive its way through a URL.
    const page = await engine.models
      .rowsOf(words)
      .page({ ...query, after: after && JSON.parse(JSON.stringify(after)) });
    expect(page.rows.length).toBeLessThanOrEqual(query.limit);
    expect(page.position).toBe(60);
    keys.push(...page.rows.map(({ key }) => key));
    after = page.next;
  } while (after !== undefined);
  return keys;
}

function byText(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

describe('the rows of a projection', () => {
  it('come in pages that together are all of them, once, in the order asked for', async () => {
    const query = fc.record({
      sort: fc.constantFrom('key', 'position', 'word', 'rank'),
      descending: fc.boolean(),
      limit: fc.integer({ min: 1, max: 61 }),
    });
    const positions = new Map([...ALL.keys()].map((key, index) => [key, index]));
    await fc.assert(
      fc.asyncProperty(query, async ({ sort, descending, limit }) => {
        const value = (key: string) => ALL.get(key)?.[sort as 'word' | 'rank'] ?? null;
        const order = (left: string, right: string): number => {
          if (sort === 'position') return (positions.get(left) ?? 0) - (positions.get(right) ?? 0);
          const [a, b] = [value(left), value(right)];
          if (sort === 'key' || a === b) return byText(left, right);
          return typeof a === 'string' ? byText(a, String(b)) : Number(a) - Number(b);
        };
        const inOrder = (keys: readonly string[]) =>
          keys.toSorted((left, right) => (descending ? order(right, left) : order(left, right)));
        const hasValue = (key: string) => sort === 'key' || sort === 'position' || value(key) !== null;
        const keys = [...ALL.keys()];
        const withValue = inOrder(keys.filter(hasValue));
        const without = inOrder(keys.filter((key) => !hasValue(key)));
        expect(await readThrough({ sort, descending, limit })).toEqual([...withValue, ...without]);
      }),
      { numRuns: 60 },
    );
  });

  const conditions: readonly [string, RowQuery['where'], (row: WordRow) => boolean][] = [
    ['is', { word: { is: '信用' } }, (row) => row.word === '信用'],
    ['is nothing', { rank: { is: null } }, (row) => row.rank === null],
    ['in', { rank: { in: [1, 3] } }, (row) => row.rank === 1 || row.rank === 3],
    ['from and before', { rank: { from: 1, before: 3 } }, (row) => row.rank === 1 || row.rank === 2],
    ['starts with', { word: { startsWith: '信用' } }, (row) => row.word.startsWith('信用')],
    ['contains, taken literally', { word: { contains: '%' } }, (row) => row.word.includes('%')],
    ['has', { tags: { has: 't1' } }, (row) => row.tags.includes('t1')],
    [
      'has any of',
      { tags: { hasAnyOf: ['t1', 'u0'] } },
      (row) => row.tags.includes('t1') || row.tags.includes('u0'),
    ],
    [
      'is the same instant',
      { at: { is: '2025-01-01T00:00:00.50+08:00' } },
      (row) => row.at === '2025-01-01T00:00:00.5+08:00',
    ],
    [
      'before an instant',
      { at: { before: '2025-01-01T00:00:00.3+08:00' } },
      (row) => row.at !== null && !row.at.includes('.5'),
    ],
    ['all of several', { word: { is: 'a' }, rank: { is: 2 } }, (row) => row.word === 'a' && row.rank === 2],
    [
      'one of alternatives',
      [{ word: { is: 'a' } }, { rank: { is: 2 } }],
      (row) => row.word === 'a' || row.rank === 2,
    ],
    ['none of no alternatives', [], () => false],
  ];

  it.each(conditions)('can be chosen by: %s', async (_, where, holds) => {
    const expected = [...ALL]
      .filter(([, row]) => holds(row))
      .map(([key]) => key)
      .sort(byText);
    expect(await readThrough({ ...(where && { where }), limit: 7 })).toEqual(expected);
    expect(await engine.models.rowsOf(words).count(where as never)).toBe(expected.length);
    if (!Array.isArray(where) || where.length > 0) expect(expected.length).toBeGreaterThan(0);
  });

  it('have only the columns that were declared', async () => {
    const rows = engine.models.rowsOf(words);
    await expect(rows.page({ where: { 'word"; DROP': { is: 'a' } }, limit: 1 })).rejects.toMatchObject({
      code: 'UNKNOWN_NAME',
    });
    await expect(rows.page({ sort: 'tag', limit: 1 })).rejects.toMatchObject({ code: 'UNKNOWN_NAME' });
    expect(await rows.get('no such key')).toBeUndefined();
  });
});

describe('a feed', () => {
  it('goes on from any position without a gap and without a repeat', async () => {
    const whole = await engine.models.readFeed('register', 0 as Position, 1_000);
    expect(whole.items).toHaveLength([...ALL.values()].filter(({ rank }) => rank !== null).length);
    expect(whole).toMatchObject({ next: 60, head: 60 });
    for (const limit of [1, 7, 48, 60]) {
      const seen: number[] = [];
      for (let after = 0 as Position; ; ) {
        const page = await engine.models.readFeed('register', after, limit);
        seen.push(...page.items.map(({ position }) => position));
        if (page.next === after) break;
        after = page.next;
      }
      expect(seen).toEqual(whole.items.map(({ position }) => position));
    }
    expect(await engine.models.readFeed('register', 60 as Position, 10)).toEqual({
      items: [],
      next: 60,
      head: 60,
    });
    expect(await engine.models.readFeed('register', 99 as Position, 10)).toEqual({
      items: [],
      next: 99,
      head: 60,
    });
  });

  it('has a snapshot: the rows as the feed shows them and the position to go on from', async () => {
    const items = [];
    for await (const page of engine.models.readSnapshot('register')) {
      expect(page.position).toBe(60);
      items.push(...page.items);
    }
    expect(new Map(items.map(({ key, item }) => [key, item]))).toEqual(
      new Map([...ALL].filter(([, row]) => row.rank !== null)),
    );
    expect(() => engine.models.readSnapshot('grade')).toThrow('There is no feed grade');
  });

  it('may be left in the middle of a snapshot', async () => {
    for (let time = 0; time < 20; time += 1) {
      for await (const page of engine.models.readSnapshot('register')) {
        expect(page.items.length).toBeGreaterThan(0);
        break;
      }
    }
    expect(await engine.models.position()).toBe(60);
  });
});
