import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { principalOf } from '../access/bearer.ts';
import type { Principal, Tokens } from '../access/principal.ts';
import { ApiError } from './api-error.ts';
import { answerBrokenMessage } from './broken-message.ts';
import { parseJson } from './json-text.ts';
import { replyWithProblem } from './problem-replies.ts';
import { RouteBook } from './route-book.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set before any route runs. */
    principal: Principal;
  }
}

/** The largest body a request may have. Units: bytes. */
const BODY_BYTES_MAX = 1024 * 1024;

export interface ServerOptions {
  readonly log: FastifyBaseLogger;
  readonly randomUuid: () => string;
  readonly tokens: Tokens;
  /** Requests from one address in a minute before a 429. */
  readonly requestsPerMinute: number;
  /** How long a request may take to arrive. */
  readonly requestTimeoutMs: number;
  /** Answers a reader who asks for a page at an address that has none. */
  readonly answerNoPage?: NoPage | undefined;
}

export type NoPage = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

export type Server = FastifyInstance<
  import('node:http').Server,
  import('node:http').IncomingMessage,
  import('node:http').ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/**
 * A server without routes whose every failure is a problem document: broken HTTP, an unknown address, a wrong method, a body
 * that is too large or no JSON, too many requests, and whatever a route throws.
 */
export async function openServer(options: ServerOptions): Promise<Server> {
  const { log, randomUuid, tokens, requestsPerMinute, requestTimeoutMs, answerNoPage } = options;
  const routes = new RouteBook();
  const server: Server = fastify({
    loggerInstance: log.child({}, { serializers: { req: describeRequest } }),
    bodyLimit: BODY_BYTES_MAX,
    genReqId: randomUuid,
    requestTimeout: requestTimeoutMs,
    http: { headersTimeout: requestTimeoutMs, connectionsCheckingInterval: requestTimeoutMs / 4 },
    routerOptions: { maxParamLength: 200 },
    // Streams end by themselves when the service closes; answers under way are finished.
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => {
      replyWithProblem(error, request, reply);
    },
    clientErrorHandler: (error, socket) => answerBrokenMessage(error, socket, randomUuid()),
  }).withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.setErrorHandler(replyWithProblem);
  server.addHook('onRoute', (route) => routes.add(route));
  server.decorateRequest('principal');
  await server.register(helmet, {
    contentSecurityPolicy: API_CONTENT_POLICY,
    // Whoever ends TLS in front of the service decides for the whole domain.
    strictTransportSecurity: false,
  });
  await server.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    enableDraftSpec: true,
    errorResponseBuilder: (_request, { ttl }) => tooMany(ttl),
  });
  server.addHook('onRequest', async ({ url }) => {
    if (/%00/.test(url))
      throw new ApiError('URL_MALFORMED', 'No text of the ledger holds the character U+0000.');
  });
  // After the rate limit, so that tokens cannot be tried without end; before the body, so that a stranger's is not read.
  server.addHook('preParsing', async (request) => {
    request.principal = principalOf(request.headers.authorization, addressOf(request), tokens);
  });
  takeOnlyJson(server);
  server.setNotFoundHandler({ preHandler: server.rateLimit() }, async (request, reply) => {
    if (answerNoPage !== undefined && wantsPage(request)) return await answerNoPage(request, reply);
    throw nothingHere(request, routes);
  });
  return server;
}

/** Where a request came from; behind a proxy everybody seems to sit on this machine, so then it is nobody's address. */
function addressOf({ headers, ip }: FastifyRequest): string {
  return headers['x-forwarded-for'] === undefined && headers.forwarded === undefined ? ip : 'forwarded';
}

/** Nothing of an answer of the API is a page: nothing in it may run, load or be framed. */
const API_CONTENT_POLICY = {
  useDefaults: false,
  directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
};

function takeOnlyJson(server: Server): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    /^application\/(?:[\w.-]+\+)?json(?:;|$)/,
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => {
      const parsed = parseJson(textOf(body));
      if ('value' in parsed) return parsed.value;
      const { line, column, expected } = parsed.fault;
      throw new ApiError('BODY_NOT_JSON', `Line ${line}, column ${column}: ${expected} should stand there.`, {
        line,
        column,
      });
    },
  );
}

function textOf(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw new ApiError('BODY_NOT_JSON', 'The body is not UTF-8.');
  }
}

/** A browser that follows a link, as against a program that asks the API. */
function wantsPage({ method, url, headers }: FastifyRequest): boolean {
  return method === 'GET' && !url.startsWith('/v1/') && /\btext\/html\b/.test(headers.accept ?? '');
}

function nothingHere({ method, url }: FastifyRequest, routes: RouteBook): ApiError {
  const allow = routes.methodsAt(url.split('?', 1)[0] ?? url);
  if (allow.length === 0) {
    return new ApiError('ROUTE_UNKNOWN', 'What is served, and where, stands in /openapi.json and on /docs.');
  }
  return new ApiError('METHOD_NOT_ALLOWED', `This address takes ${allow.join(', ')}, not ${method}.`, {
    allow,
  });
}

function tooMany(ttlMs: number): ApiError {
  const retryAfterSeconds = Math.max(1, Math.ceil(ttlMs / 1000));
  return new ApiError(
    'RATE_LIMITED',
    `Come back in ${retryAfterSeconds} seconds; the RateLimit headers of every answer say how much is left.`,
    {
      retryAfterSeconds,
    },
  );
}

/** What the log says of a request. Never the query: it may hold the name or the number of a person. */
function describeRequest(request: FastifyRequest): object {
  return {
    method: request.method,
    route: request.routeOptions?.url ?? 'none',
    role: request.principal?.role ?? 'public',
  };
}
