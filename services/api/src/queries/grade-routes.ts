import type { ReadModels } from '@ledger/projection-engine';
import { isDraft, type Rulebook } from '@ledger/rulebooks';
import type { JournalledEvent } from '@ledger/schemas';
import {
  asFileId,
  fileIdParameter,
  type GradeAnswer,
  gradeAnswerSchema,
  gradeQuerySchema,
} from '@ledger/schemas/http';
import { type GradeFacts, type GradeResult, gradeOf, supervisionGrade } from '@ledger/supervision-grade';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { authorise, QUERY_POLICIES } from '../access/policy.ts';
import { ApiError } from '../http/api-error.ts';
import { problems } from '../http/problem-responses.ts';
import { historyOrThrow } from './file-history.ts';

export interface GradeRouteOptions {
  readonly readModels: ReadModels;
  readonly rulebookById: (id: string) => Rulebook | undefined;
}

type Graded = GradeFacts & { readonly result: GradeResult | null };

/** `GET /v1/files/{fileId}/grade`: the grade at a day, each point with its event and rule, under its own or another rulebook. */
export const gradeRoutes: FastifyPluginAsyncZod<GradeRouteOptions> = async (
  api,
  { readModels, rulebookById },
) => {
  api.get(
    '/v1/files/:fileId/grade',
    {
      schema: {
        operationId: 'readGrade',
        tags: ['files'],
        summary: 'The supervision grade, and the events and rules behind each point of it',
        params: z.object({ fileId: fileIdParameter }),
        querystring: gradeQuerySchema,
        response: { 200: gradeAnswerSchema, ...problems(400, 401, 403, 404, 422, 429, 503) },
      },
    },
    async (request, reply) => {
      const fileId = asFileId(request.params.fileId);
      authorise(request.principal, QUERY_POLICIES['grade.read'], fileId);
      const { rulebook: rulebookId, ...view } = request.query;
      const asked = rulebookId === undefined ? undefined : rulebookOrRefuse(rulebookById, rulebookId);
      const events = await historyOrThrow(readModels, fileId, view);
      const governed: Graded = events.reduce(supervisionGrade.apply, supervisionGrade.initial(fileId));
      const graded =
        asked === undefined ? governed : (gradeOf(events, asked) ?? { ...governed, result: null });
      reply.header('cache-control', 'no-store');
      return answerOf(fileId, events, graded, asked !== undefined && asked.id !== governed.result?.rulebook);
    },
  );
};

function rulebookOrRefuse(rulebookById: GradeRouteOptions['rulebookById'], id: string): Rulebook {
  const rulebook = rulebookById(id);
  if (rulebook !== undefined) return rulebook;
  throw new ApiError('RULEBOOK_UNKNOWN', 'Name a rulebook by its id, e.g. xj-measures-draft@2024-01-01.');
}

function answerOf(
  fileId: string,
  events: readonly JournalledEvent[],
  { points, result }: Graded,
  hypothetical: boolean,
): GradeAnswer {
  return {
    fileId,
    position: events.at(-1)?.position ?? 1,
    hypothetical,
    result: result === null ? null : resultOf(result),
    points: points.map((point) => ({ ...point, event: { ...point.event } })),
  };
}

function resultOf({
  rulebook,
  grade,
  decidedBy,
  inspectionRatioBp,
  inspectionsPerYear,
  ...result
}: GradeResult): GradeAnswer['result'] {
  return {
    rulebook,
    simulation: isDraft(rulebook),
    grade,
    decidedBy,
    inspectionRatioBp,
    inspectionsPerYear,
    computed: result.computed,
    recorded: result.recorded,
    initialScore: result.initialScore,
  };
}
