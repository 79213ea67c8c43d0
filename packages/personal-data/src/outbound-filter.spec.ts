import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPersonalNumbers, isResidentId } from './outbound-filter.ts';

describe('GB 11643: a resident id', () => {
  it.each(['11010519491231002X', '11010519491231002x', '440524188001010014', '990000199001010017'])(
    '%s is one',
    (id) => {
      expect(isResidentId(id)).toBe(true);
    },
  );

  it.each([
    ['a wrong check character', '440524188001010015'],
    ['a day that does not exist', '11010519490231002X'],
    ['seventeen digits', '11010519491231002'],
    ['a USCC', '91650102MAFAKE019H'],
    ['nothing', ''],
  ])('%s is none: %s', (_, text) => {
    expect(isResidentId(text)).toBe(false);
  });

  it('of the eleven check characters exactly one is right', () => {
    const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2026-01-01'), noInvalidDate: true });
    const head = fc.tuple(
      fc.integer({ min: 100_000, max: 999_999 }),
      days,
      fc.integer({ min: 100, max: 999 }),
    );
    fc.assert(
      fc.property(head, ([division, day, order]) => {
        const body = `${division}${day.toISOString().slice(0, 10).replaceAll('-', '')}${order}`;
        expect([...'0123456789X'].filter((check) => isResidentId(`${body}${check}`))).toHaveLength(1);
      }),
    );
  });
});

describe('the last look at what goes out', () => {
  it.each([
    ['{"name":"王测试","id":"990000199001010017"}', ['resident-id']],
    ['电话19000001234，请回电', ['mobile']],
    ['身份证９９００００１９９００１０１００１７', ['resident-id']],
    ['19000001234/19000005678', ['mobile', 'mobile']],
    ['990000199001010017,19000001234', ['resident-id', 'mobile']],
  ])('finds in %s', (text, kinds) => {
    expect(findPersonalNumbers(text).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('says where', () => {
    expect(findPersonalNumbers('电话：19000001234')).toEqual([{ kind: 'mobile', at: 3 }]);
  });

  it.each([
    'masked 190****1234',
    'USCC 91650102MAFAKE019H',
    'a hash 7d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa',
    'an amount 1900000123400',
    'a number 440524188001010015 of the wrong check',
    'a place 12345678901',
    'a UUID 19000001-2345-4000-8000-190000012345',
    'a document 新发改信用〔2026〕7号',
    'an instant 2026-11-22T09:00:00+08:00',
  ])('finds nothing in %s', (text) => {
    expect(findPersonalNumbers(text)).toEqual([]);
  });
});
