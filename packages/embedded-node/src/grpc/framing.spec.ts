import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameDecoder, frame } from './framing.ts';

const LIMIT = 1000;

describe('gRPC frames', () => {
  it('come out whole, however the bytes are cut', () => {
    const messages = fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 8 });
    fc.assert(
      fc.property(messages, fc.array(fc.nat(), { maxLength: 12 }), (contents, cuts) => {
        const bytes = Buffer.concat(contents.map((content) => frame(Buffer.from(content))));
        const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
        const decoder = new FrameDecoder(LIMIT);
        let at = 0;
        const out = ends.flatMap((end) => {
          const piece = bytes.subarray(at, end);
          at = end;
          return decoder.push(piece);
        });
        expect(out.map((message) => message.toString('hex'))).toEqual(
          contents.map((content) => Buffer.from(content).toString('hex')),
        );
        expect(decoder.atBoundary).toBe(true);
      }),
    );
  });
  it('that announce more than the limit are refused at the header', () => {
    const header = Buffer.from([0, 0xff, 0xff, 0xff, 0xff]);
    expect(() => new FrameDecoder(LIMIT).push(header)).toThrow(expect.objectContaining({ code: 8 }));
  });
  it('that are compressed are refused', () => {
    expect(() => new FrameDecoder(LIMIT).push(Buffer.from([1, 0, 0, 0, 0]))).toThrow(
      expect.objectContaining({ code: 12 }),
    );
  });
});
