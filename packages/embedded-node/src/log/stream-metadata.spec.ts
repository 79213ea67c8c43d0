import { describe, expect, it } from 'vitest';
import {
  isSoftDeleted,
  NO_METADATA,
  parseStreamMetadata,
  REVISION_MAX,
  withTruncateBefore,
} from './stream-metadata.ts';

const parse = (json: string) => parseStreamMetadata(Buffer.from(json));

describe('stream metadata', () => {
  it('limits what can be seen', () =>
    expect(parse('{"$maxCount":3,"$maxAge":60,"$tb":5,"$cacheControl":9,"own":1}')).toEqual({
      ...NO_METADATA,
      maxCount: 3n,
      maxAgeSeconds: 60n,
      truncateBefore: 5n,
    }));
  it('names roles as one or as several', () =>
    expect(parse('{"$acl":{"$r":"ops","$w":["a","b"]}}').acl).toMatchObject({
      read: ['ops'],
      write: ['a', 'b'],
      delete: undefined,
    }));
  it('means deletion by the highest revision only, to the last digit', () => {
    expect(isSoftDeleted(parse(`{"$tb":${REVISION_MAX}}`))).toBe(true);
    expect(isSoftDeleted(parse(`{"$tb":${REVISION_MAX - 1n}}`))).toBe(false);
  });
  it.each([
    '{"$maxCount":0}',
    '{"$maxCount":-1}',
    '{"$maxAge":0}',
    '{"$tb":-1}',
    '{"$maxAge":9223372036854775807}',
  ])('without sense has no effect: %s', (json) => expect(parse(json)).toEqual(NO_METADATA));
  it.each([
    'no json',
    '[]',
    '7',
    '{"$tb":3,"$maxCount":"x"}',
    '{"$tb":3,"$acl":"all"}',
    '{"$tb":1.5}',
    '{"$tb":3,"$acl":{"$r":7}}',
  ])('of a wrong shape does not apply at all: %s', (json) => expect(parse(json)).toEqual(NO_METADATA));
  it.each([
    ['objects', '{"a":', '1', '}'],
    ['lists', '[', '1', ']'],
  ])('nested deeper than 64 %s do not apply at all, and are never written again', (_, open, inner, close) => {
    const nested = (depth: number) =>
      Buffer.from(`{"$tb":3,"text":"]}[{\\"","own":${open.repeat(depth)}${inner}${close.repeat(depth)}}`);
    expect(parseStreamMetadata(nested(63)).truncateBefore).toBe(3n);
    expect(withTruncateBefore(nested(63), 4n)).toBeDefined();
    for (const depth of [64, 2000, 100_000]) {
      expect(parseStreamMetadata(nested(depth))).toEqual(NO_METADATA);
      expect(withTruncateBefore(nested(depth), 4n)).toBeUndefined();
    }
  });
  it('keeps every other field, to the last digit, when a stream comes again', () =>
    expect(
      withTruncateBefore(
        Buffer.from('{"$tb":9223372036854775807,"big":12345678901234567890,"list":[1,{"a":null}]}'),
        4n,
      )?.toString(),
    ).toBe('{"$tb":4,"big":12345678901234567890,"list":[1,{"a":null}]}'));
});
