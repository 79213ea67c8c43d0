import {
  type ClientHttp2Session,
  connect as connectHttp2,
  constants,
  type OutgoingHttpHeaders,
} from 'node:http2';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { frame } from '../../src/grpc/framing.ts';
import { ProtoWriter } from '../../src/protobuf/writer.ts';

/** Something that a client should not do to a node. */
export interface Attack {
  readonly name: string;
  /** Does it `times` times, or as often as it makes sense; resolves to what the node said, shortest first. */
  readonly run: (port: number, times: number) => Promise<readonly string[]>;
  /** What the node may say, all of it. */
  readonly expected: RegExp;
}

const STREAMS = '/event_store.client.streams.Streams';
const APPEND = `${STREAMS}/Append`;
const READ = `${STREAMS}/Read`;
const MIB = 1024 * 1024;
/** A node that says nothing for so long has nothing to say. */
const SILENCE_MS = 15_000;

const COMPRESSED = 1;
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const EMPTY_SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);

/** Every attack this node is held against. */
export const ATTACKS: readonly Attack[] = [
  {
    name: 'bytes of no known protocol',
    run: (port, times) =>
      repeat(times, (turn) => exchangeRaw(port, Buffer.from(GREETINGS[turn % GREETINGS.length] ?? ''))),
    expected: /^(closed|HTTP\/1\.1 400)/,
  },
  {
    name: 'a message that announces 4 GiB',
    run: (port, times) =>
      repeat(times, () => call(port, APPEND, Buffer.from([0, 0xff, 0xff, 0xff, 0xff]), 'open')),
    expected: /^status 8$/,
  },
  {
    name: 'a gzip bomb of 64 MiB',
    run: (port, times) => {
      const bomb = frame(gzipSync(Buffer.alloc(64 * MIB)));
      bomb[0] = COMPRESSED;
      return repeat(times, () => call(port, APPEND, bomb));
    },
    expected: /^status 12$/,
  },
  {
    name: 'unknown services and methods',
    run: (port, times) =>
      repeat(times, (turn) => call(port, `/no.such.Service${turn}/Method`, frame(Buffer.alloc(0)))),
    expected: /^status 12$/,
  },
  {
    name: 'messages that are none',
    run: (port, times) =>
      repeat(times, (turn) => call(port, READ, frame(Buffer.from([0x0a, 0x7f, turn & 0xff])))),
    expected: /^status 3$/,
  },
  {
    name: 'a regular expression that takes years elsewhere',
    run: (port, times) => repeat(times, () => call(port, READ, frame(regexBomb()), 'until an answer')),
    expected: /^answered$/,
  },
  { name: 'calls opened only to be reset', run: resetFlood, expected: /^sent away$/ },
  {
    name: 'headers of a megabyte',
    run: (port, times) =>
      repeat(times, () => call(port, READ, frame(Buffer.alloc(0)), 'end', { 'x-large': 'x'.repeat(MIB) })),
    expected: /^(reset|closed|status \d+)$/,
  },
  {
    name: 'a header block that never ends',
    run: (port, times) => repeat(times, () => exchangeRaw(port, endlessHeaders())),
    expected: /^(closed|binary)$/,
  },
  {
    name: 'connections that say nothing',
    run: (port, times) => openMany(port, times, undefined),
    expected: /^closed \d+ of \d+$/,
  },
  {
    name: 'connections that only greet',
    run: (port, times) => openMany(port, times, Buffer.concat([PREFACE, EMPTY_SETTINGS])),
    expected: /^closed \d+ of \d+$/,
  },
];

const GREETINGS = [
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\ngarbage-garbage-garbage',
  'SSH-2.0-x\r\n',
  '\0\0\0\0',
  'GET / HTTP/9.9\r\n\r\n',
  `\u0016\u0003\u0001${'x'.repeat(200)}`,
];

async function repeat(times: number, once: (turn: number) => Promise<string>): Promise<string[]> {
  const said = new Set<string>();
  const abreast = 16;
  for (let turn = 0; turn < times; turn += abreast) {
    const turns = Array.from({ length: Math.min(abreast, times - turn) }, (_, index) => once(turn + index));
    for (const answer of await Promise.all(turns)) said.add(answer);
  }
  return [...said].toSorted();
}

/** Opens a session; its errors are of no interest: a node may well send such a client away. */
async function openSession(port: number): Promise<ClientHttp2Session> {
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  session.on('error', () => undefined);
  await new Promise<void>((resolve) =>
    session.once('connect', () => resolve()).once('close', () => resolve()),
  );
  return session;
}

type Ending = 'end' | 'open' | 'until an answer';

