import { requireOperator, requireSignedIn, requireStream } from '../access/access-control.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import { Consumer } from '../groups/consumer.ts';
import type { ConsumerGroup } from '../groups/consumer-group.ts';
import type { GroupRegistry } from '../groups/group-registry.ts';
import { groupFull, sourceName } from '../groups/group-status.ts';
import type { GrpcCall } from '../grpc/call.ts';
import { unavailable } from '../grpc/status.ts';
import type { EventLog } from '../log/event-log.ts';
import {
  type GroupAddress,
  readConsumerMessage,
  readGroupDefinition,
  readGroupDeletion,
  readGroupInfoRequest,
  readListRequest,
  readReplayRequest,
} from '../protocol/group-requests.ts';
import { encodeGroupConfirmation, encodeGroupInfo, encodeGroupList } from '../protocol/group-responses.ts';
import { EMPTY_MESSAGE } from '../protocol/shared.ts';
import { FilterError, makeEventFilter } from '../subscriptions/event-filter.ts';
import { badRequest } from './bad-request.ts';
import type { ServiceHandler } from './service-handler.ts';

/** The methods of `PersistentSubscriptions`, by name. */
export function persistentSubscriptions(
  log: EventLog,
  groups: GroupRegistry,
): Readonly<Record<string, ServiceHandler>> {
  return {
    Create: async (call, principal) => {
      requireOperator(principal);
      const definition = await checked(call, readGroupDefinition(await call.request()));
      if (definition.filter?.expression !== undefined) checkFilter(definition.filter.expression);
      await groups.create(definition);
      call.write(EMPTY_MESSAGE);
    },
    Update: async (call, principal) => {
      requireOperator(principal);
      await groups.update(await checked(call, readGroupDefinition(await call.request())));
      call.write(EMPTY_MESSAGE);
    },
    Delete: async (call, principal) => {
      requireOperator(principal);
      await groups.delete(await checked(call, readGroupDeletion(await call.request())));
      call.write(EMPTY_MESSAGE);
    },
    Read: (call, principal) => consume(log, groups, call, principal),
    GetInfo: async (call, principal) => {
      requireSignedIn(principal);
      const address = await checked(call, readGroupInfoRequest(await call.request()));
      call.write(encodeGroupInfo(await groups.find(address).describe()));
    },
    List: async (call, principal) => {
      requireSignedIn(principal);
      const found = groups.list(readListRequest(await call.request()));
      call.write(encodeGroupList(await Promise.all(found.map((group) => group.describe()))));
    },
    ReplayParked: async (call, principal) => {
      requireOperator(principal);
      const request = await checked(call, readReplayRequest(await call.request()));
      await groups.find(request).replayParked(request.stopAt);
      call.write(EMPTY_MESSAGE);
    },
    RestartSubsystem: async (call, principal) => {
      requireOperator(principal);
      await call.request();
      await groups.restart();
      call.write(EMPTY_MESSAGE);
    },
  };
}

async function consume(
  log: EventLog,
  groups: GroupRegistry,
  call: GrpcCall,
  principal: Principal,
): Promise<void> {
  let group: ConsumerGroup | undefined;
  let consumer: Consumer | undefined;
  for await (const bytes of call.requests()) {
    const message = readConsumerMessage(bytes);
    if (message === undefined) continue;
    if ('connect' in message) {
      if (consumer !== undefined) continue;
      const { bufferSize, uuidForm } = message.connect;
      requireSignedIn(principal);
      await checked(call, message.connect);
      if (!log.available) throw unavailable('The database cannot be reached.');
      group = groups.find(message.connect);
      const source = sourceName(message.connect);
      await requireStream(log, principal, source, 'read');
      if (group.isFull) throw groupFull(source, message.connect.group);
      consumer = new Consumer(call, bufferSize, uuidForm, nameOf(principal));
      call.write(encodeGroupConfirmation(`${source}::${message.connect.group}`));
      group.connect(consumer);
    } else if (group === undefined || consumer === undefined) {
      throw badRequest('The first message of a consumer must hold its options.');
    } else if ('ack' in message) {
      group.acknowledge(consumer, message.ack);
    } else {
      group.refuse(consumer, message.nack, message.action, message.reason);
    }
  }
}

/** The request, if it can be answered at all. */
async function checked<Request extends GroupAddress>(
  call: GrpcCall,
  request: Request | undefined,
): Promise<Request> {
  if (request === undefined) throw badRequest('The request has no options.');
  if (request.target.kind === 'stream') {
    if (request.target.stream === '$all') throw badRequest('$all is not a stream; ask for all instead.');
    // The real server never answers this; the client is left to its deadline.
    if (request.target.stream === '') await new Promise<void>((resolve) => call.onClose(resolve));
  }
  return request;
}

function checkFilter(expression: Parameters<typeof makeEventFilter>[0]): void {
  try {
    makeEventFilter(expression);
  } catch (error) {
    if (error instanceof FilterError) throw badRequest(error.message);
    throw error;
  }
}
