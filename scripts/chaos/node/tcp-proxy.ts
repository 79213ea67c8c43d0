import { createServer, connect as dial, type Server, type Socket } from 'node:net';

/** A wire between two programs that can be cut, stopped and mended. */
export interface TcpProxy {
  /** Where to connect instead of to the program itself. */
  readonly port: number;
  /** Connections that are made from now on lead to this port. */
  leadTo(port: number): void;
  /** Every connection is reset. */
  reset(): void;
  /** The next connection over which this many bytes more have gone, in either direction, is reset; later ones are not. */
  resetAfter(bytes: number): void;
  /** Nothing comes through any more, and nobody is told: connections stay open, new ones are taken and not answered. */
  silence(): void;
  /** New connections come through again; those that were silenced have lost bytes and are reset. */
  mend(): void;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** A wire on a free port of this machine to `port`. */
export async function openProxy(port: number): Promise<TcpProxy> {
  const wire = new Wire(port);
  await wire.listen();
  return wire;
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  silenced: boolean;
}

class Wire implements TcpProxy {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #target: number;
  #silent = false;
  #bytesLeft: number | undefined;

  constructor(target: number) {
    this.#target = target;
    this.#server = createServer((near) => this.#take(near));
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy does not listen');
    return address.port;
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject).listen(0, LOOPBACK, resolve);
    });
  }

  leadTo(port: number): void {
    this.#target = port;
  }

  reset(): void {
    for (const pair of this.#pairs) this.#drop(pair);
  }

  resetAfter(bytes: number): void {
    this.#bytesLeft = bytes;
  }

  silence(): void {
    this.#silent = true;
    for (const pair of this.#pairs) pair.silenced = true;
  }

  mend(): void {
    this.#silent = false;
    for (const pair of this.#pairs) if (pair.silenced) this.#drop(pair);
  }

  async close(): Promise<void> {
    this.reset();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take(near: Socket): void {
    const far = dial(this.#target, LOOPBACK);
    const pair: Pair = { near, far, silenced: this.#silent };
    this.#pairs.add(pair);
    this.#pass(pair, near, far);
    this.#pass(pair, far, near);
  }

  #pass(pair: Pair, from: Socket, to: Socket): void {
    from.setNoDelay(true);
    from.on('data', (bytes: Buffer) => {
      if (pair.silenced) return;
      if (this.#isCutBy(bytes.length)) return this.#drop(pair);
      if (to.writable && !to.write(bytes)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    });
    // Whoever is silenced learns nothing of the other side, not even its end.
    from.on('end', () => pair.silenced || to.end());
    from.on('error', () => pair.silenced || this.#drop(pair));
    from.on('close', () => {
      if (pair.near.destroyed && pair.far.destroyed) this.#pairs.delete(pair);
      else if (!pair.silenced && !to.writableEnded) this.#drop(pair);
    });
  }

  #isCutBy(bytes: number): boolean {
    if (this.#bytesLeft === undefined) return false;
    this.#bytesLeft -= bytes;
    if (this.#bytesLeft > 0) return false;
    this.#bytesLeft = undefined;
    return true;
  }

  #drop(pair: Pair): void {
    this.#pairs.delete(pair);
    for (const socket of [pair.near, pair.far]) if (!socket.destroyed) socket.resetAndDestroy();
  }
}
