import { ProtoReader } from '../protobuf/reader.ts';
import {
  type AllFrom,
  type FilterOptions,
  readFilterOptions,
  readUuidForm,
  type StreamFrom,
} from './read.ts';
import { readPosition, readStreamName } from './shared.ts';
import { readUuid, type UuidForm } from './uuid.ts';

/** What a persistent subscription reads. */
export type GroupTarget = { readonly kind: 'stream'; readonly stream: string } | { readonly kind: 'all' };

/** A group of consumers: what it reads, and its name. */
export interface GroupAddress {
  readonly target: GroupTarget;
  readonly group: string;
}

/** Settings as they come from the wire. */
export interface GroupSettings {
  readonly resolveLinks: boolean;
  readonly extraStatistics: boolean;
  readonly maxRetryCount: number;
  readonly checkpointLowerBound: number;
  readonly checkpointUpperBound: number;
  /** 0 = any number of them. */
  readonly maxSubscriberCount: number;
  readonly liveBufferSize: number;
  readonly readBatchSize: number;
  readonly historyBufferSize: number;
  readonly messageTimeoutMs: number;
  readonly checkpointAfterMs: number;
  readonly consumerStrategy: string;
}

/** Where a group begins that has no checkpoint yet. */
export type GroupStart = { readonly stream: StreamFrom } | { readonly all: AllFrom };

export interface GroupDefinition extends GroupAddress {
  readonly start: GroupStart;
  readonly filter: FilterOptions | undefined;
  readonly settings: GroupSettings;
}

const STRATEGIES = ['DispatchToSingle', 'RoundRobin', 'Pinned'];
const TICKS_PER_MS = 10_000n;

/** Reads `CreateReq` and `UpdateReq`, which differ only in the filter; undefined without options. */
export function readGroupDefinition(message: Buffer): GroupDefinition | undefined {
  return optionsOf(message, (options) => {
    let target: GroupTarget = { kind: 'stream', stream: '' };
    let group = '';
    let start: GroupStart | undefined;
    let filter: FilterOptions | undefined;
    let settings = readSettings(new ProtoReader(Buffer.alloc(0)));
    while (options.next()) {
      // Old clients name the stream here, and the revision among the settings.
      if (options.field === 1) target = { kind: 'stream', stream: readStreamName(options.message()) };
      else if (options.field === 2) group = options.string();
      else if (options.field === 3) settings = readSettings(options.message());
      else if (options.field === 4) {
        const read = readStreamOptions(options.message());
        target = { kind: 'stream', stream: read.stream };
        start = { stream: read.from };
      } else if (options.field === 5) {
        const read = readAllOptions(options.message());
        target = { kind: 'all' };
        start = { all: read.from };
        filter = read.filter;
      } else options.skip();
    }
    return {
      target,
      group,
      start: start ?? { stream: settings.revision },
      filter,
      settings: settings.settings,
    };
  });
}

function readStreamOptions(reader: ProtoReader): { stream: string; from: StreamFrom } {
  let stream = '';
  let from: StreamFrom = 'start';
  while (reader.next()) {
    if (reader.field === 1) stream = readStreamName(reader.message());
    else if (reader.field === 2) from = reader.uint64();
    else {
      if (reader.field === 4) from = 'end';
      reader.skip();
    }
  }
  return { stream, from };
}

function readAllOptions(reader: ProtoReader): { from: AllFrom; filter: FilterOptions | undefined } {
  let from: AllFrom = 'start';
  let filter: FilterOptions | undefined;
  while (reader.next()) {
    if (reader.field === 1) from = readPosition(reader.message());
    else if (reader.field === 4) filter = readFilterOptions(reader.message());
    else {
      if (reader.field === 3) from = 'end';
      reader.skip();
    }
  }
  return { from, filter };
}

function readSettings(reader: ProtoReader): { settings: GroupSettings; revision: bigint } {
  let revision = 0n;
  const settings: { -readonly [Key in keyof GroupSettings]: GroupSettings[Key] } = {
    resolveLinks: false,
    extraStatistics: false,
    maxRetryCount: 0,
    checkpointLowerBound: 0,
    checkpointUpperBound: 0,
    maxSubscriberCount: 0,
    liveBufferSize: 0,
    readBatchSize: 0,
    historyBufferSize: 0,
    messageTimeoutMs: 0,
    checkpointAfterMs: 0,
    consumerStrategy: STRATEGIES[0] ?? '',
  };
  const readers: Readonly<Record<number, () => void>> = {
    1: () => (settings.resolveLinks = reader.bool()),
    2: () => (revision = reader.uint64()),
    3: () => (settings.extraStatistics = reader.bool()),
    4: () => (settings.messageTimeoutMs = Number(reader.int64() / TICKS_PER_MS)),
    5: () => (settings.maxRetryCount = reader.int32()),
    6: () => (settings.checkpointAfterMs = Number(reader.int64() / TICKS_PER_MS)),
    7: () => (settings.checkpointLowerBound = reader.int32()),
    8: () => (settings.checkpointUpperBound = reader.int32()),
    9: () => (settings.maxSubscriberCount = reader.int32()),
    10: () => (settings.liveBufferSize = reader.int32()),
    11: () => (settings.readBatchSize = reader.int32()),
    12: () => (settings.historyBufferSize = reader.int32()),
    13: () => (settings.consumerStrategy = STRATEGIES[reader.int32()] ?? settings.consumerStrategy),
    14: () => (settings.messageTimeoutMs = reader.int32()),
    15: () => (settings.checkpointAfterMs = reader.int32()),
    16: () => (settings.consumerStrategy = reader.string()),
  };
  while (reader.next()) (readers[reader.field] ?? (() => reader.skip()))();
  return { settings, revision };
}

