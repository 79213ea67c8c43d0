import { asFileEvent, emptyFile, foldFile, usabilityOf } from '@ledger/credit-file';
import type { ReadModels } from '@ledger/projection-engine';
import { isDraft, type Rulebook, ruleOf } from '@ledger/rulebooks';
import { type FileId, parseFileId } from '@ledger/schemas';
import {
  asFileId,
  fileIdParameter,
  type UsabilityAnswer,
  usabilityQuerySchema,
  usabilitySchema,
} from '@ledger/schemas/http';
import {
  endOfDay,
  type Instant,
  type LegalDate,
  legalDateOf,
  type WorkingCalendar,
} from '@ledger/statutory-calendar';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { authorise, QUERY_POLICIES } from '../access/policy.ts';
import type { Receipts } from '../commands/receipts.ts';
import { ApiError } from '../http/api-error.ts';
import { problems } from '../http/problem-responses.ts';
import { currentHistory } from './file-history.ts';

export interface CreditReportRouteOptions {
  readonly readModels: ReadModels;
  readonly receipts: Receipts;
  readonly rulebookOf: (jurisdiction: string, onDate: LegalDate) => Rulebook | undefined;
  readonly calendar: WorkingCalendar;
  readonly clock: () => Instant;
}

/** `GET /v1/files/{fileId}/credit-reports/{reportNo}/usability`: whether a department may use a report. */
export const creditReportRoutes: FastifyPluginAsyncZod<CreditReportRouteOptions> = async (api, options) => {
  api.get(
    '/v1/files/:fileId/credit-reports/:reportNo/usability',
    {
      schema: {
        operationId: 'readUsability',
        tags: ['files'],
        summary: 'Whether a department may use a credit report on a day, or why not and from when',
        description:
          'A report that was never filed is answered for too: it is `not-filed`, and may be turned away (ZY-4-6). RULEBOOK_UNKNOWN where no rulebook of the jurisdiction asks for reports one by one.',
        params: z.object({ fileId: fileIdParameter, reportNo: z.string().min(1).max(100) }),
        querystring: usabilityQuerySchema,
        response: { 200: usabilitySchema, ...problems(400, 401, 403, 422, 429, 503) },
      },
    },
    async (request, reply) => {
      const fileId = asFileId(request.params.fileId);
      authorise(request.principal, QUERY_POLICIES['credit-report.read'], fileId);
      const on = (request.query.on ?? legalDateOf(options.clock())) as LegalDate;
      const rulebook = rulebookAsking(options, fileId, on);
      const events = await eventsUpTo(options, fileId, on, request.query.knownAt);
      const file =
        events.length === 0
          ? emptyFile(fileId)
          : foldFile(
              fileId,
              events.flatMap((event) => asFileEvent(event) ?? []),
            );
      const law = { rulebook, calendar: options.calendar };
      const { usable, ...rest } = usabilityOf(file, request.params.reportNo, on, law);
      const basis = basisOf(rulebook, 'why' in rest ? rest.why : undefined);
      const article = [...new Set(basis.flatMap((rule) => ruleOf(rule)?.article ?? []))].join('、');
      const answer: UsabilityAnswer = {
        fileId,
        reportNo: request.params.reportNo,
        on,
        usable,
        ...rest,
        provisional: 'from' in rest && rest.from !== undefined && isProvisional(rest.from, options.calendar),
        basis: [...basis],
        ...(article !== '' && { article }),
        rulebook: rulebook.id,
        simulation: isDraft(rulebook.id),
        position: events.at(-1)?.position ?? 0,
      };
      reply.header('cache-control', 'no-store');
      return answer;
    },
  );
};

/** The rulebook in force on the day, where it has reports filed one by one. Errors: RULEBOOK_UNKNOWN. */
function rulebookAsking({ rulebookOf }: CreditReportRouteOptions, fileId: FileId, on: LegalDate): Rulebook {
  const rulebook = rulebookOf(parseFileId(fileId)?.jurisdiction ?? '', on);
  if (rulebook?.creditReports !== undefined) return rulebook;
  throw new ApiError(
    'RULEBOOK_UNKNOWN',
    `No rulebook of this jurisdiction in force on ${on} asks for credit reports one by one; ask in one that does, as 620700 does.`,
  );
}

/** What had taken effect by the end of the day; nothing when the ledger has no such file, for an agency from outside has none. */
async function eventsUpTo(
  options: CreditReportRouteOptions,
  fileId: FileId,
  on: LegalDate,
  knownAt: string | undefined,
) {
  const isToday = on === legalDateOf(options.clock());
  const view = { ...(!isToday && { asOf: endOfDay(on) }), ...(knownAt !== undefined && { knownAt }) };
  try {
    return await currentHistory(options, fileId, view);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'FILE_UNKNOWN') return [];
    throw error;
  }
}

/** The rules an answer rests on: the publicity that runs, else what lets departments use or turn away a report. */
function basisOf({ acts, creditReports }: Rulebook, why: string | undefined): readonly string[] {
  if (why === 'publicity-runs' || why === 'objected')
    return [creditReports?.outsiderPublicity.basis].filter((rule) => rule !== undefined);
  return acts[why === undefined ? 'credit-report-used' : 'credit-report-rejected'] ?? [];
}

function isProvisional(day: string, { years }: WorkingCalendar): boolean {
  return !years.has(Number(day.slice(0, 4)));
}
