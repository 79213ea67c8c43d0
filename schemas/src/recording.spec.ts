import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyChain } from './chain.ts';
import { type LedgerEvent, metadataSchema } from './envelope.ts';
import { eventHash } from './event-hash.ts';
import { fileIdOf, streamOf } from './identity.ts';
import {
  type DecidedEvent,
  eventIdOf,
  type HistoricEvent,
  type Recording,
  recordEvents,
} from './recording.ts';

const COMMAND = '886313e1-3b8a-5372-9b90-0c9aee199e5d';
const stream = streamOf(fileIdOf('650000', '91650102MAFAKE019H'));

const warned = (reason: string): DecidedEvent => ({
  type: 'warned',
  data: { reason },
  occurredAt: '2025-07-01T10:00:00+08:00',
  actor: { kind: 'authority', id: 'officer-1', org: 'ln-dalian-credit' },
  basis: ['LNO-3.3-3'],
  rulebook: 'ln-regulation@2022-01-01',
});

function record(decided: Recording['decided'], changes: Partial<Recording> = {}): LedgerEvent[] {
  let salted = 0;
  return recordEvents({
    stream,
    head: undefined,
    decided,
    commandId: COMMAND,
    correlationId: COMMAND,
    recordedAt: '2025-07-01T10:00:02+08:00',
    salt: () => {
      salted += 1;
      return String(salted).padStart(32, '0');
    },
    ...changes,
  });
}

const headOf = (event: LedgerEvent) => ({ revision: event.revision, hash: eventHash(event) });

describe('recording the events of one command', () => {
  it('numbers a new file from 0 and chains each event to the one before', () => {
    const [first, second, third, ...none] = record([warned('a'), warned('b'), warned('c')]);
    expect(none).toEqual([]);
    expect([first?.revision, second?.revision, third?.revision]).toEqual([0, 1, 2]);
    expect(first?.metadata).not.toHaveProperty('prior');
    expect(second?.metadata.prior).toBe(first && eventHash(first));
    expect(third?.metadata.prior).toBe(second && eventHash(second));
  });

  it('goes on from the head of a file that exists', () => {
    const [first] = record([warned('a')]) as [LedgerEvent];
    const [next] = record([warned('b')], { head: headOf(first) }) as [LedgerEvent];
    expect(next.revision).toBe(1);
    expect(verifyChain([first, next])).toBeUndefined();
  });

  it('writes an envelope that keeps to the schema and names the newest version of the payload', () => {
    const [event] = record(
      [
        {
          ...warned('a'),
          type: 'rectification-ordered',
          data: { term: { amount: 15, unit: 'working-day' } },
        },
      ],
      { causationId: eventIdOf(COMMAND, 7), imported: COMMAND },
    ) as [LedgerEvent];
    expect(metadataSchema.parse(event.metadata)).toEqual(event.metadata);
    expect(event.metadata).toMatchObject({ schema: 2, commandId: COMMAND, imported: COMMAND });
  });

  it('gives a retried command the same event ids, and each event another', () => {
    const ids = (events: readonly LedgerEvent[]) => events.map((event) => event.id);
    const once = ids(record([warned('a'), warned('b')]));
    expect(ids(record([warned('a'), warned('b')]))).toEqual(once);
    expect(once).toEqual([eventIdOf(COMMAND, 0), eventIdOf(COMMAND, 1)]);
    expect(new Set(once).size).toBe(2);
  });

  it('keeps when and why an imported event was recorded elsewhere, each one a command of its own', () => {
    const historic: HistoricEvent = {
      ...warned('a'),
      recordedAt: '2023-03-06T10:02:16+08:00',
      commandId: eventIdOf(COMMAND, 40),
      causationId: eventIdOf(COMMAND, 41),
    };
    const [, event] = record([warned('before'), historic]) as [LedgerEvent, LedgerEvent];
    expect(event.id).toBe(eventIdOf(historic.commandId, 0));
    expect(event.metadata).toMatchObject({
      recordedAt: historic.recordedAt,
      commandId: historic.commandId,
      causationId: historic.causationId,
    });
  });

  it('never builds an event that is wrong for ever', () => {
    expect(() => record([{ ...warned('a'), type: 'blessed' }])).toThrow('no such event type: blessed');
    expect(() => record([{ ...warned('a'), data: { reason: '', score: 1 } }])).toThrow(/reason: .*; score: /);
    expect(() => record([{ ...warned('a'), data: undefined }])).toThrow('the payload');
    expect(() => record([{ ...warned('a'), rulebook: 'a\ud800' }])).toThrow('$.metadata.rulebook');
  });
});

