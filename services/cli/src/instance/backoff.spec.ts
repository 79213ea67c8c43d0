import { describe, expect, it } from 'vitest';
import { createBackoff } from './backoff.ts';

describe('the pause before a dead part is started again', () => {
  it('doubles while the part dies at once, up to ten seconds', () => {
    const backoff = createBackoff();
    const pauses = Array.from({ length: 10 }, () => backoff.pauseAfter(5));
    expect(pauses).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000]);
  });

  it('is short again after the part lived well for half a minute', () => {
    const backoff = createBackoff();
    for (let death = 0; death < 5; death += 1) backoff.pauseAfter(29_999);
    expect(backoff.pauseAfter(30_000)).toBe(100);
  });
});
