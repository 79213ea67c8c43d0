import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventIdMemory, type EventPlace } from './event-id-memory.ts';

const SALT = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

describe('the memory of event ids', () => {
  it('tells what a map would that forgets its oldest entry, whatever ids come', () => {
    // Few ids, alike in most of their digits, come again and again.
    const ids = Array.from(
      { length: 30 },
      (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    );
    const calls = fc.array(fc.record({ id: fc.constantFrom(...ids), clear: fc.boolean() }), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(calls, fc.integer({ min: 1, max: 12 }), fc.uuid(), (history, capacity, salt) => {
        const memory = new EventIdMemory(capacity, salt);
        const oracle = new Map<string, EventPlace>();
        for (const [index, { id, clear }] of history.entries()) {
          if (clear && index % 50 === 49) {
            memory.clear();
            oracle.clear();
          }
          const place = {
            stream: BigInt(index % 3),
            revision: 2n ** 63n - 1n - BigInt(index),
            position: BigInt(7 * index),
          };
          memory.remember(id, place);
          if (!oracle.has(id)) oracle.set(id, place);
          if (oracle.size > capacity) oracle.delete([...oracle.keys()][0] ?? '');
          expect(ids.map((each) => memory.get(each))).toEqual(ids.map((each) => oracle.get(each)));
        }
      }),
    );
  });

  it('takes no longer for an id once it must forget another', () => {
    const memory = new EventIdMemory(100_000, SALT);
    const first = randomUUID();
    memory.remember(first, { stream: 1n, revision: 0n, position: 0n });
    const start = performance.now();
    for (let n = 0; n < 400_000; n++)
      memory.remember(randomUUID(), { stream: 1n, revision: BigInt(n), position: BigInt(n) });
    // A walk over the gap that removals leave in a map took fifty times as long.
    expect(performance.now() - start).toBeLessThan(8000);
    expect(memory.get(first)).toBeUndefined();
  });
});
