import { instantOrThrow } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { clockFrom } from './clock.ts';

describe('a simulated clock', () => {
  it('shows its start first, and ticks on with the steady time of the machine', () => {
    let steady = 12_345.6;
    const clock = clockFrom(instantOrThrow('2025-06-30T23:59:59+08:00'), () => steady);
    expect(clock()).toBe('2025-06-30T23:59:59.000+08:00');
    steady += 1_000;
    expect(clock()).toBe('2025-07-01T00:00:00.000+08:00');
  });
});
