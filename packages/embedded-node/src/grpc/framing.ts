import { GrpcCode, GrpcStatusError } from './status.ts';

/** Bytes before each message: a compression flag and the length, big-endian. */
export const FRAME_HEADER_BYTES = 5;

/** Puts the gRPC frame header before `message`. */
export function frame(message: Buffer): Buffer {
  const framed = Buffer.allocUnsafe(FRAME_HEADER_BYTES + message.length);
  framed[0] = 0;
  framed.writeUInt32BE(message.length, 1);
  message.copy(framed, FRAME_HEADER_BYTES);
  return framed;
}

/**
 * Cuts a byte stream into gRPC messages.
 *
 * Shape:  `push` returns the messages completed by this chunk, in order.
 * Errors: refuses compressed messages and any announced length above `messageBytesMax` before a byte of it is kept.
 */
export class FrameDecoder {
  readonly #messageBytesMax: number;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #needed = FRAME_HEADER_BYTES;

  constructor(messageBytesMax: number) {
    this.#messageBytesMax = messageBytesMax;
  }

  push(chunk: Buffer): Buffer[] {
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    const messages: Buffer[] = [];
    // Chunks are joined only when they complete something, so a large message is copied once.
    if (this.#pendingBytes < this.#needed) return messages;
    const bytes = this.#pending.length === 1 ? chunk : Buffer.concat(this.#pending, this.#pendingBytes);
    let at = 0;
    this.#needed = FRAME_HEADER_BYTES;
    while (bytes.length - at >= FRAME_HEADER_BYTES) {
      const end = at + FRAME_HEADER_BYTES + this.#announcedLength(bytes, at);
      if (end > bytes.length) {
        this.#needed = end - at;
        break;
      }
      messages.push(bytes.subarray(at + FRAME_HEADER_BYTES, end));
      at = end;
    }
    this.#pending = at === bytes.length ? [] : [bytes.subarray(at)];
    this.#pendingBytes = bytes.length - at;
    return messages;
  }

  /** Whether the stream may end here without cutting a message in two. */
  get atBoundary(): boolean {
    return this.#pendingBytes === 0;
  }

  #announcedLength(bytes: Buffer, at: number): number {
    if (bytes[at] !== 0) {
      throw new GrpcStatusError(GrpcCode.unimplemented, 'Compressed messages are not supported.');
    }
    const length = bytes.readUInt32BE(at + 1);
    if (length > this.#messageBytesMax) {
      throw new GrpcStatusError(
        GrpcCode.resourceExhausted,
        `A message of ${length} bytes is larger than the limit of ${this.#messageBytesMax}.`,
      );
    }
    return length;
  }
}
