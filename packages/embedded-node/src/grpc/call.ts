import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { constants } from 'node:http2';
import { FrameDecoder, frame } from './framing.ts';
import { GrpcCode, GrpcStatusError } from './status.ts';

/** Largest request message taken, as the real server does (about 16 MiB) with room for its envelope. */
const REQUEST_BYTES_MAX = 17 * 1024 * 1024;

/** A client that goes on sending after its answer is cut off after this time. */
const LINGER_MS = 1000;

const GRPC_HEADERS = { ':status': 200, 'content-type': 'application/grpc' };

/**
 * One gRPC call as its handler sees it.
 *
 * Shape: messages come one by one from `requests()`; answers leave in the order they are written; the call ends when the handler
 * returns (status OK) or throws (`GrpcStatusError` = that status, anything else = UNKNOWN).
 */
export class GrpcCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly #stream: ServerHttp2Stream;
  readonly #closers = new Set<() => void>();
  #queued: Buffer[] = [];
  #flushing = false;
  #ended = false;
  #deadlineTimer: NodeJS.Timeout | undefined;

  constructor(stream: ServerHttp2Stream, path: string, headers: IncomingHttpHeaders) {
    this.path = path;
    this.headers = headers;
    this.#stream = stream;
    // A reset of the stream is told through 'close'; without a listener it would be an uncaught exception.
    stream.on('error', () => {});
    stream.once('close', () => this.#close());
    const deadlineMs = timeoutMs(headers['grpc-timeout']);
    if (deadlineMs !== undefined) {
      this.#deadlineTimer = setTimeout(
        () =>
          this.fail(new GrpcStatusError(GrpcCode.deadlineExceeded, 'The deadline of the call has passed.')),
        deadlineMs,
      );
    }
  }

  /** What the client says about who it is. */
  get authorization(): string | undefined {
    return this.headers.authorization;
  }

  /** Whether the call is over: answered, cancelled by the client, or past its deadline. */
  get over(): boolean {
    // A stream that was reset without an error ends like a whole one, but is closed by then.
    return this.#ended || this.#stream.closed || this.#stream.destroyed;
  }

  /** Address of the client. */
  get peer(): string {
    const { remoteAddress = '', remotePort = 0 } = this.#stream.session?.socket ?? {};
    return `${remoteAddress}:${remotePort}`;
  }

  /** Runs `closer` once when the call is over, at once when it already is; returns how to withdraw it. */
  onClose(closer: () => void): () => void {
    if (this.over) {
      closer();
      return () => {};
    }
    this.#closers.add(closer);
    return () => this.#closers.delete(closer);
  }

  /** The messages of the client, in order, until it has sent its last one or the call is over. */
  async *requests(): AsyncGenerator<Buffer, void, void> {
    const decoder = new FrameDecoder(REQUEST_BYTES_MAX);
    try {
      // Whoever stops reading early still wants to answer, so the stream must stay.
      for await (const chunk of this.#stream.iterator({ destroyOnReturn: false })) {
        yield* decoder.push(chunk);
        if (this.over) return;
      }
    } catch (error) {
      if (error instanceof GrpcStatusError || !this.over) throw error;
      return;
    }
    if (!decoder.atBoundary && !this.over) {
      throw new GrpcStatusError(GrpcCode.invalidArgument, 'The request ends within a message.');
    }
  }

  /** The only message of a unary request. */
  async request(): Promise<Buffer> {
    for await (const message of this.requests()) return message;
    throw new GrpcStatusError(GrpcCode.invalidArgument, 'The request holds no message.');
  }

  /** Sends `message`; messages written in one turn of the event loop leave in one HTTP/2 write. */
  write(message: Buffer): void {
    this.writeFrames(frame(message));
  }

  /** Sends bytes that are gRPC frames already. */
  writeFrames(frames: Buffer): void {
    if (this.over) return;
    this.#queued.push(frames);
    if (this.#flushing) return;
    this.#flushing = true;
    setImmediate(() => this.#flush());
  }

  /** Whether the client lags so far behind that nothing more should be written before `drained()`. */
  get congested(): boolean {
    return this.#stream.writableNeedDrain || this.#stream.writableLength > 0;
  }

  /** Waits until what was written has left for the client; also returns when the call is over. */
  async drained(): Promise<void> {
    this.#flush();
    if (this.over || !this.#stream.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#stream.off('drain', done);
        withdraw();
        resolve();
      };
      const withdraw = this.onClose(done);
      this.#stream.once('drain', done);
    });
  }

  /** Ends the call with status OK. */
  finish(): void {
    this.#end(GrpcCode.ok, '', {});
  }

  /** Ends the call with the status that `error` stands for. */
  fail(error: unknown): void {
    if (error instanceof GrpcStatusError) {
      this.#end(error.code, error.message, error.trailers);
    } else {
      this.#end(GrpcCode.unknown, error instanceof Error ? error.message : String(error), {});
    }
  }

  #open(): void {
    if (!this.#stream.headersSent) this.#stream.respond(GRPC_HEADERS, { waitForTrailers: true });
  }

  #flush(): void {
    this.#flushing = false;
    if (this.#queued.length === 0 || this.#stream.destroyed) return;
    const bytes = this.#queued.length === 1 ? this.#queued[0] : Buffer.concat(this.#queued);
    this.#queued = [];
    this.#open();
    this.#stream.write(bytes);
  }

  #end(code: GrpcCode, message: string, trailers: Readonly<Record<string, string>>): void {
    if (this.#ended) return;
    if (this.#stream.destroyed) {
      this.#close();
      return;
    }
    const status = {
      ...trailers,
      'grpc-status': String(code),
      ...(message === '' ? {} : { 'grpc-message': percentEncode(message) }),
    };
    this.#flush();
    if (this.#stream.headersSent) {
      this.#stream.once('wantTrailers', () => this.#stream.sendTrailers(status));
      this.#stream.end();
    } else {
      this.#stream.respond({ ...GRPC_HEADERS, ...status }, { endStream: true });
    }
    // What the client still wants to send is of no interest once it has its answer.
    if (!this.#stream.readableEnded) {
      setTimeout(() => this.#stream.close(constants.NGHTTP2_NO_ERROR), LINGER_MS).unref();
    }
    this.#stream.resume();
    this.#ended = true;
    this.#close();
  }

  #close(): void {
    this.#ended = true;
    clearTimeout(this.#deadlineTimer);
    this.#queued = [];
    const closers = [...this.#closers];
    this.#closers.clear();
    for (const closer of closers) closer();
  }
}

const UNIT_MS: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1000,
  m: 1,
  u: 1e-3,
  n: 1e-6,
};

/** A timer longer than this would fire at once; such a deadline is as good as none. */
const TIMER_MS_MAX = 2 ** 31 - 1;

function timeoutMs(header: string | string[] | undefined): number | undefined {
  const match = /^(\d{1,8})([HMSmun])$/.exec(typeof header === 'string' ? header : '');
  if (match === null) return undefined;
  const ms = Number(match[1]) * (UNIT_MS[match[2] ?? ''] ?? 1);
  return ms > TIMER_MS_MAX ? undefined : ms;
}

function percentEncode(text: string): string {
  return encodeURIComponent(text).replaceAll('%20', ' ');
}
