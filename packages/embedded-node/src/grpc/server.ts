import { createServer as createHttp1Server, type RequestListener } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { GrpcCall } from './call.ts';
import { SessionLimit } from './session-limit.ts';
import { GrpcCode, GrpcStatusError } from './status.ts';

/** Answers one call; returning ends it with OK, throwing with the status of the error. */
export type GrpcHandler = (call: GrpcCall) => Promise<void>;

export interface GrpcServerOptions {
  readonly host: string;
  readonly port: number;
  /** Certificate chain and key, PEM; undefined = clear text. */
  readonly tls: TlsIdentity | undefined;
  /** Handlers by path, `/package.Service/Method`. */
  readonly handlers: ReadonlyMap<string, GrpcHandler>;
  /** Answers HTTP/1.1 requests to the same port. */
  readonly http: RequestListener;
  /** Told about every handler that failed otherwise than by a status. */
  readonly onFault: (path: string, error: unknown) => void;
}

/** What a server proves itself with. */
export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
}

export interface GrpcServer {
  readonly port: number;
  /** Stops listening and closes every connection. */
  close(): Promise<void>;
}

/** First bytes of every HTTP/2 connection (RFC 9113 §3.4); anything else is HTTP/1.1. */
const HTTP2_PREFACE_START = Buffer.from('PRI ');

const SESSION_MEMORY_MB = 256;

/** A connection that says nothing for so long is closed. */
const FIRST_BYTES_MS = 10_000;

/** How long a silent connection is left before the operating system asks whether anybody is there. */
const KEEP_ALIVE_MS = 10_000;

/** Connections that speak HTTP/2; each takes some 16 KiB while nothing happens on it. */
const SESSIONS_MAX = 2000;

/** Clients may have this many calls open on one connection. */
const CALLS_MAX = 10_000;

/** Serves gRPC and HTTP/1.1 on one port, in clear text or over TLS. */
export async function listenGrpc(options: GrpcServerOptions): Promise<GrpcServer> {
  const sessions = new SessionLimit(SESSIONS_MAX);
  const sockets = new Set<Socket>();
  const http1 = createHttp1Server(options.http);
  // Node looks for slow HTTP/1.1 clients only where it listens itself.
  http1.timeout = FIRST_BYTES_MS;
  const http2 = createHttp2Server({
    // Node's own limit of 10 MB would refuse calls while some large answers are on their way.
    maxSessionMemory: SESSION_MEMORY_MB,
    settings: { maxConcurrentStreams: CALLS_MAX, initialWindowSize: 1024 * 1024 },
    // A client that opens and resets calls in a flood is sent away (CVE-2023-44487).
    streamResetBurst: 1000,
    streamResetRate: 100,
  });
  http2.on('session', (session) => {
    session.on('error', () => {});
    session.setLocalWindowSize(8 * 1024 * 1024);
    sessions.opened(session);
  });
  http2.on('sessionError', () => {});
  http2.on('stream', (stream, headers) => {
    if (stream.session !== undefined) sessions.called(stream.session, stream);
    const path = headers[':path'] ?? '';
    const call = new GrpcCall(stream, path, headers);
    const handler = options.handlers.get(path) ?? unimplemented;
    handler(call).then(
      () => call.finish(),
      (error: unknown) => {
        if (!(error instanceof GrpcStatusError)) options.onFault(path, error);
        call.fail(error);
      },
    );
  });

  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
  };
  const serve = (socket: Socket, isHttp2: boolean) => (isHttp2 ? http2 : http1).emit('connection', socket);
  const front =
    options.tls === undefined ? listenInClear(keep, serve) : listenOverTls(options.tls, keep, serve);
  await new Promise<void>((resolve, reject) => {
    front.once('error', reject);
    front.listen(options.port, options.host, () => {
      front.off('error', reject);
      resolve();
    });
  });
  const address = front.address() as AddressInfo;

  return {
    port: address.port,
    async close() {
      const closed = new Promise<void>((resolve) => front.close(() => resolve()));
      sessions.closeAll();
      // Answers that are on their way get a moment; idle keep-alive connections would never end by themselves.
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 200))]);
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

type Keep = (socket: Socket) => void;
type Serve = (socket: Socket, isHttp2: boolean) => void;

/** In clear text, the first bytes tell which protocol the client speaks. */
function listenInClear(keep: Keep, serve: Serve): Server {
  return createServer((socket) => {
    keep(socket);
    socket.setTimeout(FIRST_BYTES_MS, () => socket.destroy());
    socket.once('data', (chunk: Buffer) => {
      socket.setTimeout(0).removeAllListeners('timeout');
      socket.pause();
      socket.unshift(chunk);
      const isHttp2 = chunk.subarray(0, 4).equals(HTTP2_PREFACE_START.subarray(0, chunk.length));
      serve(socket, isHttp2);
      if (!isHttp2) socket.resume();
    });
  });
}

/** Over TLS, client and server agree on the protocol beforehand. */
function listenOverTls(identity: TlsIdentity, keep: Keep, serve: Serve): Server {
  const server = createTlsServer(
    { ...identity, ALPNProtocols: ['h2', 'http/1.1'], handshakeTimeout: FIRST_BYTES_MS },
    (socket) => {
      serve(socket, socket.alpnProtocol === 'h2');
    },
  );
  server.on('connection', keep);
  server.on('tlsClientError', () => {});
  return server;
}

async function unimplemented(call: GrpcCall): Promise<void> {
  throw new GrpcStatusError(GrpcCode.unimplemented, `${call.path} is not implemented by this node.`);
}
