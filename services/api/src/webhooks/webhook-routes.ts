import { randomBytes } from 'node:crypto';
import type { ReadModels } from '@ledger/projection-engine';
import type { Position } from '@ledger/schemas';
import {
  type Webhook,
  webhookBodySchema,
  webhookListSchema,
  webhookReplayBodySchema,
  webhookRotationBodySchema,
  webhookSchema,
  webhookWithSecretSchema,
} from '@ledger/schemas/http';
import { epochMsOf, type Instant, instantOfEpochMs } from '@ledger/statutory-calendar';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { authorise, QUERY_POLICIES } from '../access/policy.ts';
import type { Principal } from '../access/principal.ts';
import { audienceOf } from '../feeds/audience.ts';
import { refuseAhead } from '../feeds/resume-point.ts';
import { ApiError } from '../http/api-error.ts';
import { problems } from '../http/problem-responses.ts';
import { checkTarget, type Resolve, type TargetPolicy, TargetRefused } from './target-address.ts';
import type { WebhookEndpoint, WebhookEndpoints } from './webhook-endpoints.ts';

export interface WebhookOptions {
  readonly readModels: ReadModels;
  readonly endpoints: WebhookEndpoints;
  readonly targets: TargetPolicy;
  readonly resolve: Resolve;
  readonly clock: () => Instant;
  readonly randomUuid: () => string;
}

/** Endpoints one subscriber may have. */
const ENDPOINTS_MAX = 100;
const SECRET_BYTES = 32;
const HOUR_MS = 3_600_000;
const inPath = z.object({ id: z.uuid() });

