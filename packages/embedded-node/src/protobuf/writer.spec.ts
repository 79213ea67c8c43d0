import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtoReader } from './reader.ts';
import { ProtoWriter } from './writer.ts';

/** Content lengths around every size at which a length takes one byte more. */
const LENGTHS = [0, 1, 125, 126, 127, 128, 129, 16_379, 16_380, 16_383, 16_384, 16_385, 2_097_151, 2_097_152];

describe('a message within a message', () => {
  it.each(LENGTHS)('has its length before it, however many bytes that takes: %i of content', (length) => {
    const content = Buffer.alloc(length, 7);
    const nested = new ProtoWriter().message(3, (inner) => inner.bytes(1, content)).uint32(4, 5);
    const apart = new ProtoWriter().bytes(3, new ProtoWriter().bytes(1, content).finish()).uint32(4, 5);
    expect(nested.finish().equals(apart.finish())).toBe(true);
  });

  it('reads back as it was written, to any depth and with any room given at first', () => {
    const depths = fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(depths, fc.nat(64), (contents, room) => {
        const write = (writer: ProtoWriter, depth: number): void => {
          const content = contents[depth];
          if (content === undefined) return;
          writer.bytes(1, content).message(2, (inner) => write(inner, depth + 1));
        };
        const writer = new ProtoWriter(room);
        write(writer, 0);
        let reader = new ProtoReader(writer.finish());
        for (const content of contents) {
          expect(reader.next() && reader.bytes()).toEqual(Buffer.from(content));
          expect(reader.next() && reader.field).toBe(2);
          reader = reader.message();
        }
        expect(reader.next()).toBe(false);
      }),
    );
  });
});
