import { GrpcCode, GrpcStatusError } from '../grpc/status.ts';
import { NO_REVISION } from '../protocol/expected-revision.ts';
import type { EventLog } from './event-log.ts';
import { isDeleted, isTombstoned, type StreamHead } from './stream-head.ts';
import { isMetastream, originalOf } from './stream-metadata.ts';

/** The status that tells a client that a stream was deleted for ever. */
export function streamDeleted(stream: string): GrpcStatusError {
  return new GrpcStatusError(GrpcCode.failedPrecondition, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': encodeHeader(stream),
  });
}

/**
 * The head of a stream that may be read.
 *
 * Errors: throws the stream-deleted status when the stream, or the one whose metadata it holds, is tombstoned.
 */
export async function readableHead(log: EventLog, stream: string): Promise<StreamHead> {
  const names = isMetastream(stream) ? [stream, originalOf(stream)] : [stream];
  const heads = await log.readHeads(names);
  if (heads.some(isTombstoned)) throw streamDeleted(stream);
  const [head] = heads;
  if (head === undefined) throw new Error(`no head was read for ${stream}`);
  return head;
}

/** Whether a reader is told that there is no such stream. */
export function isMissing(head: StreamHead): boolean {
  return head.last === NO_REVISION || isDeleted(head);
}

/** Trailers carry ASCII only; other characters travel percent-encoded. */
export function encodeHeader(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : encodeURIComponent(text);
}
