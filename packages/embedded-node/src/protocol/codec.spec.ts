import streams from '@eventstore/db-client/generated/streams_pb.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MalformedMessageError, ProtoReader } from '../protobuf/reader.ts';
import { ProtoWriter } from '../protobuf/writer.ts';
import { readAppendRequest } from './append.ts';
import { readBatchAppendRequest } from './batch-append.ts';
import { readDeleteRequest } from './delete.ts';
import { readReadRequest } from './read.ts';
import {
  decodeEventHeader,
  encodeRecordedEvent,
  frameReadEvent,
  type RecordedEvent,
  withIdForm,
} from './recorded-event.ts';

const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const event = fc.record<RecordedEvent>({
  id: fc.uuid(),
  stream: fc.string({ unit: 'binary' }),
  revision: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  position: fc.bigInt({ min: 0n, max: 2n ** 53n - 1n }),
  type: fc.string({ unit: 'grapheme' }),
  contentType: fc.constantFrom('application/json', 'application/octet-stream', '', 'text/plain'),
  createdMs: fc.integer({ min: 0, max: 4e12 }),
  customMetadata: fc.uint8Array(),
  data: fc.uint8Array({ maxLength: 300 }),
});

describe('the wire format', () => {
  it('carries every unsigned and signed integer', () => {
    fc.assert(
      fc.property(
        uint64,
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        fc.integer(),
        (unsigned, signed, small) => {
          const bytes = new ProtoWriter()
            .uint64(1, unsigned)
            .int64(2, signed)
            .int32(3, small | 0)
            .finish();
          const reader = new ProtoReader(bytes);
          reader.next();
          expect(reader.uint64()).toBe(unsigned);
          reader.next();
          expect(reader.int64()).toBe(signed);
          reader.next();
          expect(reader.int32()).toBe(small | 0);
          expect(reader.next()).toBe(false);
        },
      ),
    );
  });

  it('is read and written as the generated code of the official client does', () => {
    fc.assert(
      fc.property(event, fc.constantFrom('string' as const, 'structured' as const), (recorded, form) => {
        const stored = withIdForm(encodeRecordedEvent(recorded), form);
        const framed = frameReadEvent({ event: stored, link: undefined, commit: recorded.position });
        const read = streams.ReadResp.deserializeBinary(framed.subarray(5)).getEvent();
        const seen = read?.getEvent();
        expect(read?.getCommitPosition()).toBe(String(recorded.position));
        expect(seen?.getStreamRevision()).toBe(String(recorded.revision));
        expect(Buffer.from(seen?.getData_asU8() ?? [])).toEqual(Buffer.from(recorded.data));
        expect(Buffer.from(seen?.getCustomMetadata_asU8() ?? [])).toEqual(
          Buffer.from(recorded.customMetadata),
        );
        expect(seen?.getMetadataMap().get('type')).toBe(Buffer.from(recorded.type).toString());
        expect(seen?.getMetadataMap().get('created')).toBe(String(BigInt(recorded.createdMs) * 10_000n));
        if (form === 'string') expect(seen?.getId()?.getString()).toBe(recorded.id);
        else {
          const halves = seen?.getId()?.getStructured();
          const hex = [halves?.getMostSignificantBits(), halves?.getLeastSignificantBits()]
            .map((half) =>
              BigInt.asUintN(64, BigInt(half ?? 0))
                .toString(16)
                .padStart(16, '0'),
            )
            .join('');
          expect(hex).toBe(recorded.id.replaceAll('-', ''));
        }
        const header = decodeEventHeader(encodeRecordedEvent(recorded));
        expect([header.type, header.createdMs]).toEqual([
          Buffer.from(recorded.type).toString(),
          recorded.createdMs,
        ]);
      }),
    );
  });
});

describe('requests that make no sense', () => {
  const decoders = [readAppendRequest, readBatchAppendRequest, readDeleteRequest, readReadRequest];
  const decodesOrRefuses = (bytes: Buffer) => {
    for (const decode of decoders) {
      try {
        decode(bytes);
      } catch (error) {
        if (!(error instanceof MalformedMessageError)) throw error;
      }
    }
  };

  it('are refused as malformed and as nothing else: random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => decodesOrRefuses(Buffer.from(bytes))),
      { numRuns: 5000 },
    );
  });

  it('are refused as malformed and as nothing else: good requests with broken bytes', () => {
    const options = new streams.BatchAppendReq.Options();
    options.setStreamPosition('17');
    const message = new streams.BatchAppendReq.ProposedMessage();
    message.setData(Buffer.from('payload'));
    message.getMetadataMap().set('type', 'made').set('content-type', 'application/json');
    const request = new streams.BatchAppendReq();
    request.setOptions(options);
    request.addProposedMessages(message);
    request.setIsFinal(true);
    const good = Buffer.from(request.serializeBinary());
    expect(readBatchAppendRequest(good)).toMatchObject({
      isFinal: true,
      options: { expected: 17n },
      proposed: [{ type: 'made' }],
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(),
        (changes, cut) => {
          const bytes = Buffer.from(good.subarray(0, good.length - (cut % 5)));
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          decodesOrRefuses(bytes);
        },
      ),
      { numRuns: 5000 },
    );
  });
});
