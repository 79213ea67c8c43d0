import { createHash } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the range from which kernels lend ports to outgoing connections, so that nothing takes ours while we restart. */
const FIRST = 20_000;
const COUNT = 12_000;

/** The port on 127.0.0.1 that belongs to `key`: always the same one, whether it is free now or not. */
export function portOf(key: string): number {
  return FIRST + (createHash('sha256').update(key).digest().readUInt32BE(0) % COUNT);
}

/**
 * Names a port on 127.0.0.1 that nobody listens on now: the preferred one, else the next free one from the key's own.
 *
 * Errors: plain `Error` when none of twelve thousand is free.
 */
export async function freePort(key: string, preferred: number | undefined): Promise<number> {
  if (preferred !== undefined && (await isFree(preferred))) return preferred;
  for (let step = 0; step < COUNT; step += 1) {
    const port = FIRST + ((portOf(key) - FIRST + step) % COUNT);
    if (await isFree(port)) return port;
  }
  throw new Error(`no port between ${FIRST} and ${FIRST + COUNT} is free`);
}

/** Tells whether a server could listen on this port of 127.0.0.1 now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
