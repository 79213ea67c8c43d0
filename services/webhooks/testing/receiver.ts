import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A delivery as it came in. */
export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A subscriber's own server: keeps what comes in and answers as it is told. */
export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly received: Received[];
  /** The status for a delivery; 204 unless a test says otherwise. */
  answer: (received: Received) => number;
  close(): Promise<void>;
}

/** Opens a receiver on this machine. */
export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const one = { headers: textHeaders(request.headers), body: Buffer.concat(parts).toString() };
    const status = receiver.answer(one);
    received.push(one);
    response.writeHead(status, status === 302 ? { location: `${receiver.url}elsewhere` } : {}).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/`,
    port,
    received,
    answer: () => 204,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return receiver;
}

function textHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
