import { asFileEvent, type Fact, type FactChange, historyOf, provenanceOf } from '@ledger/credit-file';
import type { ReadModels } from '@ledger/projection-engine';
import {
  asFileId,
  type FactChangeItem,
  fileIdParameter,
  type ProvenancePage,
  provenancePageSchema,
  provenanceQuerySchema,
} from '@ledger/schemas/http';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { authorise, QUERY_POLICIES } from '../access/policy.ts';
import type { Receipts } from '../commands/receipts.ts';
import { problems } from '../http/problem-responses.ts';
import { currentHistory } from './file-history.ts';

export interface ProvenanceRouteOptions {
  readonly readModels: ReadModels;
  readonly receipts: Receipts;
}

/** Facts whose values may hold what names a person, or a mark of him. */
const PERSONAL: ReadonlySet<Fact> = new Set(['pendingAmendment', 'practitioners']);

/** `GET /v1/files/{fileId}/provenance`: the source and the reason of every fact that a file states. Law: LNR-35-1. */
export const provenanceRoutes: FastifyPluginAsyncZod<ProvenanceRouteOptions> = async (api, options) => {
  api.get(
    '/v1/files/:fileId/provenance',
    {
      schema: {
        operationId: 'readProvenance',
        tags: ['files'],
        summary: 'Every change of every fact of a file: by which event, from which source, and why',
        description:
          'The last change of a fact holds its value at the view. A value that could name a person is left out, and `masked` says so.',
        params: z.object({ fileId: fileIdParameter }),
        querystring: provenanceQuerySchema,
        response: { 200: provenancePageSchema, ...problems(400, 401, 403, 404, 429, 503) },
      },
    },
    async (request, reply) => {
      const fileId = asFileId(request.params.fileId);
      authorise(request.principal, QUERY_POLICIES['provenance.read'], fileId);
      const { fact, after, limit } = request.query;
      const events = await currentHistory(options, fileId, request.query);
      const all = provenanceOf(
        historyOf(
          fileId,
          events.flatMap((event) => asFileEvent(event) ?? []),
        ),
      );
      const asked = fact === undefined ? all : all.filter((change) => change.fact === fact);
      const next = after + limit < asked.length ? after + limit : undefined;
      const page: ProvenancePage = {
        fileId,
        facts: [...new Set(all.map((change) => change.fact))],
        changes: asked.slice(after, after + limit).map(itemOf),
        ...(next !== undefined && { next }),
        position: events.at(-1)?.position ?? 0,
      };
      reply.header('cache-control', 'no-store');
      return page;
    },
  );
};

function itemOf({ fact, value, source, reason, basis, ...change }: FactChange): FactChangeItem {
  const masked = PERSONAL.has(fact);
  return {
    fact,
    // JSON has no undefined: a fact that fell away is null.
    ...(!masked && { value: value ?? null }),
    masked,
    ...change,
    source: {
      kind: source.actor.kind,
      org: source.actor.org,
      ...(source.document !== undefined && { document: source.document }),
    },
    basis: [...basis],
    ...(reason !== undefined && { reason }),
  };
}
