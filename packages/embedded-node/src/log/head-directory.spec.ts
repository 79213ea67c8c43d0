import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeadDirectory } from './head-directory.ts';
import { EMPTY_HEAD, type StreamHead } from './stream-head.ts';

const CAPACITY = 10;
const STREAMS = Array.from({ length: 16 }, (_, n) => `stream-${n}`);

function headAt(last: number): StreamHead {
  return { ...EMPTY_HEAD, last: BigInt(last) };
}

describe('the directory of heads', () => {
  it('tells of a stream what was put last or nothing, and always of the streams used last', () => {
    const uses = fc.array(
      fc.record({ stream: fc.constantFrom(...STREAMS), kind: fc.constantFrom('get', 'put', 'offer') }),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(uses, (history) => {
        const directory = new HeadDirectory(CAPACITY);
        const newest = new Map<string, StreamHead>();
        let used: string[] = [];
        for (const [index, { stream, kind }] of history.entries()) {
          const head = headAt(index);
          if (kind === 'get') {
            const told = directory.get(stream);
            expect([newest.get(stream), undefined]).toContain(told);
            if (used.slice(-CAPACITY / 2).includes(stream)) expect(told).toBe(newest.get(stream));
            if (told === undefined) continue;
          } else {
            if (kind === 'put') directory.put([[stream, head]]);
            else directory.offer(stream, head, directory.generation);
            newest.set(stream, head);
          }
          used = [...used.filter((each) => each !== stream), stream];
        }
        expect(STREAMS.filter((stream) => directory.get(stream) !== undefined).length).toBeLessThanOrEqual(
          CAPACITY,
        );
      }),
    );
  });

  it('takes no offer that was begun before a commit, whatever the commit was about', () => {
    const directory = new HeadDirectory(CAPACITY);
    const { generation } = directory;
    directory.put([['other', headAt(7)]]);
    directory.offer('stream', headAt(3), generation);
    expect(directory.get('stream')).toBeUndefined();
  });

  it('knows nothing after it was cleared', () => {
    const directory = new HeadDirectory(CAPACITY);
    for (const stream of STREAMS) directory.put([[stream, headAt(1)]]);
    directory.clear();
    expect(STREAMS.map((stream) => directory.get(stream))).toEqual(STREAMS.map(() => undefined));
  });
});
