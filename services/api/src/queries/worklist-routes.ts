import type { ReadModels } from '@ledger/projection-engine';
import { type Rulebook, ruleOf } from '@ledger/rulebooks';
import { type WorklistItem, worklistPageSchema, worklistQuerySchema } from '@ledger/schemas/http';
import {
  daysBetween,
  type Instant,
  type LegalDate,
  legalDateOf,
  renderReason,
  type WorkingCalendar,
} from '@ledger/statutory-calendar';
import { explainClock, worklist } from '@ledger/worklist';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { authorise, QUERY_POLICIES } from '../access/policy.ts';
import { problems } from '../http/problem-responses.ts';
import { readCursor, writeCursor } from './page-cursor.ts';
import { type RunningTerm, readTerms } from './worklist.ts';

export interface WorklistRouteOptions {
  readonly readModels: ReadModels;
  readonly rulebookById: (id: string) => Rulebook | undefined;
  readonly calendar: WorkingCalendar;
  readonly clock: () => Instant;
}

/** `GET /v1/worklist`: every running term of a division, most urgent first, with how its last day was counted. */
export const worklistRoutes: FastifyPluginAsyncZod<WorklistRouteOptions> = async (api, options) => {
  const { readModels, clock } = options;
  api.get(
    '/v1/worklist',
    {
      schema: {
        operationId: 'readWorklist',
        tags: ['files'],
        summary: 'Running terms, the one that ends first in front, with how each date was counted',
        description:
          'An officer sees the files of the jurisdiction. Hand `next` back as `cursor` with the same question; a term that ends meanwhile is left out.',
        querystring: worklistQuerySchema,
        response: { 200: worklistPageSchema, ...problems(400, 401, 403, 429, 503) },
      },
    },
    async (request, reply) => {
      const { principal } = request;
      authorise(principal, QUERY_POLICIES['worklist.read']);
      const { cursor, ...query } = request.query;
      const jurisdiction = principal.role === 'officer' ? principal.jurisdiction : undefined;
      const question = ['worklist', query, jurisdiction];
      const after = cursor === undefined ? undefined : readCursor(cursor, question);
      const page = await readTerms(readModels.rowsOf(worklist), query, jurisdiction, after);
      const today = legalDateOf(clock());
      reply.header('cache-control', 'no-store');
      return {
        today,
        items: page.terms.map((term) => itemOf(term, today, options)),
        ...(page.next !== undefined && { next: writeCursor(page.next, question) }),
        position: page.position,
      };
    },
  );
};

function itemOf(
  { row: { fileId, file }, clock }: RunningTerm,
  today: LegalDate,
  { rulebookById, calendar }: WorklistRouteOptions,
): WorklistItem {
  const rulebook = file.rulebook === undefined ? undefined : rulebookById(file.rulebook);
  const count = rulebook && explainClock(clock, { file, rulebook, calendar });
  const article = ruleOf(clock.rule)?.article;
  return {
    fileId,
    name: file.name ?? null,
    division: file.division ?? null,
    status: file.standing.status,
    ...clock,
    ...(article !== undefined && { article }),
    // A clock ends on a legal date.
    daysLeft: daysBetween(today, clock.lastDay as LegalDate),
    count:
      count === undefined
        ? null
        : {
            ...count,
            days: count.days.map(({ date, counted, why }) => ({
              date,
              counted,
              why: renderReason(why, 'zh'),
            })),
          },
  };
}
