import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PositionPair } from '../protocol/shared.ts';
import { CatchUpCheckpoints, LiveCheckpoints } from './checkpoints.ts';

/** Position of event number `n`; the marker, from which the subscriptions below start, is number 0. */
const at = (n: number) => BigInt(n) * 10n;
const marker = { commit: at(0), prepare: at(0) };

/** What is sent while catching up over events 0 … `count`: `e3` an event, `@e3` its position, `e3/0` the start of a page. */
function catchUp(
  count: number,
  window: number,
  interval: number,
  isMatch: (n: number) => boolean = () => false,
): string[] {
  const rule = new CatchUpCheckpoints(window, window * interval, marker);
  const sent: string[] = [];
  const tell = (checkpoint: PositionPair | undefined) => {
    if (checkpoint === undefined) return;
    const name = checkpoint.commit === 0n ? 'm' : `e${checkpoint.commit / 10n}`;
    sent.push(checkpoint.prepare === 0n && name !== 'm' ? `${name}/0` : `@${name}`);
  };
  for (let n = 0; n <= count; n++) {
    const shown = n > 0 && isMatch(n);
    if (shown) sent.push(`e${n}`);
    tell(rule.examine(at(n), isMatch(n), shown));
  }
  tell(rule.end());
  return sent;
}

describe('checkpoints of a filtered subscription that catches up, as recorded from a real server', () => {
  it.each([1, 31, 32, 33])('%i misses, pages of 32: the start', (n) =>
    expect(catchUp(n, 32, 1)).toEqual(['@m']),
  );
  it('64 misses: the start, then the start of the second page', () =>
    expect(catchUp(64, 32, 1)).toEqual(['@m', 'e32/0']));
  it('100 misses: one per full page', () => expect(catchUp(100, 32, 1)).toEqual(['@m', 'e32/0', 'e64/0']));
  it('33 misses, pages of 10', () => expect(catchUp(33, 10, 1)).toEqual(['@m', 'e10/0', 'e20/0']));
  it('33 misses, every second page of 10', () => expect(catchUp(33, 10, 2)).toEqual(['e10/0']));
  it('100 misses, every second page of 10', () =>
    expect(catchUp(100, 10, 2)).toEqual(['e10/0', 'e30/0', 'e50/0', 'e70/0', 'e90/0']));
  it('an interval that is never reached: the start', () => expect(catchUp(100, 32, 4)).toEqual(['@m']));
  it('every tenth matches, pages of 5: the match once, then page starts', () =>
    expect(catchUp(24, 5, 1, (n) => n % 10 === 0)).toEqual([
      '@m',
      'e5/0',
      'e10',
      '@e10',
      'e15/0',
      'e20',
      '@e20',
    ]));
});

describe('checkpoints while catching up, whatever the history', () => {
  const histories = fc.record({
    matches: fc.array(fc.boolean(), { maxLength: 150 }),
    window: fc.integer({ min: 1, max: 40 }),
    interval: fc.integer({ min: 1, max: 5 }),
    fromStart: fc.boolean(),
  });

  it('rise, are never repeated and never stand beyond what was examined', () => {
    fc.assert(
      fc.property(histories, ({ matches, window, interval, fromStart }) => {
        const rule = new CatchUpCheckpoints(window, window * interval, fromStart ? undefined : marker);
        let last: PositionPair | undefined;
        const check = (checkpoint: PositionPair | undefined, examined: number) => {
          if (checkpoint === undefined) return;
          expect(checkpoint.commit).toBeLessThanOrEqual(at(examined));
          if (last !== undefined) expect(compare(checkpoint, last)).toBeGreaterThan(0);
          last = checkpoint;
        };
        matches.forEach((matched, n) => {
          check(rule.examine(at(n), matched, matched && (fromStart || n > 0)), n);
        });
        check(rule.end(), matches.length);
      }),
    );
  });

  it('leave every match that was not sent before them after them', () => {
    fc.assert(
      fc.property(histories, ({ matches, window, interval }) => {
        const rule = new CatchUpCheckpoints(window, window * interval, marker);
        const sent: bigint[] = [];
        const check = (checkpoint: PositionPair | undefined) => {
          if (checkpoint === undefined) return;
          const expected = matches.flatMap((matched, n) =>
            matched && n > 0 && at(n) <= checkpoint.commit ? [at(n)] : [],
          );
          expect(sent).toEqual(expected);
        };
        matches.forEach((matched, n) => {
          if (matched && n > 0) sent.push(at(n));
          check(rule.examine(at(n), matched, matched && n > 0));
        });
      }),
    );
  });
});

describe('checkpoints of a live filtered subscription', () => {
  it('stand at every interval-th event, match or not', () => {
    const rule = new LiveCheckpoints(32);
    const told = Array.from({ length: 100 }, (_, n) => rule.examine(at(n + 1))).flatMap(
      (one) => one?.commit ?? [],
    );
    expect(told).toEqual([at(32), at(64), at(96)]);
  });
});

function compare(one: PositionPair, other: PositionPair): number {
  if (one.commit !== other.commit) return one.commit > other.commit ? 1 : -1;
  return Number(one.prepare - other.prepare);
}
