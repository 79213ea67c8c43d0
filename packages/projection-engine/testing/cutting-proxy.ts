import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A message of PostgreSQL's protocol has a code and a length that counts itself; the very first one of a client has no code. */
const HEADER_BYTES = 5;

/** A TCP proxy before PostgreSQL that counts what the client sends, message by message, and cuts the connection when it is told to. */
export interface CuttingProxy {
  /** The database's address by way of the proxy. */
  readonly databaseUrl: string;
  /** From now on the connection is cut as soon as so many messages of the client have gone through. Units: one-based. */
  cutBehind(messages: number): void;
  /** Messages of the client since then. */
  readonly passed: number;
  close(): Promise<void>;
}

export async function openCuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let passed = 0;
  let limit = Number.POSITIVE_INFINITY;
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    const cut = () => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', cut);
      socket.on('close', () => {
        sockets.delete(socket);
        cut();
      });
    }
    far.pipe(near);
    const messages = new MessageReader();
    near.on('data', (piece) => {
      for (const message of messages.take(piece)) {
        if (passed >= limit) return cut();
        far.write(message);
        passed += 1;
        if (passed >= limit) {
          // What was let through arrives; what PostgreSQL answers does not.
          far.unpipe(near);
          far.end();
          near.destroy();
          return undefined;
        }
      }
      return undefined;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    databaseUrl: url.href,
    cutBehind(messages) {
      passed = 0;
      limit = messages;
    },
    get passed() {
      return passed;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Cuts a client's bytes into messages. */
class MessageReader {
  #rest: Buffer = Buffer.alloc(0);
  #hasStarted = false;

  *take(piece: Buffer): Generator<Buffer> {
    this.#rest = Buffer.concat([this.#rest, piece]);
    for (;;) {
      const header = this.#hasStarted ? HEADER_BYTES : HEADER_BYTES - 1;
      if (this.#rest.length < header) return;
      const length = this.#rest.readUInt32BE(header - 4) + header - 4;
      if (this.#rest.length < length) return;
      this.#hasStarted = true;
      yield this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(length);
    }
  }
}
