import type { AppendExpectedRevision } from '@eventstore/db-client';
import { describe, expect, it } from 'vitest';
import {
  appendOutcome,
  type Clients,
  idsIn,
  newEvents,
  newStream,
  type Outcome,
  STREAM_STATES,
  type StreamState,
  streamIn,
} from './store-under-test.ts';

const FARTHEST = 2n ** 63n - 1n;

/** Streams of three events, the last at revision 2; the appended events are new. */
const OUTCOMES: Record<StreamState, readonly (readonly [AppendExpectedRevision, Outcome])[]> = {
  missing: [
    ['any', '0'],
    ['no_stream', '0'],
    ['stream_exists', 'wrong, at no_stream'],
    [0n, 'wrong, at no_stream'],
    [5n, 'wrong, at no_stream'],
    [FARTHEST, 'wrong, at no_stream'],
  ],
  'with metadata only': [
    ['any', '0'],
    ['no_stream', '0'],
    ['stream_exists', '0'],
  ],
  existing: [
    ['any', '3'],
    ['no_stream', 'wrong, at 2'],
    ['stream_exists', '3'],
    [2n, '3'],
    [1n, 'wrong, at 2'],
    [0n, 'wrong, at 2'],
    [3n, 'wrong, at 2'],
    [FARTHEST, 'wrong, at 2'],
  ],
  'soft-deleted': [
    ['any', '3'],
    ['no_stream', '3'],
    ['stream_exists', 'deleted'],
    [2n, '3'],
    [1n, 'wrong, at 2'],
    [3n, 'wrong, at 2'],
  ],
  tombstoned: [
    ['any', 'deleted'],
    ['no_stream', 'deleted'],
    ['stream_exists', 'deleted'],
    [2n, 'deleted'],
    [1n, 'deleted'],
    [3n, 'deleted'],
  ],
};

/** Appends: what each expected revision gives on each state of a stream, and what is kept. */
export function describeAppending(clients: () => Clients): void {
  describe.each(['batch', 'unary'] as const)('appending by the %s call', (call) => {
    for (const state of Object.keys(STREAM_STATES) as StreamState[]) {
      it.each(OUTCOMES[state])(
        `to a stream that is ${state}, expecting %s, gives: %s`,
        async (expected, outcome) => {
          const client = clients()[call];
          const stream = await streamIn(client, state);
          expect(await appendOutcome(client, stream, expected)).toBe(outcome);
        },
      );
    }

    it('keeps the events of one append together and in order', async () => {
      const client = clients()[call];
      const stream = newStream();
      const events = newEvents(40);
      await client.appendToStream(stream, events, { expectedRevision: 'no_stream' });
      expect(await idsIn(client, stream)).toEqual(events.map(({ id }) => id));
    });

    it('gives the position of the last event', async () => {
      const client = clients()[call];
      const stream = newStream();
      const { position } = await client.appendToStream(stream, newEvents(3), {
        expectedRevision: 'no_stream',
      });
      const positions = [];
      for await (const { event } of client.readStream(stream)) positions.push(event?.position);
      expect(position).toEqual(positions[2]);
    });

    it('writes nothing when the expected revision is wrong', async () => {
      const client = clients()[call];
      const stream = await streamIn(client, 'existing');
      const before = await idsIn(client, stream);
      await appendOutcome(client, stream, 'no_stream', newEvents(2));
      expect(await idsIn(client, stream)).toEqual(before);
    });

    it('lets exactly one of many writers through at one revision', async () => {
      const client = clients()[call];
      const stream = await streamIn(client, 'existing');
      const outcomes = await Promise.all(Array.from({ length: 12 }, () => appendOutcome(client, stream, 2n)));
      expect(outcomes.filter((outcome) => outcome === '3')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'wrong, at 3')).toHaveLength(11);
    });

    it('leaves no gap and no event out when fifty write at once and expect nothing', async () => {
      const client = clients()[call];
      const stream = newStream();
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, () => appendOutcome(client, stream, 'any')),
      );
      expect(outcomes.map(Number).sort((one, other) => one - other)).toEqual(
        Array.from({ length: 50 }, (_, n) => n),
      );
      expect(new Set(await idsIn(client, stream)).size).toBe(50);
    });
  });
}
