import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StoredEvent } from '../log/stored-event.ts';
import type { FilterExpression } from '../protocol/read.ts';
import { encodeRecordedEvent } from '../protocol/recorded-event.ts';
import { FilterError, makeEventFilter, selectEvents } from './event-filter.ts';

const NOTHING = Buffer.alloc(0);

function event(stream: string, type: string): StoredEvent {
  const recorded = encodeRecordedEvent({
    id: '6b6e3c5e-7d5c-4a0c-9a37-0f9d2a3c1b11',
    stream,
    revision: 0n,
    position: 1n,
    type,
    contentType: 'application/json',
    createdMs: 0,
    customMetadata: NOTHING,
    data: NOTHING,
  });
  return new StoredEvent(1n, 0n, recorded);
}

const on = (what: 'stream' | 'type', expression: Partial<FilterExpression>) =>
  makeEventFilter({ on: what, regex: '', prefixes: [], ...expression }).matches;

describe('a filter of $all', () => {
  it('by prefixes minds the case', () => {
    const filter = on('stream', { prefixes: ['order-', 'user-'] });
    expect(filter(event('order-1', 'x'))).toBe(true);
    expect(filter(event('Order-1', 'x'))).toBe(false);
  });
  it('by the empty prefix shows everything', () =>
    expect(on('type', { prefixes: [''] })(event('a', 'b'))).toBe(true));
  it('by no prefix and no expression shows nothing', () =>
    expect(on('type', {})(event('a', 'b'))).toBe(false));
  it('by an expression finds it anywhere', () =>
    expect(on('type', { regex: 'b+c' })(event('a', 'abbcd'))).toBe(true));
  it('by an expression can leave the case open', () =>
    expect(on('type', { regex: '(?i)ORDER' })(event('a', 'anOrder'))).toBe(true));
  it('without system events knows them by the dollar', () => {
    const filter = on('type', { regex: '^[^$].*' });
    expect([filter(event('a', '$metadata')), filter(event('a', 'made'))]).toEqual([false, true]);
  });
  it('with an expression that is none is refused', () =>
    expect(() => on('type', { regex: '(' })).toThrow(FilterError));
  it.each(['^(a+)+$', '(a|aa)+$', '(.*a){40}!!', '^(([a-z])+.)+[A-Z]([a-z])+$', '(?:a?){90}a{90}$'])(
    'with an expression that would take years elsewhere takes no time: %s',
    async (regex) => {
      const filter = on('type', { regex });
      const bombs = Array.from({ length: 50 }, (_, index) => event('s', `${'a'.repeat(1000 + index)}!`));
      expect(filter(event('s', 'warm'))).toBeTypeOf('boolean');
      const blocked = monitorEventLoopDelay({ resolution: 5 });
      blocked.enable();
      await selectEvents(makeEventFilter({ on: 'type', regex, prefixes: [] }), bombs);
      await setTimeout(20);
      blocked.disable();
      // What others do on a busy machine is in the figure too; without the bounds it would be seconds.
      expect(blocked.max / 1e6).toBeLessThan(150);
    },
  );
  it('with an expression that is too large is refused', () =>
    expect(() => on('type', { regex: '(?:a?){1000}(?:b?){1000}a{1000}' })).toThrow(FilterError));
  it('refuses a name that is too long for its expression', () => {
    expect(() => on('type', { regex: '(?:a?){90}a{90}$' })(event('s', 'a'.repeat(70_000)))).toThrow(
      expect.objectContaining({ code: 8 }),
    );
    expect(on('type', { regex: '^a+$' })(event('s', 'a'.repeat(30_000)))).toBe(true);
  });
});

describe('filters against a slow oracle', () => {
  const words = fc.string({ unit: fc.constantFrom('a', 'b', '$', '-', 'é'), maxLength: 6 });

  it('prefixes are prefixes', () => {
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 4 }), words, words, (prefixes, stream, type) => {
        const oracle = (subject: string) => prefixes.some((prefix) => subject.indexOf(prefix) === 0);
        expect(on('stream', { prefixes })(event(stream, type))).toBe(oracle(stream));
        expect(on('type', { prefixes })(event(stream, type))).toBe(oracle(type));
      }),
    );
  });

  it('expressions agree with those of JavaScript where both have them', () => {
    const atoms = fc.constantFrom('a', 'b', '[ab]', '[^a]', '.', '(a|b)', 'a*', 'b+', '-?', '\\$');
    const expressions = fc
      .tuple(
        fc.constantFrom('', '^'),
        fc.array(atoms, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('', '$'),
      )
      .map(([begin, middle, end]) => `${begin}${middle.join('')}${end}`);
    fc.assert(
      fc.property(expressions, words, (regex, type) => {
        expect(on('type', { regex })(event('s', type))).toBe(new RegExp(regex, 'u').test(type));
      }),
    );
  });
});
