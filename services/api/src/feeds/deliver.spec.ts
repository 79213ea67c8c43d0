import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Position } from '@ledger/schemas';
import { afterEach, describe, expect, it } from 'vitest';
import { bodyOf } from './deliver.ts';
import type { Piece } from './event-stream.ts';

const STALL_MS = 200;
const PIECE_BYTES = 64 * 1024;

let server: Server;
let sent = 0;
let dropped: Position | undefined;

/** A feed without end, in pieces of 64 KiB, to whoever connects. */
async function* endless(signal: AbortSignal): AsyncGenerator<Piece> {
  for (let position = 1; !signal.aborted; position += 1) {
    sent = position;
    yield {
      bytes: `id: ${position}\ndata: ${'x'.repeat(PIECE_BYTES)}\n\n`,
      seen: position as Position,
    };
    await new Promise(setImmediate);
  }
}

async function serveEndless(stallMs = STALL_MS): Promise<Socket> {
  sent = 0;
  dropped = undefined;
  server = createServer((_, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    bodyOf({
      pieces: endless(gone.signal),
      after: 0 as Position,
      stallMs,
      cutOff: () => response.destroy(),
      onDrop: (resume) => {
        dropped = resume;
      },
      signal: gone.signal,
    }).pipe(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nhost: feed\r\nconnection: close\r\n\r\n');
  return socket;
}

afterEach(() => server.close());

async function readAll(socket: Socket): Promise<string> {
  const parts: Buffer[] = [];
  socket.on('data', (part) => parts.push(part));
  socket.resume();
  await once(socket, 'close');
  return Buffer.concat(parts).toString();
}

describe('a subscriber that never reads', () => {
  it('is dropped after a while, and finds behind what was sent from where it can resume', async () => {
    const socket = await serveEndless();
    socket.pause();
    await expect.poll(() => dropped, { timeout: 10_000, interval: 20 }).toBeDefined();
    const text = await readAll(socket);
    const ids = [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
    expect(ids).toEqual([...Array.from({ length: Number(dropped) }, (_, at) => at + 1), dropped]);
    expect(JSON.parse(/event: dropped\ndata: (.*)/.exec(text)?.[1] ?? '')).toMatchObject({
      position: dropped,
    });
  });

  it('holds no more than the buffers of the system, and is cut off when it goes on not reading', async () => {
    const socket = await serveEndless();
    socket.pause();
    await expect.poll(() => dropped, { timeout: 10_000, interval: 20 }).toBeDefined();
    const whenDropped = sent;
    await new Promise((resolve) => setTimeout(resolve, 3 * STALL_MS));
    expect(sent).toBe(whenDropped);
    expect(await new Promise((resolve) => server.getConnections((_, count) => resolve(count)))).toBe(0);
    socket.destroy();
  });
});

describe('a slow subscriber', () => {
  it('is not dropped as long as it takes something within the time', async () => {
    const socket = await serveEndless(5 * STALL_MS);
    let bytes = 0;
    socket.on('data', (part) => {
      bytes += part.length;
      socket.pause();
      setTimeout(() => socket.resume(), STALL_MS / 40);
    });
    await new Promise((resolve) => setTimeout(resolve, 8 * STALL_MS));
    expect([dropped, bytes > 0]).toEqual([undefined, true]);
    socket.destroy();
  });
});
