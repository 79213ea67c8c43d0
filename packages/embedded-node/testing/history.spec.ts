import { describe, expect, it } from 'vitest';
import { findFaults, type SeenEvent } from './history.ts';

const history: SeenEvent[] = [
  { stream: 'a', id: '1', revision: 0n, position: 10n },
  { stream: 'b', id: '2', revision: 0n, position: 20n },
  { stream: 'a', id: '3', revision: 1n, position: 30n },
];
const acknowledged = [{ stream: 'a', id: '3', revision: 1n }];
const replaced = (index: number, change: Partial<SeenEvent>) =>
  history.map((event, at) => (at === index ? { ...event, ...change } : event));

describe('the judge of histories', () => {
  it('finds nothing in a whole history', () => expect(findFaults(acknowledged, history)).toEqual([]));
  it('finds a lost event', () => expect(findFaults(acknowledged, history.slice(0, 2))).not.toEqual([]));
  it('finds a doubled event', () =>
    expect(
      findFaults(acknowledged, [...history, { stream: 'a', id: '3', revision: 2n, position: 40n }]),
    ).not.toEqual([]));
  it('finds a gap', () => expect(findFaults([], replaced(2, { revision: 2n }))).not.toEqual([]));
  it('finds a position that falls', () =>
    expect(findFaults([], replaced(2, { position: 20n }))).not.toEqual([]));
  it('finds an event at another revision than acknowledged', () =>
    expect(findFaults([{ stream: 'a', id: '3', revision: 0n }], history)).not.toEqual([]));
});
