import { describe, expect, it } from 'vitest';
import { ApiError } from '../http/api-error.ts';
import { idempotencyKeyOf, waitSecondsOf } from './command-headers.ts';
import { preconditionOf } from './precondition.ts';

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
  return 'nothing thrown';
}

describe('the precondition of a command', () => {
  it('is the revision in If-Match', () => {
    expect(preconditionOf('"7"', undefined)).toEqual({ kind: 'at-revision', revision: 7 });
    expect(preconditionOf(' "0" ', undefined)).toEqual({ kind: 'at-revision', revision: 0 });
  });

  it('is that there is no file, by If-None-Match: *', () => {
    expect(preconditionOf(undefined, '*')).toEqual({ kind: 'no-file' });
  });

  it.each(['7', 'W/"7"', '"7", "8"', '*', '"-1"', '"07"', '"1e3"', '""', '"7'])(
    'refuses If-Match: %s, which could mean another state',
    (header) => expect(codeOf(() => preconditionOf(header, undefined))).toBe('REQUEST_INVALID'),
  );

  it('refuses both headers together, and an If-None-Match that names a revision', () => {
    expect(codeOf(() => preconditionOf('"7"', '*'))).toBe('REQUEST_INVALID');
    expect(codeOf(() => preconditionOf(undefined, '"7"'))).toBe('REQUEST_INVALID');
  });
});

describe('the key of a command', () => {
  it('is any visible text', () => expect(idempotencyKeyOf('a-1')).toBe('a-1'));
  it('is asked for when absent', () =>
    expect(codeOf(() => idempotencyKeyOf(undefined))).toBe('IDEMPOTENCY_KEY_REQUIRED'));
  it.each(['', 'a b', 'a'.repeat(256), 'é'])('is refused when it is %j', (key) => {
    expect(codeOf(() => idempotencyKeyOf(key))).toBe('REQUEST_INVALID');
  });
});

describe('the wait a caller prefers', () => {
  it.each([
    [undefined, 0],
    ['wait=5', 5],
    ['respond-async, wait=10', 10],
    ['WAIT = "3"; foo', 3],
    ['wait=3600', 30],
    ['wait=soon', 0],
    ['await=5', 0],
  ])('%j is %i seconds', (header, seconds) => expect(waitSecondsOf(header)).toBe(seconds));
});
