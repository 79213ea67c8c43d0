import { ProtoReader } from '../protobuf/reader.ts';
import { ProtoWriter } from '../protobuf/writer.ts';
import type { WriteOptions } from './append.ts';
import {
  type ExpectedRevision,
  isExpectedRevisionField,
  NO_REVISION,
  readExpectedRevision,
} from './expected-revision.ts';
import { type ProposedMessage, readProposedMessage } from './proposed-event.ts';
import { readStreamName, writePosition, writeStreamName } from './shared.ts';

/** When a batch append is no longer wanted: an instant, or a span from its arrival. */
export type BatchDeadline = { readonly atMs: number } | { readonly afterMs: number } | undefined;

export interface BatchOptions extends WriteOptions {
  readonly deadline: BatchDeadline;
}

/** One message of a batch append; those with one correlation id up to `isFinal` are one append. */
export interface BatchAppendRequest {
  /** The bytes of the `UUID` message, sent back as they came. */
  readonly correlation: Buffer;
  readonly options: BatchOptions | undefined;
  readonly proposed: readonly ProposedMessage[];
  readonly isFinal: boolean;
}

/** Reads `BatchAppendReq`. */
export function readBatchAppendRequest(message: Buffer): BatchAppendRequest {
  const reader = new ProtoReader(message);
  let correlation: Buffer = Buffer.alloc(0);
  let options: BatchOptions | undefined;
  const proposed: ProposedMessage[] = [];
  let isFinal = false;
  while (reader.next()) {
    if (reader.field === 1) correlation = reader.bytes();
    else if (reader.field === 2) options = readBatchOptions(reader.message());
    else if (reader.field === 3) proposed.push(readProposedMessage(reader.message()));
    else if (reader.field === 4) isFinal = reader.bool();
    else reader.skip();
  }
  return { correlation, options, proposed, isFinal };
}

function readBatchOptions(reader: ProtoReader): BatchOptions {
  let stream = '';
  let expected: ExpectedRevision | undefined;
  let deadline: BatchDeadline;
  while (reader.next()) {
    if (reader.field === 1) stream = readStreamName(reader.message());
    else if (isExpectedRevisionField(reader.field)) expected = readExpectedRevision(reader);
    else if (reader.field === 6) deadline = { atMs: readSecondsAndNanos(reader.message()) };
    else if (reader.field === 7) deadline = { afterMs: readSecondsAndNanos(reader.message()) };
    else reader.skip();
  }
  return { stream, expected, deadline };
}

/** Milliseconds of a `Timestamp` or `Duration`. */
function readSecondsAndNanos(reader: ProtoReader): number {
  let ms = 0;
  while (reader.next()) {
    if (reader.field === 1) ms += Number(reader.int64()) * 1000;
    else if (reader.field === 2) ms += reader.int32() / 1e6;
    else reader.skip();
  }
  return ms;
}

/** `BatchAppendResp` for an append that was taken. */
export function encodeBatchSuccess(
  correlation: Buffer,
  stream: string,
  revision: bigint,
  position: bigint | undefined,
): Buffer {
  return new ProtoWriter()
    .bytes(1, correlation)
    .message(3, (success) => {
      if (revision === NO_REVISION) success.empty(2);
      else success.uint64(1, revision);
      if (position === undefined) success.empty(4);
      else success.message(3, (at) => writePosition(at, { commit: position, prepare: position }));
    })
    .message(4, (identifier) => writeStreamName(identifier, stream))
    .finish();
}

/** Why one append of a batch was refused: code and `Any` of a `google.rpc.Status`. */
export interface BatchRefusal {
  readonly code: number;
  /** Name of the protocol buffer type in `details`, within `event_store.client`; also the message of the status. */
  readonly type: string;
  readonly detail: Buffer;
}

/** `BatchAppendResp` for an append that was refused. */
export function encodeBatchError(correlation: Buffer, stream: string, refusal: BatchRefusal): Buffer {
  return new ProtoWriter()
    .bytes(1, correlation)
    .message(2, (status) => {
      status.uint32(1, refusal.code).string(2, refusal.type);
      status.message(3, (any) =>
        any.string(1, `type.googleapis.com/event_store.client.${refusal.type}`).bytes(2, refusal.detail),
      );
    })
    .message(4, (identifier) => writeStreamName(identifier, stream))
    .finish();
}

/** `event_store.client.WrongExpectedVersion`. */
export function wrongExpectedVersionRefusal(expected: ExpectedRevision, current: bigint): BatchRefusal {
  const detail = new ProtoWriter();
  if (current === NO_REVISION) detail.empty(2);
  else detail.uint64(1, current);
  if (expected === 'any') detail.empty(4);
  else if (expected === 'stream_exists') detail.empty(5);
  else if (expected === 'no_stream') detail.empty(6);
  else detail.uint64(3, expected);
  return { code: 6, type: 'WrongExpectedVersion', detail: detail.finish() };
}

/** `event_store.client.StreamDeleted`. */
export function streamDeletedRefusal(stream: string): BatchRefusal {
  const detail = new ProtoWriter().message(1, (identifier) => writeStreamName(identifier, stream)).finish();
  return { code: 5, type: 'StreamDeleted', detail };
}

/** `event_store.client.MaximumAppendSizeExceeded`. */
export function appendTooLargeRefusal(maximum: number): BatchRefusal {
  const detail = new ProtoWriter().uint32(1, maximum).finish();
  return { code: 3, type: 'MaximumAppendSizeExceeded', detail };
}

/** `event_store.client.AccessDenied`. */
export function accessDeniedRefusal(): BatchRefusal {
  return { code: 7, type: 'AccessDenied', detail: Buffer.alloc(0) };
}

/** `event_store.client.Timeout`. */
export function timeoutRefusal(): BatchRefusal {
  return { code: 4, type: 'Timeout', detail: Buffer.alloc(0) };
}

/** `event_store.client.BadRequest`. */
export function badRequestRefusal(reason: string): BatchRefusal {
  return {
    code: 3,
    type: 'BadRequest',
    detail: new ProtoWriter().string(1, reason).finish(),
  };
}
