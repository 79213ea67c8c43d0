import { describe, expect, it } from 'vitest';
import { jsonArrays, storableJson } from './sql.ts';

describe('records on their way into a statement', () => {
  it('are cut into arrays of bearable size, none is lost and none is cut', () => {
    const records = Array.from({ length: 30 }, (_, index) =>
      JSON.stringify(String(index).padEnd(1_000_000, '.')),
    );
    const arrays = [...jsonArrays(records)];
    expect(arrays.length).toBeGreaterThan(3);
    expect(Math.max(...arrays.map(({ length }) => length))).toBeLessThan(8_100_000);
    expect(arrays.flatMap((array) => JSON.parse(array) as string[])).toEqual(
      records.map((record) => JSON.parse(record)),
    );
    expect([...jsonArrays([])]).toEqual([]);
    expect([...jsonArrays(['"x"'.padEnd(9_000_000)])]).toHaveLength(1);
  });

  it("lose the characters that PostgreSQL's text cannot hold, and no others", () => {
    expect(JSON.parse(storableJson('a\0b\ud800c𠮷\udc00'))).toBe('a\ufffdb\ufffdc𠮷\ufffd');
    expect(JSON.parse(storableJson('line\nand \u0001'))).toBe('line\nand \u0001');
  });
});