/** `/v1/webhooks`: changes sent to a subscriber's own address, signed as Standard Webhooks has it, in order for each file. */
export const webhookRoutes: FastifyPluginAsyncZod<WebhookOptions> = async (api, options) => {
  const { readModels, endpoints, clock } = options;
  const subscriberOnly = async (request: FastifyRequest) =>
    authorise(request.principal, QUERY_POLICIES['webhooks.own']);

  api.post(
    '/v1/webhooks',
    {
      preParsing: subscriberOnly,
      schema: {
        operationId: 'registerWebhook',
        tags: ['webhooks'],
        summary: 'Have the changes of a feed sent to an address of yours',
        description:
          'The address must be https and lead to the public internet. The secret is told once. Each delivery is one change as CloudEvents JSON, signed by the headers `webhook-id`, `webhook-timestamp` and `webhook-signature` (Standard Webhooks); the same id may come again. What is not answered with 2xx is tried again, and after the last try the file is parked: its later changes wait.',
        body: webhookBodySchema,
        response: { 201: webhookWithSecretSchema, ...problems(400, 401, 403, 413, 415, 422, 429, 503) },
      },
    },
    async (request, reply) => {
      const { url, feed, filter, after } = request.body;
      const owner = ownerOf(request.principal);
      const policy = QUERY_POLICIES[`feed.${feed}`];
      authorise(request.principal, policy);
      // Refuses what the feed cannot be filtered by.
      audienceOf(feed, policy, request.principal, filter);
      await refuseInnerTarget(url, options);
      if ((await endpoints.ofOwner(owner)).length >= ENDPOINTS_MAX) {
        throw new ApiError(
          'WEBHOOKS_TOO_MANY',
          `A subscriber has at most ${ENDPOINTS_MAX} webhooks. Remove one first.`,
        );
      }
      const head = await readModels.position();
      refuseAhead(after ?? head, head);
      const secret = freshSecret();
      const endpoint: WebhookEndpoint = {
        id: options.randomUuid(),
        owner,
        principal: request.principal,
        url,
        feed,
        filter,
        secrets: [{ secret }],
        state: 'active',
        position: (after ?? head) as Position,
        round: 0,
        createdAt: clock(),
      };
      await endpoints.add(endpoint);
      reply.code(201).header('location', `/v1/webhooks/${endpoint.id}`).header('cache-control', 'no-store');
      return { ...(await answerOf(endpoints, endpoint)), secret };
    },
  );

  api.get(
    '/v1/webhooks',
    {
      schema: {
        operationId: 'listWebhooks',
        tags: ['webhooks'],
        summary: 'My webhooks, how far each has come, and what is parked',
        response: { 200: webhookListSchema, ...problems(400, 401, 403, 429, 503) },
      },
    },
    async (request, reply) => {
      await subscriberOnly(request);
      const own = await endpoints.ofOwner(ownerOf(request.principal));
      reply.header('cache-control', 'no-store');
      return { items: await Promise.all(own.map((endpoint) => answerOf(endpoints, endpoint))) };
    },
  );

  api.get(
    '/v1/webhooks/:id',
    {
      schema: {
        operationId: 'readWebhook',
        tags: ['webhooks'],
        summary: 'One webhook of mine',
        params: inPath,
        response: { 200: webhookSchema, ...problems(400, 401, 403, 404, 429, 503) },
      },
    },
    async (request, reply) => {
      const endpoint = await ownOrThrow(request, request.params.id);
      reply.header('cache-control', 'no-store');
      return await answerOf(endpoints, endpoint);
    },
  );

  api.delete(
    '/v1/webhooks/:id',
    {
      schema: {
        operationId: 'removeWebhook',
        tags: ['webhooks'],
        summary: 'Send nothing more to it',
        params: inPath,
        response: { 204: z.null(), ...problems(400, 401, 403, 404, 429, 503) },
      },
    },
    async (request, reply) => {
      const { id } = await ownOrThrow(request, request.params.id);
      await endpoints.remove(id);
      return reply.code(204).send(null);
    },
  );

  api.post(
    '/v1/webhooks/:id/rotate-secret',
    {
      preParsing: subscriberOnly,
      schema: {
        operationId: 'rotateWebhookSecret',
        tags: ['webhooks'],
        summary: 'A new secret; the former one signs beside it for some hours',
        params: inPath,
        body: webhookRotationBodySchema,
        response: { 200: webhookWithSecretSchema, ...problems(400, 401, 403, 404, 413, 415, 429, 503) },
      },
    },
    async (request, reply) => {
      const endpoint = await ownOrThrow(request, request.params.id);
      const secret = freshSecret();
      const until = instantOfEpochMs(epochMsOf(clock()) + request.body.overlapHours * HOUR_MS);
      const [former] = endpoint.secrets;
      await endpoints.setSecrets(endpoint.id, [
        { secret },
        ...(former === undefined ? [] : [{ ...former, until }]),
      ]);
      reply.header('cache-control', 'no-store');
      return { ...(await answerOf(endpoints, endpoint)), secret };
    },
  );

  api.post(
    '/v1/webhooks/:id/replay',
    {
      preParsing: subscriberOnly,
      schema: {
        operationId: 'replayWebhook',
        tags: ['webhooks'],
        summary: 'Send everything behind a position again, with the same ids',
        params: inPath,
        body: webhookReplayBodySchema,
        response: { 200: webhookSchema, ...problems(400, 401, 403, 404, 413, 415, 429, 503) },
      },
    },
    async (request) => {
      const { id } = await ownOrThrow(request, request.params.id);
      refuseAhead(request.body.after, await readModels.position());
      await endpoints.replay(id, request.body.after as Position);
      return await answerOf(endpoints, await ownOrThrow(request, id));
    },
  );

  api.post(
    '/v1/webhooks/:id/resume',
    {
      schema: {
        operationId: 'resumeWebhook',
        tags: ['webhooks'],
        summary: 'Try again what is parked, and send again to an endpoint that was gone',
        params: inPath,
        response: { 200: webhookSchema, ...problems(400, 401, 403, 404, 429, 503) },
      },
    },
    async (request) => {
      const { id } = await ownOrThrow(request, request.params.id);
      await endpoints.resume(id);
      return await answerOf(endpoints, await ownOrThrow(request, id));
    },
  );

  async function ownOrThrow(request: FastifyRequest, id: string): Promise<WebhookEndpoint> {
    await subscriberOnly(request);
    const endpoint = await endpoints.find(id);
    // Another's webhook and none at all are the same answer: ids tell nobody anything.
    if (endpoint?.owner === ownerOf(request.principal)) return endpoint;
    throw new ApiError('WEBHOOK_UNKNOWN', 'You have no webhook with this id.');
  }
};

async function refuseInnerTarget(url: string, { targets, resolve }: WebhookOptions): Promise<void> {
  try {
    await checkTarget(new URL(url), targets, resolve);
  } catch (error) {
    if (!(error instanceof TargetRefused)) throw error;
    throw new ApiError(
      'WEBHOOK_TARGET_REFUSED',
      `The address ${error.message}. Name an https address on the public internet.`,
    );
  }
}

async function answerOf(endpoints: WebhookEndpoints, endpoint: WebhookEndpoint): Promise<Webhook> {
  const { id, url, feed, filter, state, position, createdAt } = endpoint;
  const parked = (await endpoints.parkedOf(id)).map(
    ({ fileId, position: at, attempts, reason, at: since }) => ({
      fileId,
      position: at,
      attempts,
      reason,
      at: since,
    }),
  );
  return { id, url, feed, filter, state, position, createdAt, parked };
}

function ownerOf(principal: Principal): string {
  if (principal.role === 'public') throw new Error('a webhook got past its policy without an actor');
  return principal.actor.id;
}

function freshSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}
