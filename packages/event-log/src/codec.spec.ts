import { randomUUID } from 'node:crypto';
import type { LedgerEvent, Revision, StreamName } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { newLedgerEvents } from '../testing/ledger-events.ts';
import { decode, encodeAppend, isLedgerStream, type RawRecord } from './codec.ts';
import { newestForm } from './newest-form.ts';

const stream = 'agency-650000-91650102MAFAKE019H' as StreamName;
const [event] = newLedgerEvents(stream, 1) as [LedgerEvent];

const recorded = (change: Partial<RawRecord> = {}): RawRecord => ({
  streamId: event.stream,
  id: event.id,
  revision: BigInt(event.revision),
  type: event.type,
  isJson: true,
  data: event.data,
  metadata: event.metadata,
  position: { commit: 700n, prepare: 700n },
  ...change,
});

describe('an event on its way to the store', () => {
  it.each([
    ['a number that is none', { ratio: Number.NaN }],
    ['an integer beyond 2^53', { amountFen: 2 ** 53 }],
    ['half a character', { name: '\ud800' }],
    ['an absent value', { name: undefined }],
    ['a date object', { on: new Date(0) }],
  ])('is not sent when it holds %s', (_, data) => {
    expect(() => encodeAppend(stream, 'no-stream', [{ ...event, data }])).toThrow(
      expect.objectContaining({ code: 'NOT_WRITABLE', stream, revision: 0 }),
    );
  });

  it('must stand right behind the expected revision, in the stream it names', () => {
    expect(() => encodeAppend(stream, 0 as Revision, [event])).toThrow(/wrong place/);
    expect(() => encodeAppend('agency-other' as StreamName, 'no-stream', [event])).toThrow(/wrong place/);
    expect(() => encodeAppend(stream, 'no-stream', [])).toThrow(/nothing to append/);
  });
});

describe('a record of the store', () => {
  it('is the event that was written, with its place', () => {
    const expected = { ...event, storePosition: { commit: 700n, prepare: 700n } };
    expect(decode(recorded())).toEqual({ kind: 'event', event: expected });
  });

  it('keeps metadata that this release does not know: the hash is over all of it', () => {
    const metadata = { ...event.metadata, newerField: [1, 2] };
    expect(decode(recorded({ metadata }))).toMatchObject({ kind: 'event', event: { metadata } });
  });

  it.each([
    ['bytes', { isJson: false, data: new Uint8Array(3) }, 'its content is not JSON'],
    ['a list', { data: [1] }, 'its data is no JSON object'],
    ['malformed JSON, which the client hands over as text', { data: '{"cut' }, 'its data is no JSON object'],
    ['no metadata', { metadata: undefined }, 'metadata'],
    [
      'an actor without id',
      { metadata: { ...event.metadata, actor: { kind: 'system', org: 'x' } } },
      'metadata.actor.id',
    ],
    [
      'a time of another zone',
      { metadata: { ...event.metadata, recordedAt: '2026-01-01T00:00:00Z' } },
      'metadata.recordedAt',
    ],
  ])('that holds %s is named with its stream and revision', (_, change, reason) => {
    const decoded = decode(recorded({ ...change, revision: 4n }));
    if (decoded.kind !== 'unreadable') throw new Error('it was read as an event');
    expect(decoded.unreadable.error).toMatchObject({ code: 'NOT_AN_EVENT', stream, revision: 4 });
    expect(decoded.unreadable.error.message).toContain(`${stream}@4 is no event of the ledger: ${reason}`);
  });

  it('belongs to the ledger by the prefix of its stream', () => {
    const ours = ['agency-1', 'rulebook-650000', 'calendar-cn', 'erasure-1', 'log-heads'];
    const others = ['$agency-1', '$$agency-1', 'agencies-1', 'Agency-1', 'log', ''];
    expect([...ours, ...others].filter(isLedgerStream)).toEqual(ours);
  });
});

describe('the newest form of an event', () => {
  const versionOne: LedgerEvent = {
    ...event,
    type: 'rectification-ordered',
    data: { termDays: 30, unit: 'calendar-day' },
    metadata: { ...event.metadata, schema: 1 },
  };

  it('takes old words to new ones and leaves the stored form alone', () => {
    const newest = newestForm(versionOne);
    expect(newest).toMatchObject({
      data: { term: { amount: 30, unit: 'calendar-day' } },
      metadata: { schema: 2 },
    });
    expect(versionOne.data).toEqual({ termDays: 30, unit: 'calendar-day' });
  });

  it('is itself in the newest form', () => {
    expect(newestForm(newestForm(versionOne))).toEqual(newestForm(versionOne));
  });

  it.each([
    [
      'a version that a newer release wrote',
      { ...versionOne, metadata: { ...versionOne.metadata, schema: 9 } },
    ],
    ['a type that nobody knows', { ...versionOne, type: `unheard-of-${randomUUID()}` }],
    ['data that do not keep to their version', { ...versionOne, data: { termDays: 'thirty' } }],
  ])('does not exist for %s', (_, unreadable) => {
    expect(() => newestForm(unreadable)).toThrow(
      expect.objectContaining({ code: 'NOT_AN_EVENT', stream, revision: 0 }),
    );
  });
});
