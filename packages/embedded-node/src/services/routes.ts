import type { Authenticate } from '../access/authentication.ts';
import type { UserDirectory } from '../access/user-directory.ts';
import type { GroupRegistry } from '../groups/group-registry.ts';
import type { GrpcHandler } from '../grpc/server.ts';
import { GrpcStatusError, unavailable } from '../grpc/status.ts';
import type { EventLog } from '../log/event-log.ts';
import { MalformedMessageError } from '../protobuf/reader.ts';
import { StorageUnavailableError } from '../storage/event-store.ts';
import { append } from './append.ts';
import { incompleteRequest } from './bad-request.ts';
import { batchAppend } from './batch-append.ts';
import { deleteStream, tombstoneStream } from './delete.ts';
import { gossip, type Member } from './gossip.ts';
import { persistentSubscriptions } from './persistent-subscriptions.ts';
import { read } from './read.ts';
import { supportedMethods } from './server-features.ts';
import type { ServiceHandler } from './service-handler.ts';
import { userMethods } from './users.ts';

const PACKAGE = 'event_store.client';

export interface Services {
  readonly log: EventLog;
  readonly groups: GroupRegistry;
  readonly users: UserDirectory;
  readonly authenticate: Authenticate;
  readonly member: Member;
}

/** Every gRPC method this node answers, by path. */
export function routes({
  log,
  groups,
  users,
  authenticate,
  member,
}: Services): ReadonlyMap<string, GrpcHandler> {
  const services: Readonly<Record<string, Readonly<Record<string, ServiceHandler>>>> = {
    'streams.Streams': {
      Append: (call, principal) => append(log, call, principal),
      BatchAppend: (call, principal) => batchAppend(log, call, principal),
      Delete: (call, principal) => deleteStream(log, call, principal),
      Read: (call, principal) => read(log, call, principal),
      Tombstone: (call, principal) => tombstoneStream(log, call, principal),
    },
    'persistent_subscriptions.PersistentSubscriptions': persistentSubscriptions(log, groups),
    'users.Users': userMethods(users),
    'gossip.Gossip': { Read: gossip(member) },
    'server_features.ServerFeatures': { GetSupportedMethods: supportedMethods() },
  };
  const handlers = new Map<string, GrpcHandler>();
  for (const [service, methods] of Object.entries(services)) {
    for (const [name, handler] of Object.entries(methods)) {
      handlers.set(`/${PACKAGE}.${service}/${name}`, withCaller(authenticate, handler));
    }
  }
  return handlers;
}

/** Tells a handler who calls, and gives failures of decoding and of the database the status a client can act on. */
function withCaller(authenticate: Authenticate, handler: ServiceHandler): GrpcHandler {
  return async (call) => {
    try {
      await handler(call, await authenticate(call.authorization));
    } catch (error) {
      if (error instanceof GrpcStatusError) throw error;
      if (error instanceof StorageUnavailableError) throw unavailable(error.message);
      if (error instanceof MalformedMessageError)
        throw incompleteRequest(`The request cannot be read: ${error.message}.`);
      throw error;
    }
  };
}
