import { asFileEvent, foldFile, viewOf } from '@ledger/credit-file';
import type { ReadModels } from '@ledger/projection-engine';
import { isDraft, type Rulebook } from '@ledger/rulebooks';
import { type JournalledEvent, parseFileId } from '@ledger/schemas';
import {
  asFileId,
  fileIdParameter,
  fileStateSchema,
  type HistoricEvent,
  type HistoryPage,
  historyPageSchema,
  historyQuerySchema,
  viewParameters,
} from '@ledger/schemas/http';
import { type Instant, type LegalDate, legalDateOf, type WorkingCalendar } from '@ledger/statutory-calendar';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { authorise, QUERY_POLICIES } from '../access/policy.ts';
import type { Receipts } from '../commands/receipts.ts';
import { problems } from '../http/problem-responses.ts';
import { currentHistory } from './file-history.ts';
import { maskedData } from './masking.ts';

export interface FileRouteOptions {
  readonly readModels: ReadModels;
  readonly receipts: Receipts;
  readonly rulebookOf: (jurisdiction: string, onDate: LegalDate) => Rulebook | undefined;
  readonly calendar: WorkingCalendar;
  readonly clock: () => Instant;
}

const inPath = z.object({ fileId: fileIdParameter });

/** `GET /v1/files/{fileId}`: its state at any two points in time; `…/events`: what made it so. */
export const fileRoutes: FastifyPluginAsyncZod<FileRouteOptions> = async (api, options) => {
  const { calendar, clock } = options;

  api.get(
    '/v1/files/:fileId',
    {
      schema: {
        operationId: 'readFile',
        tags: ['files'],
        summary: 'The state of a file, as of a day and as known on a day',
        description:
          'The fold of the events with `effectiveFrom` ≤ asOf and `recordedAt` ≤ knownAt. `ETag` is the revision, for If-Match; it is sent with the present view only.',
        params: inPath,
        querystring: viewParameters,
        response: { 200: fileStateSchema, ...problems(400, 401, 403, 404, 429, 503) },
      },
    },
    async (request, reply) => {
      const fileId = asFileId(request.params.fileId);
      authorise(request.principal, QUERY_POLICIES['file.read'], fileId);
      const { asOf, knownAt } = request.query;
      const events = await currentHistory(options, fileId, request.query);
      const file = foldFile(
        fileId,
        events.flatMap((event) => asFileEvent(event) ?? []),
      );
      const onDate = legalDateOf((asOf ?? clock()) as Instant);
      const rulebook = options.rulebookOf(parseFileId(fileId)?.jurisdiction ?? '', onDate);
      reply.header('cache-control', 'no-store');
      if (asOf === undefined && knownAt === undefined) reply.header('etag', `"${file.revision ?? 0}"`);
      const { openCases, clocks, ...state } = viewOf(file, {
        rulebook,
        calendar,
        position: events.at(-1)?.position,
      });
      return {
        ...state,
        openCases: openCases.map(({ ref, ...open }) => (ref === undefined ? open : { ...open, ref })),
        clocks: [...clocks],
      };
    },
  );

  api.get(
    '/v1/files/:fileId/events',
    {
      schema: {
        operationId: 'readHistory',
        tags: ['files'],
        summary: 'The events of a file, each with where it came from',
        description:
          'In revision order. Personal values are masked, and `masked` says which; `hash` and `prior` are those of the event as stored.',
        params: inPath,
        querystring: historyQuerySchema,
        response: { 200: historyPageSchema, ...problems(400, 401, 403, 404, 429, 503) },
      },
    },
    async (request, reply) => {
      const fileId = asFileId(request.params.fileId);
      authorise(request.principal, QUERY_POLICIES['file.read'], fileId);
      const { from = 0, to = Number.MAX_SAFE_INTEGER, type, limit } = request.query;
      const events = await currentHistory(options, fileId, request.query);
      const matching = events.filter(
        ({ revision, type: its }) =>
          revision >= from && revision <= to && (type === undefined || its === type),
      );
      const next = matching[limit]?.revision;
      const page: HistoryPage = {
        fileId,
        total: events.length,
        matching: matching.length,
        events: matching.slice(0, limit).map(historicEventOf),
        ...(next !== undefined && { next }),
        position: events.at(-1)?.position ?? 0,
      };
      reply.header('cache-control', 'no-store');
      return page;
    },
  );
};

/** An event of the journal as the API shows it. */
function historicEventOf(event: JournalledEvent): HistoricEvent {
  const { position, revision, id, type, hash, metadata } = event;
  const { schema, occurredAt, effectiveFrom, recordedAt, actor, basis, rulebook, document } = metadata;
  const { commandId, causationId, correlationId, imported, prior } = metadata;
  const { data, masked } = maskedData(type, schema, event.data);
  return {
    position,
    revision,
    id,
    type,
    schema,
    occurredAt,
    ...(effectiveFrom !== undefined && { effectiveFrom }),
    recordedAt,
    actor,
    basis: [...basis],
    rulebook,
    simulation: isDraft(rulebook),
    ...(document !== undefined && { document }),
    provenance: metadata.provenance ?? 'complete',
    data,
    masked: [...masked],
    commandId,
    ...(causationId !== undefined && { causationId }),
    correlationId,
    ...(imported !== undefined && { imported }),
    ...(prior !== undefined && { prior }),
    hash,
  };
}
