import type { ReadModels } from '@ledger/projection-engine';
import { NO_POSITION, type Position } from '@ledger/schemas';
import {
  type Acknowledgement,
  acknowledgementBodySchema,
  acknowledgementListSchema,
  acknowledgementSchema,
  type FeedName,
  feedNameSchema,
} from '@ledger/schemas/http';
import type { Instant } from '@ledger/statutory-calendar';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { authorise, QUERY_POLICIES } from '../access/policy.ts';
import type { Principal } from '../access/principal.ts';
import { problems } from '../http/problem-responses.ts';
import type { Acknowledged, Acknowledgements } from './acknowledgements.ts';
import { type Audience, audienceOf } from './audience.ts';
import { readPageFor } from './filtered-page.ts';
import { refuseAhead } from './resume-point.ts';

export interface AcknowledgementOptions {
  readonly readModels: ReadModels;
  readonly acknowledgements: Acknowledgements;
  readonly clock: () => Instant;
}

/** Retractions listed at once. */
const OUTSTANDING_MAX = 100;
const inPath = z.object({ feed: feedNameSchema });

/** `…/acknowledgement`: how far a subscriber's copy goes, and what has still to leave it; `…/acknowledgements`: everybody's. */
export const acknowledgementRoutes: FastifyPluginAsyncZod<AcknowledgementOptions> = async (api, options) => {
  const { readModels, acknowledgements, clock } = options;

  api.put(
    '/v1/feeds/:feed/acknowledgement',
    {
      schema: {
        operationId: 'acknowledgeFeed',
        tags: ['feeds'],
        summary: 'My copy holds everything up to a position, and nothing that was retracted up to it',
        description: 'A position below the last one acknowledged changes nothing.',
        params: inPath,
        body: acknowledgementBodySchema,
        response: { 200: acknowledgementSchema, ...problems(400, 401, 403, 413, 415, 429, 503) },
      },
      preParsing: async (request) => authorise(request.principal, QUERY_POLICIES['feed.acknowledge']),
    },
    async (request) => {
      const { feed } = request.params;
      const { subscriber, audience } = subscriberOf(request.principal, feed);
      refuseAhead(request.body.position, await readModels.position());
      // The body has passed its schema, which takes whole numbers from 0.
      const position = request.body.position as Position;
      const taken = await acknowledgements.take({ feed, subscriber, position, at: clock() });
      return await answerOf(readModels, audience, taken);
    },
  );

  api.get(
    '/v1/feeds/:feed/acknowledgement',
    {
      schema: {
        operationId: 'readAcknowledgement',
        tags: ['feeds'],
        summary: 'How far I have acknowledged, and which retractions came since',
        params: inPath,
        response: { 200: acknowledgementSchema, ...problems(400, 401, 403, 429, 503) },
      },
    },
    async (request, reply) => {
      const { feed } = request.params;
      authorise(request.principal, QUERY_POLICIES['feed.acknowledge']);
      const { subscriber, audience } = subscriberOf(request.principal, feed);
      const found = await acknowledgements.find(feed, subscriber);
      reply.header('cache-control', 'no-store');
      return await answerOf(
        readModels,
        audience,
        found ?? { feed, subscriber, position: NO_POSITION, at: null },
      );
    },
  );

  api.get(
    '/v1/feeds/:feed/acknowledgements',
    {
      schema: {
        operationId: 'listAcknowledgements',
        tags: ['feeds'],
        summary: 'How far every subscriber has acknowledged, the one furthest behind in front',
        params: inPath,
        response: { 200: acknowledgementListSchema, ...problems(400, 401, 403, 429, 503) },
      },
    },
    async (request, reply) => {
      const { feed } = request.params;
      authorise(request.principal, QUERY_POLICIES['acknowledgements.read']);
      const head = await readModels.position();
      reply.header('cache-control', 'no-store');
      return { items: (await acknowledgements.of(feed)).map((one) => ({ ...one, head })) };
    },
  );
};

function subscriberOf(
  principal: Principal,
  feed: FeedName,
): { readonly subscriber: string; readonly audience: Audience } {
  const policy = QUERY_POLICIES[`feed.${feed}`];
  authorise(principal, policy);
  if (principal.role === 'public') throw new Error('an acknowledgement got past its policy without an actor');
  const filter = feed === 'register' ? ({ retractions: 'only' } as const) : {};
  return { subscriber: principal.actor.id, audience: audienceOf(feed, policy, principal, filter) };
}

/** Only the register takes anything back: the other feeds have nothing outstanding. */
async function answerOf(
  readModels: ReadModels,
  audience: Audience,
  { at, ...acknowledged }: Omit<Acknowledged, 'at'> & { readonly at: string | null },
): Promise<Acknowledgement> {
  const { feed, position } = acknowledged;
  const { items } =
    feed === 'register'
      ? await readPageFor(readModels, feed, audience, position, OUTSTANDING_MAX)
      : { items: [] };
  return {
    ...acknowledged,
    at,
    head: await readModels.position(),
    outstanding: items.flatMap(({ data: { position: where, fileId, retraction } }) =>
      retraction === undefined ? [] : [{ position: where, fileId, retraction }],
    ),
  };
}
