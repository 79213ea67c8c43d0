import type { GrpcCall } from '../grpc/call.ts';
import { ProtoWriter } from '../protobuf/writer.ts';

/** The version whose behaviour this node follows. */
export const SERVER_VERSION = '24.6.0';

/** Methods by service, lower case as the client compares them, each with its optional features. */
export type SupportedMethods = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** `ServerFeatures.GetSupportedMethods`. */
export function supportedMethods(methods: SupportedMethods): (call: GrpcCall) => Promise<void> {
  const writer = new ProtoWriter();
  for (const [service, names] of Object.entries(methods)) {
    for (const [name, features] of Object.entries(names)) {
      writer.message(1, (method) => {
        method.string(1, name).string(2, service);
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
