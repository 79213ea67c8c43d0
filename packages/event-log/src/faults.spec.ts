import { describe, expect, it } from 'vitest';
import { ConnectionLost, faultOf, mayBeUnknownPosition, Unanswered } from './faults.ts';

describe('what a failed call means', () => {
  it.each([
    [
      'another writer was faster',
      { type: 'wrong-expected-version', actualVersion: 7n },
      { kind: 'wrong-expected-revision', actual: 7 },
    ],
    [
      'the stream is missing',
      { type: 'wrong-expected-version', actualVersion: 'no_stream' },
      { kind: 'wrong-expected-revision', actual: 'no-stream' },
    ],
    [
      'the stream is missing, said by trailers',
      { type: 'wrong-expected-version', actualVersion: -1n },
      { kind: 'wrong-expected-revision', actual: 'no-stream' },
    ],
    ['the stream was deleted', { type: 'stream-deleted', code: 9 }, { kind: 'stream-deleted' }],
    ['too much at once', { type: 'maximum-append-size-exceeded', code: 3 }, { kind: 'too-large' }],
    ['no right to', { type: 'access-denied', code: 7 }, { kind: 'access-denied' }],
    ['another node leads', { type: 'not-leader', code: 5 }, { kind: 'not-leader' }],
  ])('%s', (_, error, fault) => {
    expect(faultOf(error)).toEqual(fault);
  });

  it.each([1, 2, 4, 8, 10, 13, 14, 15])('a raw status %i says nothing about the outcome', (code) => {
    expect(faultOf({ code })).toMatchObject({ kind: 'transient' });
  });

  it.each([3, 5, 6, 7, 9, 12, 16])('a raw status %i is a definite no', (code) => {
    expect(faultOf({ code })).toMatchObject({ kind: 'refused' });
  });

  it('everything but what was ended on this side speaks of a sick channel', () => {
    expect(faultOf(new Unanswered('nothing came'))).toMatchObject({ kind: 'transient', sick: true });
    expect(faultOf({ type: 'deadline-exceeded', code: 4 })).toMatchObject({ kind: 'transient', sick: true });
    expect(faultOf({ type: 'unavailable', code: 14 })).toMatchObject({ kind: 'transient', sick: true });
    expect(faultOf(new ConnectionLost('cut'))).toMatchObject({ kind: 'transient', sick: false });
    expect(faultOf({ type: 'unknown', code: 2 })).toMatchObject({ kind: 'transient', sick: true });
    expect(faultOf({ type: 'cancelled', code: 1 })).toMatchObject({ kind: 'transient', sick: false });
  });

  it('takes an error of the network, or of the discovery of a cluster, as passing', () => {
    expect(faultOf(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))).toMatchObject({
      kind: 'transient',
    });
    expect(faultOf(new Error('Failed to discover candidate in 10 attempts.'))).toMatchObject({
      kind: 'transient',
    });
  });

  it('knows the two answers to a position of another store', () => {
    expect([2, 3, 14].map((code) => mayBeUnknownPosition(faultOf({ code })))).toEqual([true, true, false]);
  });
});