/** Reads `DeleteReq`, whose `$all` is field 3. */
export function readGroupDeletion(message: Buffer): GroupAddress | undefined {
  return readAddress(message, { stream: 1, group: 2, all: 3 });
}

/** Reads `GetInfoReq`, whose `$all` is field 2. */
export function readGroupInfoRequest(message: Buffer): GroupAddress | undefined {
  return readAddress(message, { stream: 1, all: 2, group: 3 });
}

export interface ReplayRequest extends GroupAddress {
  /** Parked revisions below it are replayed; undefined = all. */
  readonly stopAt: bigint | undefined;
}

/** Reads `ReplayParkedReq`. */
export function readReplayRequest(message: Buffer): ReplayRequest | undefined {
  const address = readAddress(message, { group: 1, stream: 2, all: 3 });
  const stopAt = optionsOf(message, (options) => {
    let limit: bigint | undefined;
    while (options.next()) {
      if (options.field === 4) limit = options.int64();
      else options.skip();
    }
    return { limit };
  })?.limit;
  return address && { ...address, stopAt };
}

/** Reads `ListReq`: what groups are asked for; 'every' = of all streams and `$all`. */
export function readListRequest(message: Buffer): GroupTarget | 'every' {
  const target = optionsOf(message, (options) => {
    let wanted: GroupTarget | 'every' = 'every';
    while (options.next()) {
      if (options.field === 2) wanted = readListTarget(options.message());
      else options.skip();
    }
    return { wanted };
  });
  return target?.wanted ?? 'every';
}

function readListTarget(reader: ProtoReader): GroupTarget {
  let target: GroupTarget = { kind: 'all' };
  while (reader.next()) {
    if (reader.field === 1) target = { kind: 'stream', stream: readStreamName(reader.message()) };
    else reader.skip();
  }
  return target;
}

export interface ConnectOptions extends GroupAddress {
  readonly bufferSize: number;
  readonly uuidForm: UuidForm;
}

/** What a consumer does with events it was given. */
export type NackAction = 'unknown' | 'park' | 'retry' | 'skip' | 'stop';

/** One message of a consumer: first its options, then acknowledgements. */
export type ConsumerMessage =
  | { readonly connect: ConnectOptions }
  | { readonly ack: readonly string[] }
  | { readonly nack: readonly string[]; readonly action: NackAction; readonly reason: string }
  | undefined;

const NACK_ACTIONS: readonly NackAction[] = ['unknown', 'park', 'retry', 'skip', 'stop'];

/** Reads the `ReadReq` of persistent subscriptions. */
export function readConsumerMessage(message: Buffer): ConsumerMessage {
  const reader = new ProtoReader(message);
  let read: ConsumerMessage;
  while (reader.next()) {
    if (reader.field === 1) read = { connect: readConnectOptions(reader.message()) };
    else if (reader.field === 2) read = { ack: readIds(reader.message()).ids };
    else if (reader.field === 3) {
      const { ids, action, reason } = readIds(reader.message());
      read = { nack: ids, action: NACK_ACTIONS[action] ?? 'unknown', reason };
    } else reader.skip();
  }
  return read;
}

function readConnectOptions(reader: ProtoReader): ConnectOptions {
  let target: GroupTarget = { kind: 'stream', stream: '' };
  let group = '';
  let bufferSize = 0;
  let uuidForm: UuidForm = 'structured';
  while (reader.next()) {
    if (reader.field === 1) target = { kind: 'stream', stream: readStreamName(reader.message()) };
    else if (reader.field === 2) group = reader.string();
    else if (reader.field === 3) bufferSize = reader.int32();
    else if (reader.field === 4) uuidForm = readUuidForm(reader.message()) ?? uuidForm;
    else {
      if (reader.field === 5) target = { kind: 'all' };
      reader.skip();
    }
  }
  return { target, group, bufferSize, uuidForm };
}

function readIds(reader: ProtoReader): { ids: string[]; action: number; reason: string } {
  const ids: string[] = [];
  let action = 0;
  let reason = '';
  while (reader.next()) {
    if (reader.field === 2) ids.push(readUuid(reader.message()) ?? '');
    else if (reader.field === 3) action = reader.int32();
    else if (reader.field === 4) reason = reader.string();
    else reader.skip();
  }
  return { ids, action, reason };
}

function readAddress(
  message: Buffer,
  fields: { readonly stream: number; readonly group: number; readonly all: number },
): GroupAddress | undefined {
  return optionsOf(message, (options) => {
    let target: GroupTarget = { kind: 'stream', stream: '' };
    let group = '';
    while (options.next()) {
      if (options.field === fields.stream)
        target = { kind: 'stream', stream: readStreamName(options.message()) };
      else if (options.field === fields.group) group = options.string();
      else {
        if (options.field === fields.all) target = { kind: 'all' };
        options.skip();
      }
    }
    return { target, group };
  });
}

/** Every request but the consumer's has its content in field 1, `options`. */
function optionsOf<Options>(message: Buffer, read: (options: ProtoReader) => Options): Options | undefined {
  const reader = new ProtoReader(message);
  let options: Options | undefined;
  while (reader.next()) {
    if (reader.field === 1) options = read(reader.message());
    else reader.skip();
  }
  return options;
}
