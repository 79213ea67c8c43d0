import type { GrpcCall } from '../grpc/call.ts';
import { ProtoWriter } from '../protobuf/writer.ts';

/** The version whose behaviour this node follows. */
export const SERVER_VERSION = '24.6.0';

/**
 * Methods by service, in lower case as clients compare them, each with its optional features: the list of the original server, because clients
 * choose by it. The services monitoring, operations and redaction are named as there, but answer UNIMPLEMENTED.
 */
const SUPPORTED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'streams.streams': {
    append: [],
    batchappend: ['deadline_duration'],
    delete: [],
    read: ['events', 'position'],
    tombstone: [],
  },
  'persistent_subscriptions.persistentsubscriptions': withFeatures(
    ['create', 'delete', 'getinfo', 'list', 'read', 'replayparked', 'restartsubsystem', 'update'],
    ['all', 'stream'],
  ),
  'users.users': withFeatures(
    ['changepassword', 'create', 'delete', 'details', 'disable', 'enable', 'resetpassword', 'update'],
    [],
  ),
  'gossip.gossip': { read: [] },
  'monitoring.monitoring': { stats: [] },
  'operations.operations': withFeatures(
    [
      'mergeindexes',
      'resignnode',
      'restartpersistentsubscriptions',
      'setnodepriority',
      'shutdown',
      'startscavenge',
      'stopscavenge',
    ],
    [],
  ),
  'redaction.redaction': withFeatures(['geteventpositions', 'switchchunks'], []),
  'server_features.serverfeatures': { getsupportedmethods: [] },
};

function withFeatures(
  methods: readonly string[],
  features: readonly string[],
): Record<string, readonly string[]> {
  return Object.fromEntries(methods.map((method) => [method, features]));
}

/** `ServerFeatures.GetSupportedMethods`. */
export function supportedMethods(): (call: GrpcCall) => Promise<void> {
  const writer = new ProtoWriter();
  for (const [service, methods] of Object.entries(SUPPORTED)) {
    for (const [name, features] of Object.entries(methods)) {
      writer.message(1, (method) => {
        method.string(1, name).string(2, `event_store.client.${service}`);
        for (const feature of features) method.string(3, feature);
      });
    }
  }
  const response = writer.string(2, SERVER_VERSION).finish();
  return async (call) => {
    await call.request();
    call.write(response);
  };
}