describe('the event hash', () => {
  const [event] = record([warned('a')]) as [LedgerEvent];

  it('is the SHA-256 of the JCS bytes of the six fields, as another language computes it', () => {
    expect(eventHash(event)).toBe('2ac3b39c7cbbbf0a416a11dd597bbaf69e07a304e43fa02aacdf2db11873a41a');
  });

  it('does not see what a reader adds to the event', () => {
    expect(eventHash({ ...event, position: 7 } as LedgerEvent)).toBe(eventHash(event));
  });

  it.each<[string, Partial<LedgerEvent>]>([
    ['stream', { stream: streamOf(fileIdOf('210000', '91650102MAFAKE019H')) }],
    ['revision', { revision: 1 as LedgerEvent['revision'] }],
    ['id', { id: eventIdOf(COMMAND, 1) }],
    ['type', { type: 'criticised' }],
    ['data', { data: { reason: 'b' } }],
    ['metadata', { metadata: { ...event.metadata, salt: '0'.repeat(32) } }],
  ])('changes with the %s', (_, change) => {
    expect(eventHash({ ...event, ...change })).not.toBe(eventHash(event));
  });
});

describe('verifying a chain', () => {
  const whole = record([warned('a'), warned('b'), warned('c'), warned('d')]);
  const with_ = (index: number, change: (event: LedgerEvent) => LedgerEvent) =>
    whole.map((event, at) => (at === index ? change(event) : event));

  it('finds nothing wrong with a whole file, nor with its tail after a head', () => {
    expect(verifyChain(whole)).toBeUndefined();
    expect(verifyChain([])).toBeUndefined();
    const [first, ...tail] = whole as [LedgerEvent, ...LedgerEvent[]];
    expect(verifyChain(tail, headOf(first))).toBeUndefined();
  });

  it('finds an altered event at the next one', () => {
    const altered = with_(1, (event) => ({ ...event, data: { reason: 'x' } }));
    expect(verifyChain(altered)).toMatchObject({ stream, revision: 2, reason: 'prior-differs' });
  });

  it('finds a dropped and a reordered event', () => {
    expect(verifyChain(whole.filter((_, index) => index !== 1))).toMatchObject({
      revision: 1,
      reason: 'revision-out-of-order',
      expected: '1',
      found: '2',
    });
    expect(verifyChain(whole.toReversed())).toMatchObject({ revision: 0, reason: 'revision-out-of-order' });
  });

  it('finds a link that is missing or should not be there, and an event of another file', () => {
    const { prior, ...unlinked } = whole[2]?.metadata ?? {};
    expect(prior).toBeDefined();
    const cut = with_(2, (event) => ({ ...event, metadata: unlinked as LedgerEvent['metadata'] }));
    expect(verifyChain(cut)).toMatchObject({ revision: 2, reason: 'prior-missing' });
    const started = with_(0, (event) => ({
      ...event,
      metadata: { ...event.metadata, prior: '0'.repeat(64) },
    }));
    expect(verifyChain(started)).toMatchObject({ revision: 0, reason: 'prior-unexpected' });
    const strange = with_(3, (event) => ({
      ...event,
      stream: streamOf(fileIdOf('210000', '91650102MAFAKE019H')),
    }));
    expect(verifyChain(strange)).toMatchObject({ revision: 3, reason: 'another-stream' });
  });

  it('finds any single change of any event but the last', () => {
    const change = fc.record({
      index: fc.nat({ max: whole.length - 2 }),
      field: fc.constantFrom('data', 'id', 'type', 'metadata'),
      value: fc.string(),
    });
    fc.assert(
      fc.property(change, ({ index, field, value }) => {
        const changed = with_(index, (event) => ({ ...event, [field]: { ...event.metadata, value } }));
        expect(verifyChain(changed)).toBeDefined();
      }),
    );
  });
});
