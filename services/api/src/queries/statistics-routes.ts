import type { ReadModels } from '@ledger/projection-engine';
import { statisticsQuerySchema, statisticsSchema } from '@ledger/schemas/http';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { authorise, QUERY_POLICIES } from '../access/policy.ts';
import { problems } from '../http/problem-responses.ts';
import { readStatistics } from './statistics.ts';

/** `GET /v1/statistics`: agencies, terms and sanctions in figures, and how they went over the months. */
export const statisticsRoutes: FastifyPluginAsyncZod<{ readonly readModels: ReadModels }> = async (
  api,
  { readModels },
) => {
  api.get(
    '/v1/statistics',
    {
      schema: {
        operationId: 'readStatistics',
        tags: ['statistics'],
        summary:
          'Agencies by standing, division, service and grade; terms met and missed; sanctions by rule; by month',
        description: 'An officer sees the figures of the own jurisdiction.',
        querystring: statisticsQuerySchema,
        response: { 200: statisticsSchema, ...problems(400, 401, 403, 429, 503) },
      },
    },
    async (request, reply) => {
      const { principal, query } = request;
      authorise(principal, QUERY_POLICIES['statistics.read']);
      const own = principal.role === 'officer' ? principal.jurisdiction : undefined;
      reply.header('cache-control', 'no-store');
      return await readStatistics(readModels, query, own);
    },
  );
};
