import { Readable } from 'node:stream';
import type { ReadModels } from '@ledger/projection-engine';
import { NO_POSITION, type Position } from '@ledger/schemas';
import {
  type FeedName,
  type FeedPage,
  feedNameSchema,
  feedPageSchema,
  feedQuerySchema,
  feedSnapshotSchema,
  positionParameter,
} from '@ledger/schemas/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { authorise, QUERY_POLICIES, visibleUnder } from '../access/policy.ts';
import { ApiError, requestInvalid } from '../http/api-error.ts';
import { problems } from '../http/problem-responses.ts';
import { changeEventOf } from './change-event.ts';
import { eventStreamOf } from './event-stream.ts';
import { SharedPages } from './shared-pages.ts';

export interface FeedOptions {
  readonly readModels: ReadModels;
  readonly heartbeatMs: number;
  /** Aborts when the service closes: streams would keep it open for ever. */
  readonly closing: AbortSignal;
}

const inPath = z.object({ feed: feedNameSchema });

/** `GET /v1/feeds/{feed}`: what changed, a page at a time or as it comes; `…/snapshot`: what it all comes to. */
export const feedRoutes: FastifyPluginAsyncZod<FeedOptions> = async (
  api,
  { readModels, heartbeatMs, closing },
) => {
  const pages = new SharedPages(readModels);
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
          'With `Accept: text/event-stream` the answer never ends: each change is an event `change` whose id is its position, and at the latest every 15 seconds an event `head` tells how far the feed goes. `Last-Event-ID` resumes exactly behind that position and wins over `after`. Delivery is at least once with unique positions.',
        params: inPath,
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
      const policy = QUERY_POLICIES[`feed.${feed}`];
      authorise(request.principal, policy);
      const isVisible = visibleUnder(policy, request.principal);
      const after = resumePoint(request.headers['last-event-id'], request.query.after);
      const page = await readModels.readFeed(feed, after, request.query.limit);
      refuseAhead(after, page.head);
      reply.header('cache-control', 'no-store').header('vary', 'Accept, Authorization');
      if (!wantsStream(request)) {
        const visible = page.items.filter((item) => isVisible(item.fileId));
        const answer: FeedPage = {
          items: visible.map((item) => changeEventOf(feed, item)),
          next: page.next,
          head: page.head,
        };
        return reply.type('application/json').send(answer);
      }
      const signal = AbortSignal.any([closing, hangUpOf(reply)]);
      const stream = eventStreamOf({ readModels, pages, feed, after, isVisible, heartbeatMs, signal });
      return (
        reply
          .type('text/event-stream')
          .header('x-accel-buffering', 'no')
          // A connection that served a stream serves nothing else, so that it ends with the stream.
          .header('connection', 'close')
          .send(Readable.from(stream, { objectMode: false }))
      );
    },
  );

  api.get(
    '/v1/feeds/:feed/snapshot',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'readSnapshot',
        tags: ['feeds'],
        summary: 'The whole state of a feed, and the position from which to go on',
        params: inPath,
        response: { 200: feedSnapshotSchema, ...problems(400, 401, 403, 429, 503) },
      },
    },
    async (request, reply) => {
      const { feed } = request.params;
      const policy = QUERY_POLICIES[`feed.${feed}`];
      authorise(request.principal, policy);
      const isVisible = visibleUnder(policy, request.principal);
      const text = snapshotText(readModels, feed, isVisible);
      // Opens the snapshot before the answer begins, so that a failure to is a 503 and not half a document.
      await text.next();
      return reply
        .type('application/json')
        .header('cache-control', 'no-store')
        .send(Readable.from(text, { objectMode: false }));
    },
  );
};

async function* snapshotText(
  readModels: ReadModels,
  feed: FeedName,
  isVisible: (fileId: string | null) => boolean,
): AsyncGenerator<string> {
  let before = '';
  for await (const { position, items } of readModels.readSnapshot(feed)) {
    if (before === '') {
      before = `{"position":${position},"items":[`;
      yield '';
    }
    for (const item of items) {
      if (!isVisible(item.key)) continue;
      yield before + JSON.stringify(item);
      before = ',';
    }
  }
  yield before === ',' ? ']}' : `${before}]}`;
}

/** The position to go on from. A browser that reconnects sends `Last-Event-ID` and still has the old `after` in its address. */
function resumePoint(lastEventId: string | undefined, after: Position | undefined): Position {
  if (lastEventId === undefined || lastEventId === '') return after ?? NO_POSITION;
  const parsed = positionParameter.safeParse(lastEventId);
  if (!parsed.success)
    throw requestInvalid('header', 'Last-Event-ID', 'the id of the last event is its position');
  return parsed.data;
}

function refuseAhead(after: Position, head: Position): void {
  if (after <= head) return;
  throw new ApiError(
    'POSITION_AHEAD',
    `The feed ends at position ${head}. Take a snapshot and go on from its position, or start from 0.`,
    { head },
  );
}

function wantsStream(request: FastifyRequest): boolean {
  return /(?:^|,)\s*text\/event-stream\s*(?:;|,|$)/i.test(request.headers.accept ?? '');
}

/** Aborts when the caller is gone. */
function hangUpOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => controller.abort());
  return controller.signal;
}
