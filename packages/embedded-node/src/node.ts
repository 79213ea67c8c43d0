import { createSecureContext } from 'node:tls';
import { authenticateBy, trustEverybody } from './access/authentication.ts';
import { UserDirectory } from './access/user-directory.ts';
import { GroupRegistry } from './groups/group-registry.ts';
import { listenGrpc, type TlsIdentity } from './grpc/server.ts';
import { EventLog } from './log/event-log.ts';
import { NodeError, type NodeLog } from './node-error.ts';
import { JSON_CONTENT } from './protocol/recorded-event.ts';
import { answerHttp } from './services/http.ts';
import { routes } from './services/routes.ts';

export interface NodeOptions {
  /** PostgreSQL connection string; the node keeps its tables in schema `node` of that database. */
  readonly database: string;
  /** Address to listen on; loopback unless said otherwise. */
  readonly host?: string;
  /** Port to listen on; 0 or absent = any free one. */
  readonly port?: number;
  /** Certificate chain and key, PEM. With them clients must use TLS and sign in; without, nothing is checked. */
  readonly tls?: TlsIdentity;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly randomUuid: () => string;
  readonly log: NodeLog;
}

export interface RunningNode {
  readonly port: number;
  /** Connection string for `@eventstore/db-client`. */
  readonly url: string;
  /** Ends every call, finishes the commit under way and gives the database back. */
  stop(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/**
 * A node answers on a port of this machine, with everything ever acknowledged on this database.
 *
 * Shape:   tables are created when missing; one node per database.
 * Errors:  throws `NodeError` with `NODE_ALREADY_RUNNING`, `NODE_DATABASE_UNREACHABLE`, `NODE_SCHEMA_UNKNOWN`, `NODE_PORT_UNAVAILABLE`,
 *          `NODE_CERTIFICATE_UNUSABLE`.
 * Durable: an append is answered only after PostgreSQL has written it to disk. While PostgreSQL cannot be reached, calls are answered
 *          UNAVAILABLE, subscriptions are ended so, and the node goes on by itself once it is back.
 */
export async function startNode(options: NodeOptions): Promise<RunningNode> {
  const { database, host = LOOPBACK, port = 0, tls, now, randomUuid, log } = options;
  if (tls !== undefined) requireUsable(tls);
  const eventLog = await EventLog.open({ database, now, randomUuid, log });
  try {
    if (eventLog.isEmpty) await writeFirstEvent(eventLog);
    const users = new UserDirectory(eventLog);
    if (tls !== undefined) await users.ensureFirstUsers();
    const authenticate = tls === undefined ? trustEverybody : authenticateBy(users);
    const groups = await GroupRegistry.open(eventLog, log);
    let listeningPort = port;
    const member = { instanceId: randomUuid(), host, port: () => listeningPort, now };
    const server = await listenGrpc({
      host,
      port,
      tls,
      handlers: routes({ log: eventLog, groups, users, authenticate, member }),
      http: answerHttp({
        available: () => eventLog.available,
        authenticate,
        secure: tls !== undefined,
        member,
      }),
      onFault: (path, error) => log({ level: 'error', message: `${path} failed unexpectedly.`, error }),
    }).catch((error: unknown) => {
      const message = `Port ${port} of ${host} cannot be listened on. Choose another port, or 0 for a free one.`;
      throw new NodeError('NODE_PORT_UNAVAILABLE', message, { cause: error });
    });
    listeningPort = server.port;
    return {
      port: server.port,
      url: `esdb://${host}:${server.port}?tls=${tls !== undefined}`,
      async stop() {
        groups.close();
        await eventLog.close();
        await server.close();
      },
    };
  } catch (error) {
    await eventLog.close();
    throw error;
  }
}

/** Passes only a certificate and a key that belong together. */
function requireUsable(tls: TlsIdentity): void {
  try {
    createSecureContext({ cert: tls.cert, key: tls.key });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The certificate and the key cannot be used together: ${reason}.`;
    throw new NodeError('NODE_CERTIFICATE_UNUSABLE', message, { cause: error });
  }
}

/** What a real node writes into its empty log: the metadata of the stream of its scavenges. */
async function writeFirstEvent(log: EventLog): Promise<void> {
  const metadata = { $maxAge: 2_592_000, $acl: { $r: [], $w: [], $d: [], $mr: [], $mw: [] } };
  await log.write({
    kind: 'append',
    stream: '$$$scavenges',
    expected: 'no_stream',
    events: [
      {
        id: log.randomUuid(),
        type: '$metadata',
        contentType: JSON_CONTENT,
        customMetadata: Buffer.alloc(0),
        data: Buffer.from(JSON.stringify(metadata)),
      },
    ],
    deadlineMs: undefined,
  });
}
