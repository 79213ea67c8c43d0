import type { EventLog } from '@ledger/event-log';
import type { ReadModels } from '@ledger/projection-engine';
import type { Rulebook } from '@ledger/rulebooks';
import type { RegisterQueries } from '@ledger/schemas/http/register';
import type { Instant, LegalDate, WorkingCalendar } from '@ledger/statutory-calendar';
import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'pg';
import type { Tokens } from './access/principal.ts';
import { commandRoutes } from './commands/command-routes.ts';
import { Receipts } from './commands/receipts.ts';
import { serveOpenApi } from './documentation/openapi.ts';
import { serveReferencePage } from './documentation/reference-page.ts';
import { HEARTBEAT_MS } from './feeds/event-stream.ts';
import { feedRoutes } from './feeds/feed-routes.ts';
import { type NoPage, openServer, type Server } from './http/server.ts';
import { isBuilt, operationRoutes } from './operations/operation-routes.ts';
import { TrafficCount } from './operations/traffic-count.ts';
import { auditRoutes } from './queries/audit-routes.ts';
import { fileRoutes } from './queries/file-routes.ts';
import { gradeRoutes } from './queries/grade-routes.ts';
import { Register } from './queries/register.ts';
import { registerQueriesOf } from './queries/register-queries.ts';
import { registerRoutes } from './queries/register-routes.ts';
import { worklistRoutes } from './queries/worklist-routes.ts';

/** Everything the API needs from outside; it makes no connection of its own. */
export interface ApiOptions {
  readonly eventLog: EventLog;
  readonly readModels: ReadModels;
  /** The ledger's database, for the receipts of commands. */
  readonly database: Pool;
  readonly rulebookOf: (jurisdiction: string, onDate: LegalDate) => Rulebook | undefined;
  readonly rulebookById: (id: string) => Rulebook | undefined;
  readonly calendar: WorkingCalendar;
  readonly clock: () => Instant;
  readonly randomUuid: () => string;
  /** 128 fresh random bits, hex. */
  readonly randomSalt: () => string;
  readonly log: FastifyBaseLogger;
  readonly tokens: Tokens;
  /** Requests from one address in a minute before a 429. Default 6 000. */
  readonly requestsPerMinute?: number;
  /** How long a request may take to arrive. Default 30 000. */
  readonly requestTimeoutMs?: number;
  /** How long a subscriber hears nothing before it is told where the head is. Default 15 000. */
  readonly heartbeatMs?: number;
  /** Mounts the public pages, which ask the register through the queries they are handed. */
  readonly mountPages?: (server: Server, register: RegisterQueries) => Promise<void>;
  /** Answers a reader who asks for a page at an address that has none. */
  readonly answerNoPage?: NoPage;
}

/**
 * The ledger over HTTP, ready to listen or to be injected into.
 *
 * Shape:   not listening yet; `close()` ends every stream and refuses new requests, and leaves what it was given open.
 * Errors:  its answers are the ledger's contract or a problem document (RFC 9457); see `PROBLEMS`.
 * Durable: an answer 2xx to a command means: in the event store, and its receipt in PostgreSQL.
 */
export async function buildApi(options: ApiOptions): Promise<Server> {
  const { eventLog, readModels, log, rulebookOf, rulebookById, calendar, clock, randomSalt } = options;
  const server = await openServer({
    log,
    randomUuid: options.randomUuid,
    tokens: options.tokens,
    requestsPerMinute: options.requestsPerMinute ?? 6_000,
    requestTimeoutMs: options.requestTimeoutMs ?? 30_000,
    answerNoPage: options.answerNoPage,
  });
  const traffic = countTraffic(server);
  const closing = new AbortController();
  server.addHook('preClose', async () => closing.abort());
  server.addHook('onSend', async (_request, reply) => {
    if (closing.signal.aborted) reply.header('connection', 'close');
  });

  const register = new Register(readModels);
  const receipts = new Receipts(options.database);
  await serveOpenApi(server);
  await server.register(registerRoutes, { register });
  await server.register(fileRoutes, { readModels, receipts, rulebookOf, calendar, clock });
  await server.register(gradeRoutes, { readModels, rulebookById });
  await server.register(auditRoutes, { readModels });
  await server.register(worklistRoutes, { readModels, rulebookById, calendar, clock });
  await server.register(commandRoutes, {
    desk: { eventLog, receipts, rulebookOf, calendar, clock, randomSalt },
    readModels,
  });
  await server.register(feedRoutes, {
    readModels,
    heartbeatMs: options.heartbeatMs ?? HEARTBEAT_MS,
    closing: closing.signal,
  });
  await server.register(operationRoutes, { eventLog, readModels, traffic });
  await serveReferencePage(server);
  if (options.mountPages !== undefined) {
    const isReady = () => readModels.status().then(isBuilt, () => false);
    await options.mountPages(server, registerQueriesOf(register, isReady, log));
  }
  await server.ready();
  return server;
}

function countTraffic(server: Server): TrafficCount {
  const traffic = new TrafficCount();
  server.addHook('onResponse', async (request, reply) => {
    traffic.add(
      request.method,
      request.routeOptions.url ?? 'none',
      reply.statusCode,
      reply.elapsedTime / 1000,
    );
  });
  return traffic;
}
