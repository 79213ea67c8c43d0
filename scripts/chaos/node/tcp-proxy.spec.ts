import { once } from 'node:events';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openProxyApart } from './proxy-apart.ts';
import { openProxy, type TcpProxy } from './tcp-proxy.ts';

/** Answers every byte with itself. */
let echo: Server;
let proxy: TcpProxy;

beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await openProxy((echo.address() as { port: number }).port);
});
afterEach(async () => {
  await proxy.close();
  echo.close();
});

const open = async (): Promise<Socket> => {
  const socket = dial(proxy.port, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
};
const endOf = (socket: Socket): Promise<unknown> =>
  new Promise((resolve) => socket.on('error', resolve).on('close', () => resolve(undefined)));
const say = async (socket: Socket, words: string): Promise<string> => {
  socket.write(words);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return answer.toString();
};

it('carries what is said both ways, however much', async () => {
  const socket = await open();
  let got = 0;
  socket.on('data', (bytes: Buffer) => {
    got += bytes.length;
  });
  socket.write(Buffer.alloc(3_000_000, 1));
  await expect.poll(() => got, { timeout: 10_000 }).toBe(3_000_000);
  socket.destroy();
});

it('resets every connection when told', async () => {
  const socket = await open();
  await say(socket, 'hello');
  const end = endOf(socket);
  proxy.reset();
  expect(await end).toMatchObject({ code: 'ECONNRESET' });
  expect(await say(await open(), 'again')).toBe('again');
});

it('resets the connection over which the last of the bytes goes, and only that one', async () => {
  const socket = await open();
  proxy.resetAfter(12);
  expect(await say(socket, 'hello')).toBe('hello');
  const end = endOf(socket);
  socket.write('hello');
  expect(await end).toMatchObject({ code: 'ECONNRESET' });
  expect(await say(await open(), 'a good deal more than twelve')).toBe('a good deal more than twelve');
});

it('says nothing while it is silenced, and resets the silenced when it is mended', async () => {
  const socket = await open();
  await say(socket, 'hello');
  proxy.silence();
  const late = await open();
  const heard: string[] = [];
  for (const one of [socket, late]) {
    one.on('data', (bytes: Buffer) => heard.push(bytes.toString())).on('close', () => heard.push('end'));
    one.on('error', () => undefined);
    one.write('anybody?');
  }
  await sleep(100);
  expect(heard).toEqual([]);
  proxy.mend();
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual(['end', 'end']);
  expect(await say(await open(), 'back')).toBe('back');
});

it('leads new connections elsewhere when told', async () => {
  const other = createServer((socket) => socket.end('the other')).listen(0, '127.0.0.1');
  await once(other, 'listening');
  proxy.leadTo((other.address() as { port: number }).port);
  const socket = await open();
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toBe('the other');
  other.close();
});

it('does all of this in a thread of its own too', async () => {
  const apart = await openProxyApart(proxy.port);
  const through = async (): Promise<Socket> => {
    const socket = dial(apart.port, '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  const socket = await through();
  expect(await say(socket, 'hello')).toBe('hello');
  const end = endOf(socket);
  apart.reset();
  expect(await end).toMatchObject({ code: 'ECONNRESET' });
  expect(await say(await through(), 'again')).toBe('again');
  await apart.close();
});
