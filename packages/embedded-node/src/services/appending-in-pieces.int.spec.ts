import { randomUUID } from 'node:crypto';
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { setTimeout as delay } from 'node:timers/promises';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { createTestDatabase, type TestDatabase } from '@ledger/embedded-postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FrameDecoder, frame } from '../grpc/framing.ts';
import { type RunningNode, startNode } from '../index.ts';
import { ProtoWriter } from '../protobuf/writer.ts';

const PATIENCE = { timeout: 15_000 };
const HALF = 600_000;
const MESSAGE_BYTES_MAX = 1024 * 1024;

interface Piece {
  /** Pieces of one append have one name. */
  readonly append: string;
  /** Undefined in every piece but the first. */
  readonly stream?: string;
  readonly expected?: 'any' | 'unsaid';
  readonly deadlineMs?: number;
  readonly events?: readonly { readonly type?: string | undefined; readonly bytes?: number }[];
  readonly final?: boolean;
}

describe('an append in pieces', () => {
  let database: TestDatabase;
  let node: RunningNode;
  let session: ClientHttp2Session;

  beforeAll(async () => {
    database = await createTestDatabase();
    node = await startNode({
      database: database.url,
      now: Date.now,
      randomUuid: randomUUID,
      log: () => undefined,
    });
    session = connect(`http://127.0.0.1:${node.port}`);
  });
  afterAll(async () => {
    session.destroy();
    await node.stop();
    await database.drop();
  });

  const call = (method: string): ClientHttp2Stream =>
    session.request({
      ':method': 'POST',
      ':path': `/event_store.client.streams.Streams/${method}`,
      'content-type': 'application/grpc',
      te: 'trailers',
    });

  /** Sends the pieces as one BatchAppend call and gathers `append: answer` until there are as many as expected. */
  const answersTo = async (pieces: readonly Piece[], count: number): Promise<string[]> => {
    const answers: string[] = [];
    const stream = call('BatchAppend');
    const decoder = new FrameDecoder(MESSAGE_BYTES_MAX);
    stream.on('data', (chunk: Buffer) => {
      for (const message of decoder.push(chunk)) {
        const answer = streams.BatchAppendResp.deserializeBinary(message);
        const name = answer.getCorrelationId()?.getString() ?? '';
        const said = answer.hasSuccess()
          ? `revision ${answer.getSuccess()?.getCurrentRevision()}`
          : answer.getError()?.getMessage();
        answers.push(`${name}: ${said}`);
      }
    });
    stream.on('trailers', (trailers) => answers.push(`status ${String(trailers['grpc-status'])}`));
    for (const piece of pieces) stream.write(frame(encode(piece)));
    await expect.poll(() => answers.length, PATIENCE).toBeGreaterThanOrEqual(count);
    // Whatever else might be said comes soon.
    await delay(100);
    stream.close();
    return answers;
  };

  it('is one append, written when its last piece comes; others go on between', async () => {
    const [long, short] = [randomUUID(), randomUUID()];
    expect(
      await answersTo(
        [
          { append: 'a', stream: long, events: [{}], final: false },
          { append: 'b', stream: short, events: [{}] },
          { append: 'a', events: [{}], final: false },
          { append: 'a', events: [{}] },
        ],
        2,
      ),
    ).toEqual(expect.arrayContaining(['a: revision 2', 'b: revision 0']));
  });
  it('whose last piece does not come in time is given up, and nothing of it is written', async () => {
    const stream = randomUUID();
    const given = [{ append: 'a', stream, deadlineMs: 200, events: [{}], final: false }];
    expect(await answersTo(given, 1)).toEqual(['a: Timeout']);
    expect(await answersTo([{ append: 'b', stream, events: [{}] }], 1)).toEqual(['b: revision 0']);
  });
  it('is given up after two seconds even without a deadline', async () => {
    const began = performance.now();
    expect(await answersTo([{ append: 'a', stream: randomUUID(), final: false }], 1)).toEqual(['a: Timeout']);
    expect(performance.now() - began).toBeGreaterThan(1900);
  });
  it('that grows beyond the limit is refused at once and once', async () => {
    const halves = { events: [{ bytes: HALF }], final: false };
    const pieces = [
      { append: 'a', stream: randomUUID(), ...halves },
      { append: 'a', ...halves },
      { append: 'a' },
    ];
    expect(await answersTo(pieces, 1)).toEqual(['a: MaximumAppendSizeExceeded']);
  });
  it.each<[string, Piece, string]>([
    ['without an expected revision', { append: 'a', expected: 'unsaid', events: [{}] }, 'BadRequest'],
    ['of an event without a type', { append: 'a', events: [{ type: undefined }] }, 'BadRequest'],
    ['of an event with an empty type', { append: 'a', events: [{ type: '' }] }, 'BadRequest'],
    ['whose time is over when it comes', { append: 'a', deadlineMs: 0, events: [{}] }, 'Timeout'],
  ])('%s is refused, and the call goes on', async (_, piece, refusal) => {
    const stream = randomUUID();
    expect(
      await answersTo(
        [
          { stream, ...piece },
          { append: 'b', stream, events: [{}] },
        ],
        2,
      ),
    ).toEqual([`a: ${refusal}`, 'b: revision 0']);
  });
  it('to a stream without a name is refused', async () =>
    expect(await answersTo([{ append: 'a', stream: '', events: [{}] }], 1)).toEqual(['a: BadRequest']));
});

function encode({ append, stream, expected = 'any', deadlineMs, events = [], final = true }: Piece): Buffer {
  const writer = new ProtoWriter().message(1, (id) => id.string(2, append));
  if (stream !== undefined) {
    writer.message(2, (options) => {
      options.message(1, (identifier) => identifier.bytes(3, Buffer.from(stream)));
      if (expected === 'any') options.empty(4);
      if (deadlineMs !== undefined)
        options.message(7, (duration) => duration.int64(1, 0n).int32(2, deadlineMs * 1_000_000));
    });
  }
  for (const event of events) {
    writer.message(3, (proposed) => {
      const type = 'type' in event ? event.type : 'written';
      proposed.message(1, (id) => id.string(2, randomUUID()));
      if (type !== undefined) proposed.message(2, (entry) => entry.string(1, 'type').string(2, type));
      proposed.message(2, (entry) => entry.string(1, 'content-type').string(2, 'application/json'));
      proposed.bytes(4, Buffer.alloc(event.bytes ?? 2, '1'));
    });
  }
  return writer.bool(4, final).finish();
}
