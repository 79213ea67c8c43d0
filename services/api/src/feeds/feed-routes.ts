import type { ReadModels } from '@ledger/projection-engine';
import { feedNameSchema, feedPageSchema, feedQuerySchema } from '@ledger/schemas/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { authorise, QUERY_POLICIES } from '../access/policy.ts';
import { problems } from '../http/problem-responses.ts';
import { audienceOf } from './audience.ts';
import { bodyOf } from './deliver.ts';
import { eventStreamOf } from './event-stream.ts';
import { readPageFor } from './filtered-page.ts';
import { openToPages } from './open-to-pages.ts';
import { refuseAhead, resumePoint } from './resume-point.ts';
import { SharedPages } from './shared-pages.ts';
import { Subscribers } from './subscribers.ts';

export interface FeedOptions {
  readonly readModels: ReadModels;
  readonly heartbeatMs: number;
  /** How long a subscriber may leave what was sent unread. */
  readonly stallMs: number;
  /** Streams open at once. */
  readonly subscribersMax: number;
  /** Aborts when the service closes: streams would keep it open for ever. */
  readonly closing: AbortSignal;
}

/** `GET /v1/feeds/{feed}`: what changed, a page at a time or as it comes. */
export const feedRoutes: FastifyPluginAsyncZod<FeedOptions> = async (
  api,
  { readModels, heartbeatMs, stallMs, subscribersMax, closing },
) => {
  const pages = new SharedPages(readModels);
  const subscribers = new Subscribers(subscribersMax);
  api.addHook('onClose', async () => pages.close());

  api.get(
    '/v1/feeds/:feed',
    {
      // A HEAD of a stream would never end.
      exposeHeadRoute: false,
      schema: {
        operationId: 'readFeed',
        tags: ['feeds'],
        summary: 'The changes behind a position: one page of JSON, or a stream',
        description:
          'With `Accept: text/event-stream` the answer never ends: each change is an event `change` whose id is its position, and at the latest every 15 seconds an event `head` tells how far the feed goes. `Last-Event-ID` resumes exactly behind that position and wins over `after`. Delivery is at least once with unique positions. A subscriber that does not read is dropped; its last event, `dropped`, tells where to resume. All feeds count in the same positions: one that was read in another feed is as good. A filter keeps what fitted before a change or fits after it. What the register has retracted has left earlier changes, too; the change that retracted it names it under `retraction`.',
        params: z.object({ feed: feedNameSchema }),
        querystring: feedQuerySchema,
        headers: z.object({ 'last-event-id': z.string().optional() }),
        response: {
          200: {
            description: 'A page of changes, or the stream of them',
            content: {
              'application/json': { schema: feedPageSchema },
              'text/event-stream': { schema: z.string() },
            },
          },
          ...problems(400, 401, 403, 429, 503),
        },
      },
    },
    async (request, reply) => {
      const { feed } = request.params;
      const { after: asked, limit, ...filter } = request.query;
      const policy = QUERY_POLICIES[`feed.${feed}`];
      authorise(request.principal, policy);
      const audience = audienceOf(feed, policy, request.principal, filter);
      const after = resumePoint(request.headers['last-event-id'], asked);
      openToPages(reply, feed).header('cache-control', 'no-store').header('vary', 'Accept, Authorization');
      if (!wantsStream(request)) {
        const page = await readPageFor(readModels, feed, audience, after, limit);
        refuseAhead(after, page.head);
        return reply.type('application/json').send(page);
      }
      refuseAhead(after, await readModels.position());
      const leave = subscribers.enter();
      reply.raw.once('close', leave);
      const signal = AbortSignal.any([closing, hangUpOf(reply)]);
      const gatherMs = () => subscribers.gatherMs(performance.now());
      const pieces = eventStreamOf({
        readModels,
        pages,
        feed,
        after,
        audience,
        heartbeatMs,
        gatherMs,
        signal,
      });
      const body = bodyOf({
        pieces,
        after,
        stallMs,
        cutOff: () => reply.raw.destroy(),
        onDrop: (resume) =>
          request.log.warn({ feed, resume }, 'a subscriber did not read and was dropped; it can resume'),
        signal,
      });
      return (
        reply
          .type('text/event-stream')
          .header('x-accel-buffering', 'no')
          // A connection that served a stream serves nothing else, so that it ends with the stream.
          .header('connection', 'close')
          .send(body)
      );
    },
  );
};

function wantsStream(request: FastifyRequest): boolean {
  return /(?:^|,)\s*text\/event-stream\s*(?:;|,|$)/i.test(request.headers.accept ?? '');
}

/** Aborts when the caller is gone. */
function hangUpOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => controller.abort());
  return controller.signal;
}
