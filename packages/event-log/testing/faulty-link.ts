import {
  type ClientHttp2Session,
  connect,
  constants,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';

/** What the link does with a call, by its path; `deliver` is the honest behaviour. */
export type CallTreatment =
  | 'deliver'
  /** The node gets the request and acts; its answer never arrives. */
  | 'swallow-answer'
  /** The node never hears of it, and nobody answers. */
  | 'swallow-request';

/** A link between a client and a node that can lose calls one by one, as a half-open connection does. */
export interface FaultyLink {
  /** The node's address by way of this link. */
  readonly url: string;
  /** From now on calls are treated so; running calls keep silent from now on if their treatment says so. */
  treat(treatment: (path: string) => CallTreatment): void;
  /** Every call is delivered again; what was swallowed stays lost. */
  heal(): void;
  /** Ends all connections at once, as a killed node does. */
  cut(): void;
  close(): Promise<void>;
}

/** Opens a link to the node at this address (insecure, loopback). */
export async function openFaultyLink(nodeUrl: string): Promise<FaultyLink> {
  const target = new URL(nodeUrl);
  const sessions = new Set<ServerHttp2Session | ClientHttp2Session>();
  let treatment: (path: string) => CallTreatment = () => 'deliver';

  const server = createServer();
  server.on('session', (session) => {
    const upstream = connect(`http://${target.host}`);
    for (const one of [session, upstream]) {
      sessions.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        sessions.delete(one);
        session.destroy();
        upstream.destroy();
      });
    }
    session.on('stream', (stream, headers) => {
      forward(upstream, stream, headers, () => treatment(String(headers[constants.HTTP2_HEADER_PATH])));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cut = (): void => {
    for (const session of sessions) session.destroy();
  };
  return {
    url: `esdb://127.0.0.1:${port}${target.search}`,
    treat: (given) => {
      treatment = given;
    },
    heal: () => {
      treatment = () => 'deliver';
    },
    cut,
    close: async () => {
      cut();
      await closed(server);
    },
  };
}

function forward(
  upstream: ClientHttp2Session,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  treatment: () => CallTreatment,
): void {
  stream.on('error', () => undefined);
  if (treatment() === 'swallow-request') {
    stream.resume();
    return;
  }
  const request = upstream.request(headers);
  request.on('error', () => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
  stream.pipe(request);
  stream.on('close', () => request.close(constants.NGHTTP2_CANCEL));
  // Once silent, silent for ever: what a half-open connection has lost does not come later.
  let silent = false;
  const isSilent = (): boolean => {
    silent ||= treatment() === 'swallow-answer';
    return silent || stream.destroyed;
  };
  let trailers: IncomingHttpHeaders = {};
  request.on('response', (response, flags) => {
    if (isSilent()) return;
    const endStream = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    stream.respond(response, endStream ? { endStream } : { waitForTrailers: true });
  });
  request.on('trailers', (given) => {
    trailers = given;
  });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  request.on('data', (chunk) => {
    if (!isSilent()) stream.write(chunk);
  });
  request.on('end', () => {
    if (!isSilent()) stream.end();
  });
}

function closed(server: Http2Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
