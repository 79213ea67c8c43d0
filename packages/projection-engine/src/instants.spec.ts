import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOf, sortableInstant } from './instants.ts';

const fraction = fc.option(fc.stringMatching(/^\d{1,9}$/), { nil: undefined });
const instant = fc
  .record({ seconds: fc.integer({ min: 0, max: 200_000 }), fraction })
  .map(({ seconds, fraction }) => {
    const whole = new Date(Date.UTC(2024, 11, 31, 0, 0, seconds)).toISOString().slice(0, 19);
    const nanoseconds = BigInt(seconds) * 1_000_000_000n + BigInt((fraction ?? '').padEnd(9, '0'));
    return { text: `${whole}${fraction === undefined ? '' : `.${fraction}`}+08:00`, nanoseconds };
  });

describe('a sortable instant', () => {
  it('sorts as text exactly as it sorts by time, whatever digits its fraction has', () => {
    fc.assert(
      fc.property(instant, instant, (left, right) => {
        const [a, b] = [sortableInstant(left.text), sortableInstant(right.text)];
        expect(a < b).toBe(left.nanoseconds < right.nanoseconds);
        expect(a === b).toBe(left.nanoseconds === right.nanoseconds);
      }),
    );
  });

  it('ends a legal date with its last nanosecond, and an instant with itself', () => {
    expect(endOf('2025-07-02') > sortableInstant('2025-07-02T23:59:59.999999998+08:00')).toBe(true);
    expect(endOf('2025-07-02') < sortableInstant('2025-07-03T00:00:00+08:00')).toBe(true);
    expect(endOf('2025-07-02T10:00:00.5+08:00')).toBe('2025-07-02T10:00:00.500000000+08:00');
  });

  it('is refused for another zone, another form, or no instant', () => {
    for (const text of [
      '2025-07-02T10:00:00Z',
      '2025-07-02 10:00:00+08:00',
      '2025-07-02T10:00:00.0000000001+08:00',
      '',
    ]) {
      expect(() => sortableInstant(text)).toThrow('not an instant');
    }
  });
});
