import { describe, expect, it } from 'vitest';
import { fuzzRequests } from './fuzz-requests.ts';

describe('broken requests', () => {
  it.each([1, 2, 3])('are refused as malformed and as nothing else, at once: seed %i', (seed) => {
    const report = fuzzRequests({ inputs: 20_000, seed });
    expect(report.faults).toEqual([]);
    // Neither everything nor nothing is refused: the inputs are nearly good.
    expect(report.refused).toBeGreaterThan(2000);
    expect(report.refused).toBeLessThan(18_000);
  });
});
