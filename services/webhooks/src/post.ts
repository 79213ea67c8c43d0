import { request as requestPlainly } from 'node:http';
import { request as requestSecurely } from 'node:https';
import type { LookupFunction } from 'node:net';
import { checkTarget, type Resolve, type TargetPolicy } from '@ledger/api';

/** An answer's body is not of interest; a little of it is read so that the connection ends in order. Units: bytes. */
const ANSWER_BYTES_MAX = 64 * 1024;

export interface PostOptions {
  readonly targets: TargetPolicy;
  readonly resolve: Resolve;
  /** From the look-up to the end of the answer. */
  readonly timeoutMs: number;
}

/**
 * Sends a body to an address and tells the status of the answer; a redirect is an answer like any other and is not followed.
 *
 * The name is looked up once, all its addresses are judged, and the connection goes to one of them: a name that leads
 * somewhere else at the next look-up leads nowhere here.
 *
 * Errors: `TargetRefused`; what the network throws; a time-out.
 */
export async function post(
  target: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  { targets, resolve, timeoutMs }: PostOptions,
): Promise<number> {
  const addresses = await checkTarget(target, targets, resolve);
  // Asked by the socket instead of a resolver, with all addresses or with one.
  const lookup: LookupFunction = (_name, options, done) => {
    const [first] = addresses;
    if (options.all) done(null, [...addresses]);
    else done(null, first?.address ?? '', first?.family);
  };
  const request = target.protocol === 'https:' ? requestSecurely : requestPlainly;
  return await new Promise<number>((resolvePromise, reject) => {
    const sending = request(
      target,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        lookup,
        // A connection of its own: none that was opened for another name is used again.
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
      },
      (answer) => {
        let bytes = 0;
        answer.on('data', (part: Buffer) => {
          bytes += part.length;
          if (bytes > ANSWER_BYTES_MAX) answer.destroy();
        });
        answer.on('error', () => undefined);
        answer.once('close', () => resolvePromise(answer.statusCode ?? 0));
      },
    );
    sending.once('error', reject);
    sending.end(body);
  });
}
