import { ProtoWriter } from '../protobuf/writer.ts';
import type { GroupSettings } from './group-requests.ts';

/** One consumer as `GetInfo` shows it. */
export interface ConnectionInfo {
  readonly from: string;
  readonly username: string;
  readonly connectionName: string;
  readonly totalItems: number;
  readonly availableSlots: number;
  readonly inFlight: number;
}

/** A group as `GetInfo` and `List` show it; what is not known yet is the empty text. */
export interface GroupInfo {
  readonly eventSource: string;
  readonly group: string;
  readonly status: string;
  readonly connections: readonly ConnectionInfo[];
  readonly totalItems: number;
  readonly lastCheckpointed: string;
  readonly lastKnown: string;
  readonly startFrom: string;
  readonly settings: GroupSettings;
  readonly readBufferCount: number;
  readonly liveBufferCount: number;
  readonly retryBufferCount: number;
  readonly inFlight: number;
  readonly parked: bigint;
}

/** `GetInfoResp`. */
export function encodeGroupInfo(info: GroupInfo): Buffer {
  return new ProtoWriter().message(1, (writer) => writeGroupInfo(writer, info)).finish();
}

/** `ListResp`. */
export function encodeGroupList(infos: readonly GroupInfo[]): Buffer {
  const writer = new ProtoWriter();
  for (const info of infos) writer.message(1, (inner) => writeGroupInfo(inner, info));
  return writer.finish();
}

function writeGroupInfo(writer: ProtoWriter, info: GroupInfo): void {
  const { settings } = info;
  writer.string(1, info.eventSource).string(2, info.group).string(3, info.status);
  for (const connection of info.connections) writer.message(4, (inner) => writeConnection(inner, connection));
  writer
    .int64(6, BigInt(info.totalItems))
    .string(8, info.lastCheckpointed)
    .string(9, info.lastKnown)
    .bool(10, settings.resolveLinks)
    .string(11, info.startFrom)
    .int32(12, settings.messageTimeoutMs)
    .bool(13, settings.extraStatistics)
    .int32(14, settings.maxRetryCount)
    .int32(15, settings.liveBufferSize)
    .int32(16, settings.historyBufferSize)
    .int32(17, settings.readBatchSize)
    .int32(18, settings.checkpointAfterMs)
    .int32(19, settings.checkpointLowerBound)
    .int32(20, settings.checkpointUpperBound)
    .int32(21, info.readBufferCount)
    .int64(22, BigInt(info.liveBufferCount))
    .int32(23, info.retryBufferCount)
    .int32(24, info.inFlight)
    .int32(25, info.inFlight)
    .string(26, settings.consumerStrategy)
    .int32(27, settings.maxSubscriberCount)
    .int64(28, info.parked);
}

function writeConnection(writer: ProtoWriter, connection: ConnectionInfo): void {
  writer
    .string(1, connection.from)
    .string(2, connection.username)
    .int64(4, BigInt(connection.totalItems))
    .int32(7, connection.availableSlots)
    .int32(8, connection.inFlight)
    .string(9, connection.connectionName);
}

/** `ReadResp.subscription_confirmation` of persistent subscriptions. */
export function encodeGroupConfirmation(subscriptionId: string): Buffer {
  return new ProtoWriter().message(2, (confirmation) => confirmation.string(1, subscriptionId)).finish();
}

/** `ReadResp.event` of persistent subscriptions. */
export function encodeGroupEvent(
  event: Buffer | undefined,
  link: Buffer | undefined,
  commit: bigint,
  retryCount: number,
): Buffer {
  return new ProtoWriter()
    .message(1, (read) => {
      if (event !== undefined) read.bytes(1, event);
      if (link !== undefined) read.bytes(2, link);
      read.uint64(3, commit).int32(5, retryCount);
    })
    .finish();
}
