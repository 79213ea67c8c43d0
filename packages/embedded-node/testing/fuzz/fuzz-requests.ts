import { parseDefaultAcls } from '../../src/access/system-settings.ts';
import { FrameDecoder, frame } from '../../src/grpc/framing.ts';
import { GrpcStatusError } from '../../src/grpc/status.ts';
import { parseStreamMetadata, withTruncateBefore } from '../../src/log/stream-metadata.ts';
import { MalformedMessageError } from '../../src/protobuf/reader.ts';
import { readAppendRequest } from '../../src/protocol/append.ts';
import { readBatchAppendRequest } from '../../src/protocol/batch-append.ts';
import { readDeleteRequest } from '../../src/protocol/delete.ts';
import {
  readConsumerMessage,
  readGroupDefinition,
  readGroupDeletion,
  readGroupInfoRequest,
  readListRequest,
  readReplayRequest,
} from '../../src/protocol/group-requests.ts';
import { readReadRequest } from '../../src/protocol/read.ts';
import { readUserRequest } from '../../src/protocol/users.ts';
import { Chance } from './chance.ts';
import { goodRequests } from './good-requests.ts';
import { mutate } from './mutations.ts';

/** Everything that reads bytes of a client, by name. */
const READERS: Readonly<Record<string, (bytes: Buffer, chance: Chance) => unknown>> = {
  readAppendRequest,
  readBatchAppendRequest,
  readReadRequest,
  readDeleteRequest,
  readGroupDefinition,
  readGroupDeletion,
  readGroupInfoRequest,
  readReplayRequest,
  readListRequest,
  readConsumerMessage,
  readUserRequest,
  parseStreamMetadata,
  withTruncateBefore: (bytes) => withTruncateBefore(bytes, 7n),
  parseDefaultAcls,
  FrameDecoder: readInPieces,
};

/** Longest time one input may take: a client must never hold up the others. */
const READ_MS_MAX = 50;
const MESSAGE_BYTES_MAX = 4096;

/** What a run of fuzzing found. */
export interface FuzzReport {
  readonly inputs: number;
  /** Inputs that were refused as what they are: malformed. */
  readonly refused: number;
  readonly slowestMs: number;
  /** One line for each input that was neither read nor refused, or took too long. */
  readonly faults: readonly string[];
}

/** Gives `inputs` broken requests to the readers; the same seed gives the same inputs. */
export function fuzzRequests({
  inputs,
  seed,
}: {
  readonly inputs: number;
  readonly seed: number;
}): FuzzReport {
  const chance = new Chance(seed);
  const good = goodRequests();
  const readers = Object.entries(READERS);
  const faults: string[] = [];
  let refused = 0;
  let slowestMs = 0;
  for (let count = 0; count < inputs; count++) {
    const input =
      chance.below(4) === 0 ? chance.bytes(chance.below(80)) : mutate(chance.one(good), good, chance);
    const [name, read] = chance.one(readers);
    const began = performance.now();
    try {
      read(input, chance);
    } catch (error) {
      if (error instanceof MalformedMessageError || error instanceof GrpcStatusError) refused++;
      else faults.push(`${name} ${input.toString('hex')}: ${String(error)}`);
    }
    const tookMs = performance.now() - began;
    slowestMs = Math.max(slowestMs, tookMs);
    // Measured twice: the first time may have met a pause of the machine.
    if (tookMs > READ_MS_MAX && isSlow(() => read(input, chance)))
      faults.push(`${name} ${input.toString('hex')}: more than ${READ_MS_MAX} ms`);
  }
  return { inputs, refused, slowestMs, faults };
}

function isSlow(read: () => unknown): boolean {
  const began = performance.now();
  try {
    read();
  } catch {
    // How it ends was judged before.
  }
  return performance.now() - began > READ_MS_MAX;
}

/** A frame decoder gives the same messages however the bytes are cut, and never more than it was given. */
function readInPieces(bytes: Buffer, chance: Chance): void {
  const wire = chance.below(2) === 0 ? frame(bytes) : bytes;
  const whole = new FrameDecoder(MESSAGE_BYTES_MAX).push(wire);
  const decoder = new FrameDecoder(MESSAGE_BYTES_MAX);
  const pieces: Buffer[] = [];
  for (let at = 0; at < wire.length; ) {
    const end = at + 1 + chance.below(9);
    pieces.push(...decoder.push(wire.subarray(at, end)));
    at = end;
  }
  if (!Buffer.concat(pieces).equals(Buffer.concat(whole)) || pieces.length !== whole.length)
    throw new Error('the cut changes the messages');
}
