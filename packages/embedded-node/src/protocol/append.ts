import { ProtoReader } from '../protobuf/reader.ts';
import { ProtoWriter } from '../protobuf/writer.ts';
import {
  type ExpectedRevision,
  isExpectedRevisionField,
  NO_REVISION,
  readExpectedRevision,
} from './expected-revision.ts';
import { type ProposedMessage, readProposedMessage } from './proposed-event.ts';
import { readStreamName, writePosition } from './shared.ts';

/** Where a write goes and what it expects there. */
export interface WriteOptions {
  readonly stream: string;
  /** Undefined when it was not said. */
  readonly expected: ExpectedRevision | undefined;
}

/** One message of an `Append` call: first the options, then events. */
export type AppendRequest =
  | { readonly options: WriteOptions }
  | { readonly proposed: ProposedMessage }
  | undefined;

/** Reads `AppendReq`; undefined when it holds neither options nor an event. */
export function readAppendRequest(message: Buffer): AppendRequest {
  const reader = new ProtoReader(message);
  let request: AppendRequest;
  while (reader.next()) {
    if (reader.field === 1) request = { options: readWriteOptions(reader.message()) };
    else if (reader.field === 2) request = { proposed: readProposedMessage(reader.message()) };
    else reader.skip();
  }
  return request;
}

/** Reads the options that `Append`, `Delete` and `Tombstone` share. */
export function readWriteOptions(reader: ProtoReader): WriteOptions {
  let stream = '';
  let expected: ExpectedRevision | undefined;
  while (reader.next()) {
    if (reader.field === 1) stream = readStreamName(reader.message());
    else if (isExpectedRevisionField(reader.field)) expected = readExpectedRevision(reader);
    else reader.skip();
  }
  return { stream, expected };
}

/** `AppendResp.Success`; a revision of `NO_REVISION` is sent as no_stream. */
export function encodeAppendSuccess(revision: bigint, position: bigint | undefined): Buffer {
  return new ProtoWriter()
    .message(1, (success) => {
      if (revision === NO_REVISION) success.empty(2);
      else success.uint64(1, revision);
      if (position === undefined) success.empty(4);
      else success.message(3, (at) => writePosition(at, { commit: position, prepare: position }));
    })
    .finish();
}

const UINT64_MAX = 2n ** 64n - 1n;

/** `AppendResp.WrongExpectedVersion`, each fact also in its field of before version 20.6. */
export function encodeWrongExpectedVersion(expected: ExpectedRevision, current: bigint): Buffer {
  return new ProtoWriter()
    .message(2, (wrong) => {
      if (current === NO_REVISION) wrong.empty(2).empty(7);
      else wrong.uint64(1, current).uint64(6, current);
      if (expected === 'any') wrong.empty(4).empty(9);
      else if (expected === 'stream_exists') wrong.empty(5).empty(10);
      else if (expected === 'no_stream') wrong.uint64(3, UINT64_MAX).empty(11);
      else wrong.uint64(3, expected).uint64(8, expected);
    })
    .finish();
}
