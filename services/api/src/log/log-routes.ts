import type { ServedLog } from '@ledger/log';
import { CHECKPOINT_PATH, parseTilePath, VKEY_PATH } from '@ledger/transparency-log';
import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ApiError } from '../http/api-error.ts';
import { problems } from '../http/problem-responses.ts';

const TEXT = 'text/plain; charset=utf-8';
/** What may change at any second is asked for again after one; what never changes never. */
const FRESH = 'public, max-age=1';
const FOR_EVER = 'public, max-age=31536000, immutable';

const text = (description: string) => ({
  description,
  content: { 'text/plain': { schema: z.string() } },
});

/** `GET /log/…`: the transparency log as https://c2sp.org/tlog-tiles says, for anyone and any tool. */
export const logRoutes: FastifyPluginAsyncZod<{ readonly servedLog: ServedLog }> = async (
  api,
  { servedLog },
) => {
  const published = async () => {
    const newest = await servedLog.checkpoint();
    if (newest === undefined) throw nothingHere('The log has not signed anything yet.');
    return newest;
  };

  api.get(
    `/log/${CHECKPOINT_PATH}`,
    {
      schema: {
        operationId: 'readLogCheckpoint',
        tags: ['log'],
        summary: 'The newest signed checkpoint',
        description:
          'A signed note: origin, size and root of the tree, and who signed it (c2sp.org/tlog-checkpoint).',
        response: { 200: text('The note'), ...problems(400, 404, 429, 503) },
      },
    },
    async (_request, reply) => {
      const { checkpoint } = await published();
      letAnySiteRead(reply);
      return reply.type(TEXT).header('cache-control', FRESH).serializer(asIs).send(checkpoint);
    },
  );

  api.get(
    `/log/${VKEY_PATH}`,
    {
      schema: {
        operationId: 'readLogKey',
        tags: ['log'],
        summary: 'The verifier key of the newest checkpoint',
        description: 'name+id+key, and a line feed (c2sp.org/signed-note).',
        response: { 200: text('The key'), ...problems(400, 404, 429, 503) },
      },
    },
    async (_request, reply) => {
      const { vkey } = await published();
      letAnySiteRead(reply);
      return reply.type(TEXT).header('cache-control', FRESH).serializer(asIs).send(`${vkey}\n`);
    },
  );

  api.get(
    '/log/tile/*',
    {
      schema: {
        operationId: 'readLogTile',
        tags: ['log'],
        summary: 'A tile of hashes, `tile/{level}/{n}[.p/{w}]`, or entries, `tile/entries/{n}[.p/{w}]`',
        description: 'Once there it never changes (c2sp.org/tlog-tiles).',
        params: z.object({ '*': z.string().max(100) }),
        response: {
          200: {
            description: 'Hashes of 32 bytes, or entries, each after its length in two bytes',
            content: {
              'application/octet-stream': {
                schema: z.string().meta({ format: 'binary' }),
              },
            },
          },
          ...problems(400, 404, 429, 503),
        },
      },
    },
    async (request, reply) => {
      const resource = parseTilePath(`tile/${request.params['*']}`);
      const bytes = resource && (await servedLog.read(resource));
      if (bytes === undefined) throw nothingHere('The tree under the newest checkpoint has no such tile.');
      letAnySiteRead(reply);
      return reply.type('application/octet-stream').header('cache-control', FOR_EVER).send(bytes);
    },
  );
};

function nothingHere(detail: string): ApiError {
  return new ApiError('ROUTE_UNKNOWN', detail);
}

function asIs(body: unknown): string {
  return String(body);
}

function letAnySiteRead(reply: FastifyReply): void {
  reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
}
