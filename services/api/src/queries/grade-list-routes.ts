import type { ReadModels } from '@ledger/projection-engine';
import { isDraft } from '@ledger/rulebooks';
import { parseFileId } from '@ledger/schemas';
import { type GradeListItem, gradeListQuerySchema, gradeListSchema } from '@ledger/schemas/http';
import { type GradeRow, supervisionGrade } from '@ledger/supervision-grade';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { authorise, QUERY_POLICIES } from '../access/policy.ts';
import { problems } from '../http/problem-responses.ts';
import { readCursor, writeCursor } from './page-cursor.ts';
import { readPageAt } from './rows-at.ts';

/** `GET /v1/grades`: the grades of all files, as of a day and as known on a day. */
export const gradeListRoutes: FastifyPluginAsyncZod<{ readonly readModels: ReadModels }> = async (
  api,
  { readModels },
) => {
  api.get(
    '/v1/grades',
    {
      schema: {
        operationId: 'listGrades',
        tags: ['files'],
        summary: 'The grades of all files, as of a day and as known on a day',
        description:
          'In the order of file ids. An officer sees the files of the jurisdiction. Hand `next` back as `cursor` with the same question.',
        querystring: gradeListQuerySchema,
        response: { 200: gradeListSchema, ...problems(400, 401, 403, 429, 503) },
      },
    },
    async (request, reply) => {
      const { principal } = request;
      authorise(principal, QUERY_POLICIES['grade.read']);
      const { cursor, limit, asOf, knownAt, jurisdiction, grade } = request.query;
      const own = principal.role === 'officer' ? principal.jurisdiction : undefined;
      const question = ['grades', asOf, knownAt, jurisdiction, grade, own];
      const jurisdictions = [jurisdiction, own].filter((one) => one !== undefined);
      const page = await readPageAt(readModels, supervisionGrade, {
        at: { asOf, knownAt },
        where: [
          {
            ...(grade !== undefined && { grade: { is: grade } }),
            ...(jurisdictions.length > 0 && { jurisdiction: { in: common(jurisdictions) } }),
          },
        ],
        matches: ({ fileId, result }) =>
          (grade === undefined || result?.grade === grade) &&
          jurisdictions.every((one) => parseFileId(fileId)?.jurisdiction === one),
        sort: 'key',
        orderOf: (_, key) => key,
        after: cursor === undefined ? undefined : readCursor(cursor, question),
        limit,
      });
      reply.header('cache-control', 'no-store');
      return {
        items: page.rows.flatMap(({ row }) => itemOf(row)),
        total: page.total,
        ...(page.next !== undefined && { next: writeCursor(page.next, question) }),
        position: page.position,
      };
    },
  );
};

/** What two conditions on one column leave: the value they agree on, or nothing. */
function common(values: readonly string[]): readonly string[] {
  return values.filter((one) => values.every((other) => other === one)).slice(0, 1);
}

function itemOf({ fileId, result }: GradeRow): readonly GradeListItem[] {
  if (result === null) return [];
  const { rulebook, grade, decidedBy, inspectionRatioBp, computed } = result;
  const simulation = isDraft(rulebook);
  return [{ fileId, rulebook, simulation, grade, decidedBy, score: computed.score, inspectionRatioBp }];
}
