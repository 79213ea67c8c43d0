import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REGISTER_COLUMN_NAMES } from './columns.ts';
import { type IndexedEntry, RegisterIndex } from './register-index.ts';
import { meets, type RegisterConditions } from './register-search.ts';

/** Few letters, so that names repeat, overlap and contain each other. */
const text = fc.string({ unit: fc.constantFrom('a', 'b', '信'), minLength: 1, maxLength: 4 });

const entry: fc.Arbitrary<IndexedEntry> = fc
  .record({
    key: fc.integer({ min: 0, max: 40 }).map((number) => `k${String(number).padStart(2, '0')}`),
    order: text,
    names: fc.option(text),
    numbers: text,
    uscc: text,
    status: fc.constantFrom('on-file', 'revoked'),
    services: fc.array(fc.constantFrom('评级', '评价'), { maxLength: 2 }),
  })
  .map(({ key, order, ...values }) => ({
    key,
    order,
    values: {
      ...(Object.fromEntries(REGISTER_COLUMN_NAMES.map((name) => [name, null])) as IndexedEntry['values']),
      ...values,
    },
  }));

const conditions: fc.Arbitrary<RegisterConditions> = fc.oneof(
  fc.record({ names: fc.record({ contains: text }) }),
  fc.record({ numbers: fc.record({ contains: text }), status: fc.constant({ is: 'on-file' }) }),
  fc.record({ uscc: fc.record({ startsWith: text }) }),
  fc.record({ uscc: fc.record({ startsWith: text }), names: fc.record({ contains: text }) }),
  fc.record({ names: fc.record({ startsWith: fc.constantFrom('', 'a') }) }),
  fc.record({ names: fc.record({ is: fc.constantFrom('', 'a', 'ab') }) }),
  fc.record({ services: fc.constant({ has: '评级' }) }),
  fc.constant({}),
);

const change = fc.record({
  entries: fc.uniqueArray(entry, { selector: ({ key }) => key, maxLength: 12 }),
  removed: fc.array(
    fc.integer({ min: 0, max: 40 }).map((number) => `k${String(number).padStart(2, '0')}`),
    {
      maxLength: 4,
    },
  ),
});

/** The same question, asked of every entry. */
function foundSlowly(
  held: ReadonlyMap<string, IndexedEntry>,
  alternatives: readonly RegisterConditions[],
): string[] {
  return [...held.values()]
    .filter(({ values }) =>
      alternatives.some((one) =>
        Object.entries(one).every(([name, condition]) =>
          meets(values[name as keyof typeof values], condition),
        ),
      ),
    )
    .sort((one, other) => (`${one.order}\0${one.key}` < `${other.order}\0${other.key}` ? -1 : 1))
    .map(({ key }) => key);
}

describe('the index of the register', () => {
  it('finds what asking every entry finds, in the same order, on pages that miss nothing, after any changes', () =>
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 8 }),
        fc.array(conditions, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 7 }),
        (changes, alternatives, limit) => {
          const index = new RegisterIndex(3);
          const held = new Map<string, IndexedEntry>();
          for (const { entries, removed } of changes) {
            index.apply(entries, removed);
            for (const key of removed) held.delete(key);
            for (const one of entries) held.set(one.key, one);
          }
          const expected = foundSlowly(held, alternatives);
          const found: string[] = [];
          let after: { sort: string; key: string } | undefined;
          do {
            const page = index.find(alternatives, after, limit);
            expect(page.total).toBe(expected.length);
            expect(page.keys.length).toBeLessThanOrEqual(limit);
            found.push(...page.keys);
            after = page.next;
          } while (after !== undefined);
          expect(found).toEqual(expected);
          expect(index.size).toBe(held.size);
        },
      ),
      { numRuns: 500 },
    ));

  it('finds nothing across the end of one text and the beginning of the next', () => {
    const index = new RegisterIndex();
    const named = (key: string, names: string): IndexedEntry => ({
      key,
      order: key,
      values: {
        ...(Object.fromEntries(REGISTER_COLUMN_NAMES.map((name) => [name, null])) as IndexedEntry['values']),
        names,
      },
    });
    index.apply([named('1', '星'), named('2', '垣')]);
    expect(index.find([{ names: { contains: '星垣' } }], undefined, 10).total).toBe(0);
    expect(index.find([{ names: { contains: '垣' } }], undefined, 10).keys).toEqual(['2']);
  });
});
