import { Readable } from 'node:stream';
import type { ReadModels } from '@ledger/projection-engine';
import { type FeedName, feedFilterSchema, feedNameSchema, feedSnapshotSchema } from '@ledger/schemas/http';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { authorise, QUERY_POLICIES } from '../access/policy.ts';
import { problems } from '../http/problem-responses.ts';
import { type Audience, audienceOf } from './audience.ts';
import { openToPages } from './open-to-pages.ts';

/** `GET /v1/feeds/{feed}/snapshot`: what all changes of a feed come to, so that no resume point is ever too old. */
export const snapshotRoutes: FastifyPluginAsyncZod<{ readonly readModels: ReadModels }> = async (
  api,
  { readModels },
) => {
  api.get(
    '/v1/feeds/:feed/snapshot',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'readSnapshot',
        tags: ['feeds'],
        summary: 'The whole state of a feed, and the position from which to go on',
        params: z.object({ feed: feedNameSchema }),
        querystring: feedFilterSchema.omit({ retractions: true }),
        response: { 200: feedSnapshotSchema, ...problems(400, 401, 403, 429, 503) },
      },
    },
    async (request, reply) => {
      const { feed } = request.params;
      const policy = QUERY_POLICIES[`feed.${feed}`];
      authorise(request.principal, policy);
      const text = snapshotText(readModels, feed, audienceOf(feed, policy, request.principal, request.query));
      // Opens the snapshot before the answer begins, so that a failure to is a 503 and not half a document.
      await text.next();
      return openToPages(reply, feed)
        .type('application/json')
        .header('cache-control', 'no-store')
        .send(Readable.from(text, { objectMode: false }));
    },
  );
};

async function* snapshotText(
  readModels: ReadModels,
  feed: FeedName,
  audience: Audience,
): AsyncGenerator<string> {
  let before = '';
  for await (const { position, items } of readModels.readSnapshot(feed)) {
    if (before === '') {
      before = `{"position":${position},"items":[`;
      yield '';
    }
    for (const item of items) {
      if (!audience.holds(item.key, item.item)) continue;
      yield before + JSON.stringify(item);
      before = ',';
    }
  }
  yield before === ',' ? ']}' : `${before}]}`;
}
