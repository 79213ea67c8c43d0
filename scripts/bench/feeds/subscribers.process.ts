/**
 * Many subscribers in one process, told by its parent over IPC: `open` them, say when all hear, `report` what each heard when.
 *
 * It reads what it must of the bytes and no more, so that what is measured is the service and not its readers.
 */
import { connect, type Socket } from 'node:net';

export type ToSubscribers =
  | {
      readonly kind: 'open';
      readonly url: string;
      readonly path: string;
      readonly count: number;
      readonly after: number;
    }
  | { readonly kind: 'report'; readonly sent: readonly (readonly [position: number, at: number])[] }
  | { readonly kind: 'close' };

export type FromSubscribers =
  | { readonly kind: 'opened' }
  | { readonly kind: 'reported'; readonly report: SubscribersReport };

/** Units: milliseconds from the call that recorded a change to a subscriber having it; over all subscribers and changes. */
export interface SubscribersReport {
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
  readonly missing: number;
  readonly megabytes: number;
}

const MARK = Buffer.from('\nevent: change\n');
/** More than the longest `id` line. */
const TAIL_BYTES = 64;

const sockets: Socket[] = [];
let bytes = 0;
/** When each subscriber had each position. */
let heard: Map<number, Float64Array> = new Map();

function now(): number {
  return performance.timeOrigin + performance.now();
}

process.once('disconnect', () => process.exit());
process.on('message', async (message: ToSubscribers) => {
  switch (message.kind) {
    case 'open':
      await open(message);
      tell({ kind: 'opened' });
      break;
    case 'report':
      tell({ kind: 'reported', report: reportOf(message.sent) });
      break;
    case 'close':
      for (const socket of sockets.splice(0)) socket.destroy();
      process.disconnect();
      break;
  }
});

function tell(message: FromSubscribers): void {
  process.send?.(message);
}

async function open({ url, path, count, after }: Extract<ToSubscribers, { kind: 'open' }>): Promise<void> {
  const { hostname, port } = new URL(url);
  for (const socket of sockets.splice(0)) socket.destroy();
  heard = new Map();
  bytes = 0;
  for (let number = 0; number < count; number += 1) {
    const socket = connect(Number(port), hostname);
    sockets.push(socket);
    socket.write(
      `GET ${path}?after=${after} HTTP/1.1\r\nhost: ${hostname}\r\naccept: text/event-stream\r\nauthorization: Bearer dev-token-auditor\r\n\r\n`,
    );
    await new Promise<void>((resolve) => socket.once('data', () => resolve()));
    listen(socket, number, count);
  }
}

function listen(socket: Socket, number: number, count: number): void {
  let tail = Buffer.alloc(0);
  socket.on('data', (part: Buffer) => {
    const at = now();
    bytes += part.length;
    const text = tail.length === 0 ? part : Buffer.concat([tail, part]);
    for (let mark = text.indexOf(MARK); mark !== -1; mark = text.indexOf(MARK, mark + MARK.length)) {
      // What ends within the tail was counted when it was part of the last piece.
      if (mark + MARK.length <= tail.length) continue;
      const line = text.lastIndexOf('id: ', mark);
      note(Number(text.toString('latin1', line + 4, mark)), number, count, at);
    }
    tail = Buffer.from(text.subarray(Math.max(0, text.length - TAIL_BYTES)));
  });
  socket.on('error', () => undefined);
}

function note(position: number, number: number, count: number, at: number): void {
  let times = heard.get(position);
  if (times === undefined) {
    times = new Float64Array(count);
    heard.set(position, times);
  }
  times[number] = at;
}

function reportOf(sent: readonly (readonly [number, number])[]): SubscribersReport {
  const waits: number[] = [];
  let missing = 0;
  for (const [position, at] of sent) {
    const times = heard.get(position);
    for (let number = 0; number < sockets.length; number += 1) {
      const time = times?.[number] ?? 0;
      if (time === 0) missing += 1;
      else waits.push(time - at);
    }
  }
  const sorted = Float64Array.from(waits).sort();
  const of = (percent: number) => sorted[Math.floor(((sorted.length - 1) * percent) / 100)] ?? Number.NaN;
  return { p50: of(50), p99: of(99), most: of(100), missing, megabytes: bytes / 1024 / 1024 };
}
