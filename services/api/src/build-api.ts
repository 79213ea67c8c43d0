import type { EventLog } from '@ledger/event-log';
import { readStanding, ServedLog } from '@ledger/log';
import { type ReadModels, sqlOf } from '@ledger/projection-engine';
import type { Rulebook } from '@ledger/rulebooks';
import type { RegisterQueries } from '@ledger/schemas/http/register';
import type { Instant, LegalDate, WorkingCalendar } from '@ledger/statutory-calendar';
import { serviceSince } from '@ledger/timekeeper';
import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'pg';
import type { Tokens } from './access/principal.ts';
import { commandRoutes } from './commands/command-routes.ts';
import { Receipts } from './commands/receipts.ts';
import { serveAsyncApi } from './documentation/asyncapi.ts';
import { serveOpenApi } from './documentation/openapi.ts';
import { serveReferencePage } from './documentation/reference-page.ts';
import { acknowledgementRoutes } from './feeds/acknowledgement-routes.ts';
import { Acknowledgements } from './feeds/acknowledgements.ts';
import { DayCuts } from './feeds/day-cuts.ts';
import { dayFileRoutes } from './feeds/day-file-routes.ts';
import { HEARTBEAT_MS } from './feeds/event-stream.ts';
import { feedRoutes } from './feeds/feed-routes.ts';
import { snapshotRoutes } from './feeds/snapshot-routes.ts';
import { type NoPage, openServer, type Server } from './http/server.ts';
import { logRoutes } from './log/log-routes.ts';
import { isBuilt, operationRoutes } from './operations/operation-routes.ts';
import { TrafficCount } from './operations/traffic-count.ts';
import { auditRoutes } from './queries/audit-routes.ts';
import { creditReportRoutes } from './queries/credit-report-routes.ts';
import { fileRoutes } from './queries/file-routes.ts';
import { gradeListRoutes } from './queries/grade-list-routes.ts';
import { gradeRoutes } from './queries/grade-routes.ts';
import { provenanceRoutes } from './queries/provenance-routes.ts';
import { Register } from './queries/register.ts';
import { registerQueriesOf } from './queries/register-queries.ts';
import { registerRoutes } from './queries/register-routes.ts';
import { statisticsRoutes } from './queries/statistics-routes.ts';
import { worklistRoutes } from './queries/worklist-routes.ts';
import { type Resolve, resolveBySystem, type TargetPolicy } from './webhooks/target-address.ts';
import { WebhookEndpoints } from './webhooks/webhook-endpoints.ts';
import { webhookRoutes } from './webhooks/webhook-routes.ts';

/** Everything the API needs from outside; it makes no connection of its own. */
export interface ApiOptions {
  readonly eventLog: EventLog;
  readonly readModels: ReadModels;
  /** The ledger's database, for the receipts of commands. */
  readonly database: Pool;
  readonly rulebookOf: (jurisdiction: string, onDate: LegalDate) => Rulebook | undefined;
  /** From when the system acts under a version that was recorded late. Default: always. */
  readonly actsFrom?: (rulebook: string) => string | undefined;
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
  /** How long a subscriber may leave what was sent unread before it is dropped. Default 30 000. */
  readonly stallMs?: number;
  /** Streams open at once before a 503. Default 5 000. */
  readonly subscribersMax?: number;
  /** Where webhooks may lead. Default `public`. */
  readonly webhookTargets?: TargetPolicy;
  /** Finds the addresses of a webhook's host. Default: the system's resolver. */
  readonly resolveName?: Resolve;
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
  const sql = sqlOf(options.database);
  await serveOpenApi(server);
  await server.register(registerRoutes, { register });
  await server.register(fileRoutes, { readModels, receipts, rulebookOf, calendar, clock });
  await server.register(creditReportRoutes, { readModels, receipts, rulebookOf, calendar, clock });
  await server.register(provenanceRoutes, { readModels, receipts });
  await server.register(gradeRoutes, { readModels, rulebookById });
  await server.register(gradeListRoutes, { readModels });
  await server.register(auditRoutes, { readModels });
  await server.register(statisticsRoutes, { readModels });
  await server.register(worklistRoutes, { readModels, rulebookById, calendar, clock });
  await server.register(commandRoutes, {
    desk: {
      ...{ eventLog, receipts, rulebookOf, calendar, clock, randomSalt },
      actsFrom: options.actsFrom,
      inServiceSince: onceKnown(() => serviceSince(options.database)),
    },
    readModels,
  });
  await server.register(feedRoutes, {
    readModels,
    heartbeatMs: options.heartbeatMs ?? HEARTBEAT_MS,
    stallMs: options.stallMs ?? 30_000,
    subscribersMax: options.subscribersMax ?? 5_000,
    closing: closing.signal,
  });
  await server.register(snapshotRoutes, { readModels });
  const cuts = new DayCuts(options.database, readModels);
  await server.register(dayFileRoutes, { readModels, cuts, clock });
  const acknowledgements = new Acknowledgements(options.database);
  await server.register(acknowledgementRoutes, { readModels, acknowledgements, clock });
  await server.register(webhookRoutes, {
    readModels,
    endpoints: new WebhookEndpoints(options.database),
    targets: options.webhookTargets ?? 'public',
    resolve: options.resolveName ?? resolveBySystem,
    clock,
    randomUuid: options.randomUuid,
  });
  await server.register(logRoutes, { servedLog: new ServedLog(sql) });
  await server.register(operationRoutes, {
    eventLog,
    readModels,
    traffic,
    clock,
    logStanding: () => readStanding(sql),
  });
  serveAsyncApi(server);
  await serveReferencePage(server);
  if (options.mountPages !== undefined) {
    const isReady = () => readModels.status().then(isBuilt, () => false);
    await options.mountPages(server, registerQueriesOf(register, isReady, log));
  }
  await server.ready();
  return server;
}

/** Asks until there is an answer, which never changes, and then no more. */
function onceKnown<Answer>(ask: () => Promise<Answer | undefined>): () => Promise<Answer | undefined> {
  let known: Answer | undefined;
  return async () => {
    known ??= await ask();
    return known;
  };
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
