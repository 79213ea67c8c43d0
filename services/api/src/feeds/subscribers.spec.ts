import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Subscribers } from './subscribers.ts';

function withSo(many: number): Subscribers {
  const subscribers = new Subscribers(many);
  for (let number = 0; number < many; number += 1) subscribers.enter();
  return subscribers;
}

describe('the subscribers of a service', () => {
  it('are refused beyond what it keeps, and taken in again when one has left, once', () => {
    const subscribers = new Subscribers(2);
    const leave = subscribers.enter();
    subscribers.enter();
    expect(() => subscribers.enter()).toThrow(expect.objectContaining({ code: 'SUBSCRIBERS_FULL' }));
    leave();
    leave();
    expect(subscribers.count).toBe(1);
    subscribers.enter();
    expect(() => subscribers.enter()).toThrow(expect.objectContaining({ code: 'SUBSCRIBERS_FULL' }));
  });

  it.each([
    ['one', 1, 0],
    ['a thousand', 1_000, 250],
    ['more than can be served four times a second', 4_000, 500],
  ])('gather until the next beat, the same for all: %s', (_, many, beatMs) => {
    const subscribers = withSo(many);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (now) => {
        const gatherMs = subscribers.gatherMs(now);
        if (beatMs === 0) return gatherMs === 0;
        return gatherMs > 0 && gatherMs <= beatMs && (now + gatherMs) % beatMs === 0;
      }),
    );
  });
});
