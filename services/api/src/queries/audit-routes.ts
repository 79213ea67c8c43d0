import { type AuditRow, auditTrail } from '@ledger/audit-trail';
import type { ReadModels, Where } from '@ledger/projection-engine';
import { isDraft, LAW } from '@ledger/rulebooks';
import { type AuditItem, type AuditQuery, auditPageSchema, auditQuerySchema } from '@ledger/schemas/http';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { authorise, QUERY_POLICIES } from '../access/policy.ts';
import { problems } from '../http/problem-responses.ts';
import { readCursor, writeCursor } from './page-cursor.ts';

/** `GET /v1/audit`: the events of the whole ledger by actor, rule, type, document and time, newest first. */
export const auditRoutes: FastifyPluginAsyncZod<{ readonly readModels: ReadModels }> = async (
  api,
  { readModels },
) => {
  api.get(
    '/v1/audit',
    {
      schema: {
        operationId: 'searchAudit',
        tags: ['audit'],
        summary: 'Events by actor, rule, type, document and time, newest first',
        description:
          'All conditions must hold. A range of days includes both days. `rule=XJ-15` means every rule of that article.',
        querystring: auditQuerySchema,
        response: { 200: auditPageSchema, ...problems(400, 401, 403, 429, 503) },
      },
    },
    async (request, reply) => {
      authorise(request.principal, QUERY_POLICIES['audit.read']);
      const { cursor, limit, ...conditions } = request.query;
      const question = ['audit', conditions];
      const rows = readModels.rowsOf(auditTrail);
      const where = whereOf(conditions);
      const after = cursor === undefined ? undefined : readCursor(cursor, question);
      const [page, total] = await Promise.all([
        rows.page({ where, sort: 'number', descending: true, after, limit }),
        rows.count(where),
      ]);
      reply.header('cache-control', 'no-store');
      return {
        items: page.rows.flatMap(({ row }) => (row === null ? [] : [itemOf(row)])),
        total,
        ...(page.next !== undefined && { next: writeCursor(page.next, question) }),
        position: page.position,
      };
    },
  );
};

function whereOf(query: Omit<AuditQuery, 'cursor' | 'limit'>): Where {
  const { fileId, type, actor, org, division, rule, document, provenance, imported } = query;
  const equal = { file_id: fileId, type, actor, org, division, document, imported };
  return {
    ...Object.fromEntries(
      Object.entries(equal).flatMap(([column, value]) =>
        value === undefined ? [] : [[column, { is: value }]],
      ),
    ),
    ...(rule !== undefined && { rules: { hasAnyOf: rulesOf(rule) } }),
    ...(provenance !== undefined && { incomplete: { is: true } }),
    ...range('recorded_at', query.recordedFrom, query.recordedTo),
    ...range('occurred_at', query.occurredFrom, query.occurredTo),
  };
}

function range(column: string, from: string | undefined, before: string | undefined): Where {
  if (from === undefined && before === undefined) return {};
  return { [column]: { ...(from !== undefined && { from }), ...(before !== undefined && { before }) } };
}

/** The rule itself and, where it names an article, the rules of that article. */
function rulesOf(asked: string): readonly string[] {
  return [asked, ...[...LAW.rules.keys()].filter((id) => id.startsWith(`${asked}-`))];
}

function itemOf({ basis, ...row }: AuditRow): AuditItem {
  return { ...row, simulation: isDraft(row.rulebook), basis: basis.map((citation) => ({ ...citation })) };
}
