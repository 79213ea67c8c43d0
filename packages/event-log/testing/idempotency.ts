import type { AppendExpectedRevision } from '@eventstore/db-client';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  appendOutcome,
  type Clients,
  idsIn,
  newEvents,
  newStream,
  type Outcome,
  type TestEvent,
} from './store-under-test.ts';

/** What is given after e1 e2 e3 were written with `no_stream`; x is new, o stands in another stream. */
type Given = readonly ('e1' | 'e2' | 'e3' | 'x' | 'o')[];

interface Row {
  readonly given: Given;
  readonly any: Outcome;
  readonly noStream: Outcome;
  /** Revisions of the stream after `any`. */
  readonly lengthAfterAny: number;
}

const SECOND_APPENDS: readonly Row[] = [
  { given: ['e1', 'e2', 'e3'], any: '2', noStream: '2', lengthAfterAny: 3 },
  { given: ['e1', 'e2'], any: '1', noStream: '1', lengthAfterAny: 3 },
  { given: ['e2', 'e3'], any: '2', noStream: 'wrong, at 2', lengthAfterAny: 3 },
  { given: ['e2'], any: '1', noStream: 'wrong, at 2', lengthAfterAny: 3 },
  { given: ['e2', 'e1', 'e3'], any: '2', noStream: 'wrong, at 2', lengthAfterAny: 3 },
  { given: ['e1', 'e3'], any: '2', noStream: 'wrong, at 2', lengthAfterAny: 3 },
  { given: ['e1', 'e2', 'e3', 'x'], any: 'wrong, at 2', noStream: 'wrong, at 2', lengthAfterAny: 3 },
  { given: ['e3', 'x'], any: 'wrong, at 2', noStream: 'wrong, at 2', lengthAfterAny: 3 },
  { given: ['x', 'e1', 'e2', 'e3'], any: '6', noStream: 'wrong, at 2', lengthAfterAny: 7 },
  { given: ['o'], any: '3', noStream: 'wrong, at 2', lengthAfterAny: 4 },
];

/** Repeated appends: ids decide, not content; what was acknowledged once is acknowledged again. */
export function describeIdempotency(clients: () => Clients): void {
  describe.each(['batch', 'unary'] as const)('appending the same ids again by the %s call', (call) => {
    let elsewhere: TestEvent;
    beforeAll(async () => {
      [elsewhere] = newEvents(1) as [TestEvent];
      await clients()[call].appendToStream(newStream(), elsewhere);
    });

    async function written(): Promise<{ stream: string; events: Record<string, TestEvent> }> {
      const stream = newStream();
      const [e1, e2, e3, x] = newEvents(4) as [TestEvent, TestEvent, TestEvent, TestEvent];
      await clients()[call].appendToStream(stream, [e1, e2, e3], { expectedRevision: 'no_stream' });
      return { stream, events: { e1, e2, e3, x, o: elsewhere } };
    }
    const pick = (events: Record<string, TestEvent>, given: Given): TestEvent[] =>
      given.flatMap((name) => events[name] ?? []);

    it.each(SECOND_APPENDS)('expecting any: $given gives $any', async ({ given, any, lengthAfterAny }) => {
      const { stream, events } = await written();
      expect(await appendOutcome(clients()[call], stream, 'any', pick(events, given))).toBe(any);
      expect(await idsIn(clients()[call], stream)).toHaveLength(lengthAfterAny);
    });

    it.each(SECOND_APPENDS)('expecting stream_exists: $given gives $any', async ({ given, any }) => {
      const { stream, events } = await written();
      expect(await appendOutcome(clients()[call], stream, 'stream_exists', pick(events, given))).toBe(any);
    });

    it.each(SECOND_APPENDS)(
      'expecting no stream: $given gives $noStream and adds nothing',
      async ({ given, noStream }) => {
        const { stream, events } = await written();
        expect(await appendOutcome(clients()[call], stream, 'no_stream', pick(events, given))).toBe(noStream);
        expect(await idsIn(clients()[call], stream)).toHaveLength(3);
      },
    );

    it('succeeds at the revision expected the first time, also when others have written since', async () => {
      const { stream } = await written();
      const mine = newEvents(2);
      const client = clients()[call];
      expect(await appendOutcome(client, stream, 2n, mine)).toBe('4');
      await appendOutcome(client, stream, 4n);
      expect(await appendOutcome(client, stream, 2n, mine)).toBe('4');
      expect(await idsIn(client, stream)).toHaveLength(6);
    });

    it('compares ids only, not types or data', async () => {
      const { stream, events } = await written();
      const renamed = pick(events, ['e1', 'e2', 'e3']).map((event) => ({
        ...event,
        type: 'renamed',
        data: { n: -1 },
      }));
      expect(await appendOutcome(clients()[call], stream, 'no_stream', renamed)).toBe('2');
    });

    it('takes two appends together as one that was retried', async () => {
      const { stream, events } = await written();
      const [e4] = newEvents(1) as [TestEvent];
      const client = clients()[call];
      await appendOutcome(client, stream, 2n, [e4]);
      for (const expected of ['any', 'stream_exists', 'no_stream'] satisfies AppendExpectedRevision[]) {
        expect(await appendOutcome(client, stream, expected, [...pick(events, ['e1', 'e2', 'e3']), e4])).toBe(
          '3',
        );
      }
    });

    it('writes a known id again when the expected revision is the last one', async () => {
      const { stream, events } = await written();
      expect(await appendOutcome(clients()[call], stream, 2n, pick(events, ['e1']))).toBe('3');
    });

    it('recognises what the other call wrote', async () => {
      const { stream, events } = await written();
      const other = clients()[call === 'batch' ? 'unary' : 'batch'];
      expect(await appendOutcome(other, stream, 'no_stream', pick(events, ['e1', 'e2', 'e3']))).toBe('2');
      expect(await appendOutcome(other, stream, 'any', pick(events, ['e1', 'e2', 'e3']))).toBe('2');
    });

    it('answers a repeated append with the position of its last event', async () => {
      const { stream, events } = await written();
      const client = clients()[call];
      const again = await client.appendToStream(stream, pick(events, ['e1', 'e2']), {
        expectedRevision: 'no_stream',
      });
      const positions = [];
      for await (const { event } of client.readStream(stream)) positions.push(event?.position);
      expect(again.position).toEqual(positions[1]);
    });
  });
}
