import type { Socket } from 'node:net';
import type { Connection, Submittable } from 'pg';

/** A message of PostgreSQL's protocol begins with a code and a length that counts itself. https://www.postgresql.org/docs/18/protocol-message-formats.html */
export const MESSAGE_HEADER_BYTES = 5;
const COPY_DATA = 0x64;
/** That the copy begins, a notice, a changed setting, a notification: they may come before and between the data. */
const PASSED_OVER: ReadonlySet<number> = new Set([0x48, 0x4e, 0x53, 0x41]);
/** More than that is not read ahead. */
const WAITING_BYTES_MAX = 4_000_000;

/**
 * `COPY … TO STDOUT` as a query of pg, its data handed on as it lies in the messages, uncopied.
 *
 * While the data comes this reads the connection; what follows it, the end or an error, is pg's again.
 */
export class CopyOut implements Submittable, AsyncIterable<Buffer> {
  readonly #statement: string;
  readonly #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #rest: Buffer = Buffer.alloc(0);
  #socket: Socket | undefined;
  #parse: ((piece: Buffer) => void) | undefined;
  #turn = Promise.withResolvers<void>();
  #ended: { readonly error?: Error } | undefined;

  constructor(statement: string) {
    this.#statement = statement;
  }

  submit(connection: Connection): void {
    // The connection's stream is the socket it was given.
    const socket = connection.stream as Socket;
    const [parse] = socket.listeners('data');
    this.#parse = parse as (piece: Buffer) => void;
    this.#socket = socket;
    socket.removeListener('data', this.#parse);
    socket.on('data', this.#take);
    connection.query(this.#statement);
  }

  /** Shape: pieces of whole messages of data, each with its five bytes of header. Errors: what PostgreSQL says. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (;;) {
      const piece = this.#waiting.shift();
      if (piece !== undefined) {
        this.#waitingBytes -= piece.length;
        if (this.#waitingBytes < WAITING_BYTES_MAX) this.#socket?.resume();
        yield piece;
      } else if (this.#ended !== undefined) {
        if (this.#ended.error !== undefined) throw this.#ended.error;
        return;
      } else {
        await this.#turn.promise;
      }
    }
  }

  /** Called by pg for what follows the data. */
  handleError(error: Error): void {
    this.#giveBack(Buffer.alloc(0));
    this.#end({ error });
  }

  handleReadyForQuery(): void {
    this.#end({});
  }

  handleCommandComplete(): void {
    // All data is there; that the session is ready again is what counts.
  }

  readonly #take = (piece: Buffer): void => {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    let begin = 0;
    let at = 0;
    while (at + MESSAGE_HEADER_BYTES <= bytes.length) {
      const code = bytes.readUInt8(at);
      const end = at + 1 + bytes.readUInt32BE(at + 1);
      if (code !== COPY_DATA) {
        this.#handOn(bytes.subarray(begin, at));
        if (!PASSED_OVER.has(code)) {
          this.#giveBack(bytes.subarray(at));
          return;
        }
        begin = end;
      }
      if (end > bytes.length) break;
      at = end;
    }
    this.#handOn(bytes.subarray(begin, at));
    this.#rest = bytes.subarray(at);
  };

  #handOn(messages: Buffer): void {
    if (messages.length === 0) return;
    this.#waiting.push(messages);
    this.#waitingBytes += messages.length;
    if (this.#waitingBytes > WAITING_BYTES_MAX) this.#socket?.pause();
    this.#wake();
  }

  #giveBack(rest: Buffer): void {
    const [socket, parse] = [this.#socket, this.#parse];
    if (socket === undefined || parse === undefined) return;
    this.#parse = undefined;
    socket.removeListener('data', this.#take);
    socket.on('data', parse);
    socket.resume();
    if (rest.length > 0) parse(rest);
  }

  #end(ended: { readonly error?: Error }): void {
    this.#ended ??= ended;
    this.#wake();
  }

  #wake(): void {
    this.#turn.resolve();
    this.#turn = Promise.withResolvers();
  }
}
