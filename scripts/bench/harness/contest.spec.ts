import { describe, expect, it } from 'vitest';
import { type Contestant, runContest } from './contest.ts';
import { contestTable, rounded } from './contest-table.ts';
import { figuresOfContest } from './figure.ts';
import { percentile, spreadOf } from './statistics.ts';

/** A contestant that shows these figures, round by round, and writes its name down whenever it runs. */
function showing(name: string, figures: readonly number[], log: string[] = []): Contestant {
  return {
    name,
    run: async (round) => {
      log.push(name);
      return { 'events/s': figures[round] ?? 0 };
    },
  };
}

const ratio = {
  says: 'one ÷ other',
  measure: (of: (contestant: string, figure: string) => number) =>
    of('one', 'events/s') / of('other', 'events/s'),
};

describe('a contest', () => {
  it('lets everybody begin a round in turn', async () => {
    const log: string[] = [];
    const contestants = ['a', 'b', 'c'].map((name) => showing(name, [1, 1, 1, 1], log));
    await runContest({ contestants, claims: [] }, 3);
    expect(log.join('')).toBe('abcbcacababc');
  });
  it('forgets its first round, takes ratios within a round and judges their median', async () => {
    const contestants = [showing('one', [9, 10, 100, 30]), showing('other', [1, 10, 50, 10])];
    const { claims } = await runContest({ contestants, claims: [{ ...ratio, atLeast: 2 }] }, 3);
    expect(claims).toEqual([
      { says: 'one ÷ other', bound: '≥ 2', spread: { median: 2, least: 1, most: 3 }, holds: true },
    ]);
  });
  it('is told to machines figure by figure, each with its ratio to the others', async () => {
    const contestants = [showing('one', [9, 10, 20, 30]), showing('other', [1, 10, 5, 10])];
    const [one] = figuresOfContest('race', await runContest({ contestants, claims: [] }, 3));
    expect(one).toEqual({
      name: 'race/one',
      unit: 'events/s',
      median: 20,
      min: 10,
      max: 30,
      runs: 3,
      ratio: { other: 2 },
    });
  });
  it.each([
    [{ atLeast: 2.1 }, false],
    [{ atMost: 2 }, true],
    [{ atMost: 1.9 }, false],
    [{ atLeast: 1, atMost: 3 }, true],
  ])('holds a claim to its bounds: %o', async (bounds, holds) => {
    const contestants = [showing('one', [2, 2]), showing('other', [1, 1])];
    const { claims } = await runContest({ contestants, claims: [{ ...ratio, ...bounds }] }, 1);
    expect(claims.map((claim) => claim.holds)).toEqual([holds]);
  });
  it('refuses a claim about a figure that nobody shows', async () => {
    const contestants = [showing('one', [1, 1])];
    await expect(runContest({ contestants, claims: [{ ...ratio, atLeast: 1 }] }, 1)).rejects.toThrow(
      'other showed no events/s',
    );
  });
  it('says claims before the figures they rest on', async () => {
    const contestants = [showing('one', [0, 12_345]), showing('other', [0, 6_000])];
    const result = await runContest({ contestants, claims: [{ ...ratio, atLeast: 1 }] }, 1);
    expect(
      contestTable(result)
        .split('\n')
        .map((line) => line.trim().split(/ {2,}/)),
    ).toEqual([
      ['✓', 'one ÷ other', '2.06', '(2.06 – 2.06)', '≥ 1'],
      ['one', '12 345', '(12 345 – 12 345)', 'events/s'],
      ['other', '6 000', '(6 000 – 6 000)', 'events/s'],
    ]);
  });
});

describe('figures', () => {
  it('have a median, which is a mean of two when they are even in number', () => {
    expect(spreadOf([5, 1, 3])).toEqual({ median: 3, least: 1, most: 5 });
    expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, least: 1, most: 4 });
  });
  it('have percentiles by the nearest rank', () => {
    const values = Array.from({ length: 101 }, (_, n) => n);
    expect([percentile(values, 50), percentile(values, 99), percentile([7], 99)]).toEqual([50, 99, 7]);
  });
  it('are shown with three digits that say something', () => {
    expect([0.01234, 0.5, 3.1456, 12.34, 123.4, 1234.5, 1_234_567].map(rounded)).toEqual([
      '0.0123',
      '0.500',
      '3.15',
      '12.3',
      '123',
      '1 235',
      '1 234 567',
    ]);
  });
});
