import { Readable } from 'node:stream';
import type { ReadModels } from '@ledger/projection-engine';
import { legalDateSchema, type Position } from '@ledger/schemas';
import { feedFilterSchema, feedNameSchema } from '@ledger/schemas/http';
import { addDays, type Instant, type LegalDate, legalDateOf } from '@ledger/statutory-calendar';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { authorise, QUERY_POLICIES } from '../access/policy.ts';
import { ApiError } from '../http/api-error.ts';
import { problems } from '../http/problem-responses.ts';
import { audienceOf } from './audience.ts';
import { deltaTable, fullTable } from './csv-form.ts';
import type { DayCuts } from './day-cuts.ts';
import { changesBetween, stateAt } from './day-files.ts';

export interface DayFileOptions {
  readonly readModels: ReadModels;
  readonly cuts: DayCuts;
  readonly clock: () => Instant;
}

const inPath = z.object({
  feed: feedNameSchema,
  day: legalDateSchema,
  kind: z.enum(['full', 'delta']),
  form: z.enum(['jsonl', 'csv']),
});

/** `GET /v1/feeds/{feed}/days/{day}/{full|delta}.{jsonl|csv}`: a day's end state, and what changed on it, as files. */
export const dayFileRoutes: FastifyPluginAsyncZod<DayFileOptions> = async (
  api,
  { readModels, cuts, clock },
) => {
  api.get(
    '/v1/feeds/:feed/days/:day/:kind.:form',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'readDayFile',
        tags: ['feeds'],
        summary:
          'A day as a file: the whole state at its end, or the changes on it, as JSON lines or as a table',
        description:
          'The files of changes of consecutive days follow each other without gap or overlap; `Ledger-Position` is where the day ends, from which to go on. What was retracted since has left the files of earlier days, too. A table opens in a spreadsheet: text that would be calculated there stands behind an apostrophe.',
        params: inPath,
        querystring: feedFilterSchema,
        response: {
          200: {
            description: 'The file',
            content: {
              'application/jsonl': { schema: z.string() },
              'text/csv': { schema: z.string() },
            },
          },
          ...problems(400, 401, 403, 404, 429, 503),
        },
      },
    },
    async (request, reply) => {
      const { feed, day, kind, form } = request.params;
      const policy = QUERY_POLICIES[`feed.${feed}`];
      authorise(request.principal, policy);
      const audience = audienceOf(feed, policy, request.principal, request.query);
      const date = day as LegalDate;
      const today = legalDateOf(clock());
      if (date >= today) {
        throw new ApiError(
          'DAY_NOT_OVER',
          `It is ${today} in Beijing: the last day with a file is ${addDays(today, -1)}.`,
        );
      }
      const until = await cuts.endOf(date);
      const lines =
        kind === 'full'
          ? linesOf(stateAt(readModels, feed, audience, until), form === 'csv' ? fullTable(feed) : undefined)
          : linesOf(
              changesBetween(readModels, feed, audience, await startOf(date), until),
              form === 'csv' ? deltaTable(feed) : undefined,
            );
      return reply
        .type(form === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8')
        .header('content-disposition', `attachment; filename="${feed}-${day}-${kind}.${form}"`)
        .header('ledger-position', until)
        .header('cache-control', 'no-store')
        .send(Readable.from(lines, { objectMode: false }));
    },
  );

  async function startOf(day: LegalDate): Promise<Position> {
    return await cuts.endOf(addDays(day, -1));
  }
};

async function* linesOf<Source>(
  sources: AsyncIterable<Source>,
  table: { readonly head: string; line(source: Source): string } | undefined,
): AsyncGenerator<string> {
  if (table !== undefined) yield table.head;
  for await (const source of sources)
    yield table === undefined ? `${JSON.stringify(source)}\n` : table.line(source);
}
