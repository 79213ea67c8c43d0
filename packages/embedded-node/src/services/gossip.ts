import type { GrpcCall } from '../grpc/call.ts';
import { ProtoWriter } from '../protobuf/writer.ts';
import { writeUuid } from '../protocol/uuid.ts';

/** State of the only member: leader. */
const LEADER = 8;
const TICKS_PER_MS = 10_000n;

export interface Member {
  readonly instanceId: string;
  readonly host: string;
  /** Asked at each answer: the port is known only once the node listens. */
  readonly port: () => number;
  readonly now: () => number;
}

/** `Gossip.Read`: one member, the leader, alive. */
export function gossip(member: Member): (call: GrpcCall) => Promise<void> {
  return async (call) => {
    await call.request();
    const response = new ProtoWriter().message(1, (info) => {
      info.message(1, (id) => writeUuid(id, member.instanceId, 'string'));
      info.int64(2, BigInt(Math.trunc(member.now())) * TICKS_PER_MS);
      info.uint32(3, LEADER).bool(4, true);
      info.message(5, (endPoint) => endPoint.string(1, member.host).uint32(2, member.port()));
    });
    call.write(response.finish());
  };
}
