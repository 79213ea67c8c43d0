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
import { type SupportedMethods, supportedMethods } from './server-features.ts';

const STREAMS = 'event_store.client.streams.Streams';

const GROUPS = 'event_store.client.persistent_subscriptions.PersistentSubscriptions';

const SUPPORTED: SupportedMethods = {
  'event_store.client.streams.streams': {
    append: [],
    batchappend: ['deadline_duration'],
    delete: [],
    read: ['events', 'position'],
    tombstone: [],
  },
  'event_store.client.persistent_subscriptions.persistentsubscriptions': Object.fromEntries(
    ['create', 'delete', 'getinfo', 'list', 'read', 'replayparked', 'restartsubsystem', 'update'].map(
      (name) => [name, ['all', 'stream']],
    ),
  ),
  'event_store.client.gossip.gossip': { read: [] },
  'event_store.client.server_features.serverfeatures': { getsupportedmethods: [] },
};

/** Every gRPC method this node answers, by path. */
export function routes(
  log: EventLog,
  groups: GroupRegistry,
  member: Member,
): ReadonlyMap<string, GrpcHandler> {
  const handlers: Record<string, GrpcHandler> = {
    [`/${STREAMS}/Append`]: (call) => append(log, call),
    [`/${STREAMS}/BatchAppend`]: (call) => batchAppend(log, call),
    [`/${STREAMS}/Read`]: (call) => read(log, call),
    [`/${STREAMS}/Delete`]: (call) => deleteStream(log, call),
    [`/${STREAMS}/Tombstone`]: (call) => tombstoneStream(log, call),
    '/event_store.client.server_features.ServerFeatures/GetSupportedMethods': supportedMethods(SUPPORTED),
    '/event_store.client.gossip.Gossip/Read': gossip(member),
  };
  for (const [name, handler] of Object.entries(persistentSubscriptions(log, groups)))
    handlers[`/${GROUPS}/${name}`] = handler;
  return new Map(Object.entries(handlers).map(([path, handler]) => [path, withStatuses(handler)]));
}

/** Gives failures of decoding and of the database the status a client can act on. */
function withStatuses(handler: GrpcHandler): GrpcHandler {
  return async (call) => {
    try {
      await handler(call);
    } catch (error) {
      if (error instanceof GrpcStatusError) throw error;
      if (error instanceof StorageUnavailableError) throw unavailable(error.message);
      if (error instanceof MalformedMessageError)
        throw incompleteRequest(`The request cannot be read: ${error.message}.`);
      throw error;
    }
  };
}
