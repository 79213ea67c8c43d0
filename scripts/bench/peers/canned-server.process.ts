/**
 * A server that only pretends: it answers the official client with messages made beforehand, so that what is measured against it is what
 * the client itself can do on this machine. Reads of `$all` get as many copies of one event as they ask for, reads of a stream fifty, appends are acknowledged unseen.
 * Prints `ready esdb://…`; ends when its stdin is closed.
 */

import { once } from 'node:events';
import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { SAMPLE_BYTES, sampleEvent } from './sample-event.ts';

const FRAME_HEADER_BYTES = 5;
/** Events sent with one write, as much as an HTTP/2 window likes. */
const EVENTS_PER_WRITE = 64;
/** Length of every stream it is asked for. */
const STREAM_EVENTS = 50;
const TICKS_PER_MS = 10_000;

function frame(message: Uint8Array): Buffer {
  const framed = Buffer.alloc(FRAME_HEADER_BYTES + message.length);
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, FRAME_HEADER_BYTES);
  return framed;
}

function cannedFeatures(): Buffer {
  const methods = new features.SupportedMethods();
  methods.setEventStoreServerVersion('24.6.0');
  for (const [name, list] of [
    ['append', []],
    ['batchappend', ['deadline_duration']],
    ['read', ['position', 'events']],
  ] as const) {
    const method = new features.SupportedMethod();
    method.setServiceName('event_store.client.streams.streams');
    method.setMethodName(name);
    method.setFeaturesList([...list]);
    methods.addMethods(method);
  }
  return frame(methods.serializeBinary());
}

function cannedEvent(): Buffer {
  const { id, type, data, metadata } = sampleEvent();
  const uuid = new shared.UUID();
  uuid.setString(id);
  const stream = new shared.StreamIdentifier();
  stream.setStreamName(Buffer.from('canned-1'));
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(uuid);
  recorded.setStreamIdentifier(stream);
  recorded.setStreamRevision('1');
  recorded.setCommitPosition(String(SAMPLE_BYTES));
  recorded.setPreparePosition(String(SAMPLE_BYTES));
  recorded.setData(Buffer.from(JSON.stringify(data)));
  recorded.setCustomMetadata(Buffer.from(JSON.stringify(metadata)));
  recorded
    .getMetadataMap()
    .set('type', type)
    .set('content-type', 'application/json')
    .set('created', String(Date.now() * TICKS_PER_MS));
  const event = new streams.ReadResp.ReadEvent();
  event.setEvent(recorded);
  event.setCommitPosition(String(SAMPLE_BYTES));
  const answer = new streams.ReadResp();
  answer.setEvent(event);
  return frame(answer.serializeBinary());
}

/** An acknowledgement without its correlation id, which is the first field of the request and is put before it as it came. */
function cannedAcknowledgement(): Buffer {
  const success = new streams.BatchAppendResp.Success();
  success.setCurrentRevision('1');
  const answer = new streams.BatchAppendResp();
  answer.setSuccess(success);
  return Buffer.from(answer.serializeBinary());
}

const FEATURES = cannedFeatures();
const EVENT = cannedEvent();
const EVENTS = Buffer.concat(Array.from({ length: EVENTS_PER_WRITE }, () => EVENT));
const ACKNOWLEDGEMENT = cannedAcknowledgement();

/** Calls `onMessage` with each whole gRPC message of a call. */
function receive(stream: ServerHttp2Stream, onMessage: (message: Buffer) => void): void {
  let held: Buffer[] = [];
  let size = 0;
  let needed = FRAME_HEADER_BYTES;
  stream.on('data', (chunk: Buffer) => {
    held.push(chunk);
    size += chunk.length;
    if (size < needed) return;
    let bytes = held.length === 1 ? chunk : Buffer.concat(held);
    needed = FRAME_HEADER_BYTES;
    while (bytes.length >= FRAME_HEADER_BYTES) {
      const end = FRAME_HEADER_BYTES + bytes.readUInt32BE(1);
      if (bytes.length < end) {
        needed = end;
        break;
      }
      onMessage(bytes.subarray(FRAME_HEADER_BYTES, end));
      bytes = bytes.subarray(end);
    }
    held = bytes.length === 0 ? [] : [bytes];
    size = bytes.length;
  });
}

async function sendEvents(stream: ServerHttp2Stream, count: number): Promise<void> {
  for (let left = count; left > 0 && !stream.destroyed; left -= EVENTS_PER_WRITE) {
    const bytes = left >= EVENTS_PER_WRITE ? EVENTS : EVENTS.subarray(0, left * EVENT.length);
    if (!stream.write(bytes)) await once(stream, 'drain');
  }
  stream.end();
}

const server = createServer({ settings: { initialWindowSize: 1024 * 1024 } });
server.on('session', (session) => session.setLocalWindowSize(8 * 1024 * 1024));
server.on('stream', (stream, headers) => {
  stream.on('error', () => {});
  stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  const method = headers[':path']?.split('/').at(-1);
  receive(stream, (message) => {
    if (method === 'GetSupportedMethods') stream.end(FEATURES);
    else if (method === 'Read') {
      const options = streams.ReadReq.deserializeBinary(message).getOptions();
      void sendEvents(stream, options?.hasStream() === true ? STREAM_EVENTS : Number(options?.getCount()));
    } else if (method === 'BatchAppend') {
      // correlation_id: tag, one byte of length, then the id.
      const correlation = message.subarray(0, 2 + (message[1] ?? 0));
      stream.write(frame(Buffer.concat([correlation, ACKNOWLEDGEMENT])));
    }
  });
  stream.on('end', () => {
    if (method === 'BatchAppend') stream.end();
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(`ready esdb://127.0.0.1:${(server.address() as AddressInfo).port}?tls=false`);
});
process.stdin.on('end', () => process.exit()).resume();
