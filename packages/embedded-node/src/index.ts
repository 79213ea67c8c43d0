/**
 * An embeddable node that speaks the EventStoreDB gRPC protocol over PostgreSQL, for development, tests, demos and small offices.
 *
 * The unmodified official client runs against it:
 *
 *     const node = await startNode({ database, now: Date.now, randomUuid: randomUUID, log: console.error });
 *     const client = EventStoreDBClient.connectionString(node.url);
 *     await client.appendToStream('greetings', jsonEvent({ type: 'greeted', data: { whom: 'world' } }));
 *     for await (const { event } of client.readStream('greetings')) console.log(event?.data);
 *     await node.stop();
 *
 * Read on in this order: `log/write-decision.ts` (what an expected revision and a repeated id mean), `log/log-writer.ts` (the one writer and
 * its group commit), `storage/writer-session.ts` (lock, epoch, transaction), `subscriptions/follow-log.ts` (from the store to live).
 */
export type { TlsIdentity } from './grpc/server.ts';
export { type NodeOptions, type RunningNode, startNode } from './node.ts';
export { NodeError, type NodeErrorCode, type NodeLog, type NodeLogEntry } from './node-error.ts';
export { createSelfSigned, type SelfSignedOptions } from './tls/self-signed.ts';