/** Sends `body` as one call, and tells how it ends; with `until an answer`, the first bytes of an answer suffice. */
async function call(
  port: number,
  path: string,
  body: Buffer,
  ending: Ending = 'end',
  extra: OutgoingHttpHeaders = {},
): Promise<string> {
  const session = await openSession(port);
  try {
    return await new Promise<string>((resolve) => {
      const silence = setTimeout(() => resolve('silence'), SILENCE_MS);
      const say = (answer: string) => {
        clearTimeout(silence);
        resolve(answer);
      };
      const stream = session.request({
        ':method': 'POST',
        ':path': path,
        'content-type': 'application/grpc',
        te: 'trailers',
        ...extra,
      });
      const take = (headers: Record<string, unknown>) => {
        if (headers['grpc-status'] !== undefined) say(`status ${String(headers['grpc-status'])}`);
      };
      stream.on('response', take).on('trailers', take);
      stream.on('data', () => (ending === 'until an answer' ? say('answered') : undefined));
      stream.on('error', () => say('reset')).once('close', () => say('closed'));
      if (ending === 'open') stream.write(body);
      else stream.end(body);
    });
  } finally {
    session.destroy();
  }
}

/** Sends bytes on a bare connection and tells how the node answers: by its first line, with binary, or by closing. */
function exchangeRaw(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const silence = setTimeout(() => resolve('silence'), SILENCE_MS);
    const say = (answer: string) => {
      clearTimeout(silence);
      socket.destroy();
      resolve(answer);
    };
    socket.on('data', (chunk: Buffer) => {
      // An HTTP/2 node introduces itself before it objects; only text is an answer to a person.
      if (chunk.subarray(0, 4).toString() === 'HTTP') say(chunk.toString('latin1').split('\r\n')[0] ?? '');
    });
    socket.on('error', () => say('closed')).once('close', () => say('closed'));
    socket.end(bytes);
  });
}

/** Opens calls and resets them at once, again and again, until the node sends the client away. */
async function resetFlood(port: number, times: number): Promise<string[]> {
  const said = new Set<string>();
  const callsAtOnce = 500;
  for (let turn = 0; turn < times; turn += 1) {
    const session = await openSession(port);
    const away = new Promise<string>((resolve) => {
      session.once('goaway', () => resolve('sent away')).once('close', () => resolve('sent away'));
      setTimeout(() => resolve('kept'), SILENCE_MS).unref();
    });
    const flood = setInterval(() => {
      for (let count = 0; count < callsAtOnce && !session.closed && !session.destroyed; count++) {
        const stream = session.request({ ':method': 'POST', ':path': READ });
        stream.on('error', () => undefined);
        stream.close(constants.NGHTTP2_CANCEL);
      }
    }, 5);
    said.add(await away.finally(() => clearInterval(flood)));
    session.destroy();
  }
  return [...said];
}

/** Opens connections that greet and then say nothing more; tells how many the node closed while they were open. */
async function openMany(port: number, times: number, greeting: Buffer | undefined): Promise<string[]> {
  const sockets: Socket[] = [];
  let closed = 0;
  for (let count = 0; count < times; count++) {
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        if (greeting !== undefined) socket.write(greeting);
        resolve();
      });
      socket.on('error', () => resolve()).once('close', () => closed++);
      socket.resume();
      sockets.push(socket);
    });
  }
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const answer = `closed ${closed} of ${times}`;
  for (const socket of sockets) socket.destroy();
  return [answer];
}

/** HEADERS without END_HEADERS, then CONTINUATION frames without an end (CVE-2024-27983 and its kin). */
function endlessHeaders(): Buffer {
  const frames: Buffer[] = [PREFACE, EMPTY_SETTINGS];
  const [headers, continuation] = [1, 9];
  // Literal header field without indexing: name "x", value of 100 bytes.
  const field = Buffer.concat([
    Buffer.from([0x00, 0x01]),
    Buffer.from('x'),
    Buffer.from([100]),
    Buffer.alloc(100, 0x61),
  ]);
  const block = Buffer.concat(Array.from({ length: 100 }, () => field));
  for (let count = 0; count < 2000; count++) {
    const head = Buffer.alloc(9);
    head.writeUIntBE(block.length, 0, 3);
    head[3] = count === 0 ? headers : continuation;
    head.writeUInt32BE(1, 5);
    frames.push(head, block);
  }
  return Buffer.concat(frames);
}

/** `ReadReq`: subscribe to `$all` from the start through an expression on which others run for years. */
function regexBomb(): Buffer {
  return new ProtoWriter()
    .message(1, (options) => {
      options.message(2, (all) => all.empty(2)).empty(6);
      options.message(7, (filter) => {
        filter.message(2, (expression) => expression.string(1, '^((a+)+|(a|aa)+|([a-z]+)*)+\\d$'));
        filter.uint32(3, 32).uint32(5, 1);
      });
      options.message(9, (uuid) => uuid.empty(2));
    })
    .finish();
}
