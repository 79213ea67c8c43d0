import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  compareInstants,
  endOfDay,
  epochMsOf,
  type Instant,
  instantOfEpochMs,
  instantOrThrow,
  legalDateOf,
  parseInstant,
  startOfDay,
} from './instant.ts';
import { legalDateOrThrow } from './legal-date.ts';

const anyEpochMs = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2100, 0, 1) });

describe('an instant is RFC 3339 in Beijing time', () => {
  it.each([
    '2025-07-01T00:00:00+08:00',
    '2024-02-29T23:59:59.999+08:00',
    '2026-06-30T23:58:00.123456789+08:00',
  ])('%s is one', (text) => expect(parseInstant(text)).toEqual({ value: text }));

  it.each([
    '2025-07-01T00:00:00Z',
    '2025-07-01T00:00:00+00:00',
    '2025-07-01T00:00:00+06:00',
    '2025-07-01T00:00:00-08:00',
  ])('%s keeps another zone, Urumqi’s among them', (text) =>
    expect(parseInstant(text)).toMatchObject({ fault: { code: 'INSTANT_NOT_BEIJING' } }),
  );

  it.each([
    '2025-02-29T12:00:00+08:00',
    '2025-06-31T12:00:00+08:00',
    '2025-07-01T24:00:00+08:00',
    '2025-07-01T12:60:00+08:00',
    '2025-07-01T23:59:60+08:00',
  ])('%s does not exist', (text) =>
    expect(parseInstant(text)).toMatchObject({ fault: { code: 'INSTANT_IMPOSSIBLE' } }),
  );

  it.each([
    '',
    '2025-07-01',
    '2025-07-01 00:00:00+08:00',
    '2025-07-01T00:00+08:00',
    '2025-07-01T00:00:00',
    '2025-07-01T00:00:00.+08:00',
    '2025-07-01T00:00:00.1234567890+08:00',
  ])('%j is not of the form', (text) =>
    expect(parseInstant(text)).toMatchObject({ fault: { code: 'INSTANT_MALFORMED' } }),
  );

  it('is thrown out with its fault by the throwing form', () => {
    expect(() => instantOrThrow('2025-07-01T00:00:00Z')).toThrow(
      '"2025-07-01T00:00:00Z" is not Beijing time; write it with +08:00',
    );
  });
});

describe('a day runs from 00:00:00 to the last millisecond before the next', () => {
  const day = legalDateOrThrow('2025-06-30');

  it('begins and ends in Beijing', () => {
    expect(startOfDay(day)).toBe('2025-06-30T00:00:00+08:00');
    expect(endOfDay(day)).toBe('2025-06-30T23:59:59.999+08:00');
    expect(epochMsOf(endOfDay(day)) - epochMsOf(startOfDay(day))).toBe(86_399_999);
  });

  it('holds both its ends, and neither the moment before nor the one after', () => {
    expect(legalDateOf(startOfDay(day))).toBe(day);
    expect(legalDateOf(endOfDay(day))).toBe(day);
    expect(legalDateOf(instantOfEpochMs(epochMsOf(startOfDay(day)) - 1))).toBe('2025-06-29');
    expect(legalDateOf(instantOfEpochMs(epochMsOf(endOfDay(day)) + 1))).toBe('2025-07-01');
  });
});

describe('instants are ordered by time, not by spelling', () => {
  it.each([
    ['2025-07-01T12:00:00+08:00', '2025-07-01T12:00:00.000+08:00', 0],
    ['2025-07-01T12:00:00.1+08:00', '2025-07-01T12:00:00.100+08:00', 0],
    ['2025-07-01T12:00:00+08:00', '2025-07-01T12:00:00.000000001+08:00', -1],
    ['2025-07-01T12:00:00.09+08:00', '2025-07-01T12:00:00.1+08:00', -1],
    ['2025-06-30T23:59:59.999+08:00', '2025-07-01T00:00:00+08:00', -1],
    ['2025-07-01T12:00:01+08:00', '2025-07-01T12:00:00.999+08:00', 1],
  ])('%s to %s: %i', (left, right, order) =>
    expect(compareInstants(left as Instant, right as Instant)).toBe(order),
  );

  it('in agreement with their milliseconds', () => {
    fc.assert(
      fc.property(anyEpochMs, anyEpochMs, (left, right) => {
        expect(compareInstants(instantOfEpochMs(left), instantOfEpochMs(right))).toBe(
          Math.sign(left - right),
        );
      }),
    );
  });
});

describe('the machine’s zone plays no part', () => {
  const zone = process.env['TZ'];
  afterAll(() => {
    process.env['TZ'] = zone;
  });

  it.each([
    ['UTC', 0],
    ['Asia/Urumqi', -360],
    ['America/New_York', 240],
  ])('under TZ=%s', (name, offsetMinutes) => {
    process.env['TZ'] = name;
    expect(new Date('2026-10-01T00:00:00Z').getTimezoneOffset()).toBe(offsetMinutes);
    expect(instantOfEpochMs(Date.parse('2026-09-30T17:00:00Z'))).toBe('2026-10-01T01:00:00.000+08:00');
    expect(epochMsOf(instantOrThrow('2026-10-01T01:00:00+08:00'))).toBe(Date.parse('2026-09-30T17:00:00Z'));
  });

  it('milliseconds lead to an instant and back, as the machine’s own reader confirms', () => {
    fc.assert(
      fc.property(anyEpochMs, (epochMs) => {
        const instant = instantOfEpochMs(epochMs);
        expect(epochMsOf(instant)).toBe(epochMs);
        expect(Date.parse(instant)).toBe(epochMs);
      }),
    );
  });

  it('refuses what is no whole millisecond', () => {
    expect(() => instantOfEpochMs(Number.NaN)).toThrow(
      expect.objectContaining({ code: 'DATE_OUT_OF_RANGE' }),
    );
    expect(() => instantOfEpochMs(0.5)).toThrow(expect.objectContaining({ code: 'DATE_OUT_OF_RANGE' }));
  });
});
