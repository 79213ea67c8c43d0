import { asFileId, fileIdParameter, pointInTimeParameter, viewParameters } from '@ledger/schemas/http';
import {
  registerPageSchema,
  registerPublicationSchema,
  registerSearchSchema,
} from '@ledger/schemas/http/register';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { authorise, QUERY_POLICIES } from '../access/policy.ts';
import { ApiError } from '../http/api-error.ts';
import { problems } from '../http/problem-responses.ts';
import type { Register } from './register.ts';

/** `GET /v1/register`: search what is published; `…/{fileId}`: the entry, or the notice in its place. */
export const registerRoutes: FastifyPluginAsyncZod<{ readonly register: Register }> = async (
  api,
  { register },
) => {
  api.get(
    '/v1/register',
    {
      schema: {
        operationId: 'searchRegister',
        tags: ['register'],
        summary: 'Search by name, former name, pinyin, code, file or document number',
        description:
          'In the order of names as read aloud, then of file ids. Hand `next` back as `cursor` with the same question.',
        querystring: registerSearchSchema
          .extend({ asOf: pointInTimeParameter.optional(), knownAt: pointInTimeParameter.optional() })
          .strict(),
        response: { 200: registerPageSchema, ...problems(400, 401, 429, 503) },
      },
    },
    async (request, reply) => {
      authorise(request.principal, QUERY_POLICIES['register.read']);
      const page = await register.search(request.query);
      reply.header('cache-control', 'no-cache');
      return page;
    },
  );

  api.get(
    '/v1/register/:fileId',
    {
      schema: {
        operationId: 'readEntry',
        tags: ['register'],
        summary: 'What the register publishes of a file: its entry, or the notice of its revocation',
        params: z.object({ fileId: fileIdParameter }),
        querystring: viewParameters,
        response: { 200: registerPublicationSchema, ...problems(400, 401, 404, 429, 503) },
      },
    },
    async (request, reply) => {
      authorise(request.principal, QUERY_POLICIES['register.read']);
      const { asOf, knownAt } = request.query;
      const answer = await register.entry(asFileId(request.params.fileId), {
        ...(asOf !== undefined && { asOf }),
        ...(knownAt !== undefined && { knownAt }),
      });
      reply.header('cache-control', 'no-cache');
      switch (answer.answer) {
        case 'published':
          return answer.entry;
        case 'revoked':
          return answer.notice;
        case 'not-public':
          throw new ApiError(
            'ENTRY_NOT_PUBLISHED',
            'There is a file, and the law publishes nothing of it in its present state.',
          );
        case 'not-on-file':
          throw new ApiError(
            'FILE_UNKNOWN',
            'No agency with this code has a file in this jurisdiction. Filing is voluntary: that is no breach.',
          );
      }
    },
  );
};
