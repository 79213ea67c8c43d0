import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CheckpointMark } from './checkpoint-mark.ts';

describe('how far a group is done', () => {
  it('stands before the first event that is not, whatever the order of acknowledgements', () => {
    fc.assert(
      fc.property(
        fc.nat(30).chain((count) => fc.shuffledSubarray([...Array(count).keys()])),
        fc.nat(30),
        (acknowledged, sent) => {
          const mark = new CheckpointMark();
          const count = Math.max(sent, ...acknowledged.map((sequence) => sequence + 1));
          for (let sequence = 0; sequence < count; sequence++) mark.sent(sequence, `place ${sequence}`);
          for (const sequence of acknowledged) mark.done(sequence);
          let gapless = 0;
          while (acknowledged.includes(gapless)) gapless++;
          expect(mark.advanced).toBe(gapless);
          expect(mark.place).toBe(gapless === 0 ? undefined : `place ${gapless - 1}`);
        },
      ),
    );
  });
});
