import { auditTrail } from '@ledger/audit-trail';
import type { EventLog } from '@ledger/event-log';
import type { LogStanding } from '@ledger/log';
import type { EngineStatus, ReadModels } from '@ledger/projection-engine';
import { publicRegister } from '@ledger/public-register';
import type { Instant } from '@ledger/statutory-calendar';
import { supervisionGrade } from '@ledger/supervision-grade';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { gauge } from './gauge.ts';
import { logGauges } from './log-gauges.ts';
import { projectionGauges } from './projection-gauges.ts';
import type { TrafficCount } from './traffic-count.ts';

export interface OperationOptions {
  readonly eventLog: EventLog;
  readonly readModels: ReadModels;
  readonly traffic: TrafficCount;
  /** How the transparency log stands; undefined when nothing has ever signed. */
  readonly logStanding: () => Promise<LogStanding | undefined>;
  readonly clock: () => Instant;
}

const partSchema = z.enum(['up', 'down']);
const readinessSchema = z
  .object({
    ready: z.boolean(),
    database: partSchema,
    eventStore: partSchema,
    readModels: z.enum(['built', 'building', 'unknown']),
    position: z.int().min(0).nullable(),
  })
  .meta({ id: 'Readiness' });

/** How long a part may take to show that it is there. Units: milliseconds. */
const PROBE_MS = 3_000;

/** `/healthz` (the process runs), `/readyz` (and can answer), `/metrics` (and how it fares). Never rate-limited. */
export const operationRoutes: FastifyPluginAsyncZod<OperationOptions> = async (
  api,
  { eventLog, readModels, traffic, clock, logStanding },
) => {
  const config = { rateLimit: false as const };

  api.get(
    '/healthz',
    {
      config,
      logLevel: 'warn',
      schema: {
        operationId: 'health',
        tags: ['operations'],
        summary: 'The process runs',
        response: { 200: z.object({ healthy: z.literal(true) }) },
      },
    },
    () => ({ healthy: true as const }),
  );

  api.get(
    '/readyz',
    {
      config,
      logLevel: 'warn',
      schema: {
        operationId: 'readiness',
        tags: ['operations'],
        summary: 'Whether questions and commands can be answered, and if not, which part is down',
        response: { 200: readinessSchema, 503: readinessSchema },
      },
    },
    async (_request, reply) => {
      const [status, store] = await Promise.all([
        probe(readModels.status()),
        probe(eventLog.head().then(() => true)),
      ]);
      const built = status === undefined ? 'unknown' : isBuilt(status) ? 'built' : 'building';
      const ready = built === 'built' && store !== undefined;
      return reply
        .code(ready ? 200 : 503)
        .header('cache-control', 'no-store')
        .send({
          ready,
          database: status === undefined ? 'down' : 'up',
          eventStore: store === undefined ? 'down' : 'up',
          readModels: built,
          position: status?.position ?? null,
        });
    },
  );

  api.get(
    '/metrics',
    {
      config,
      logLevel: 'warn',
      schema: {
        operationId: 'metrics',
        tags: ['operations'],
        summary: 'Counters in the text form of Prometheus',
        response: {
          200: {
            description: 'text/plain; version=0.0.4',
            content: { 'text/plain': { schema: z.string() } },
          },
        },
      },
    },
    async (_request, reply) => {
      const status = await probe(readModels.status());
      const behind = status && (await probe(notProjected(eventLog, readModels, status)));
      const standing = await probe(logStanding());
      const lines = [
        ...gauge('ledger_database_up', 'Whether the read models can be read', [
          { value: status === undefined ? 0 : 1 },
        ]),
        ...(status === undefined ? [] : projectionGauges({ status, behind, now: clock() })),
        ...(standing === undefined ? [] : logGauges(standing)),
        ...traffic.lines(),
      ];
      return reply
        .header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
        .serializer((text: string) => text)
        .send(`${lines.join('\n')}\n`);
    },
  );
};

/** Whether every read model that questions are answered from has its rows. */
export function isBuilt({ projections }: EngineStatus): boolean {
  const built = new Set(projections.map(({ name }) => name));
  return [publicRegister, supervisionGrade, auditTrail].every(({ name }) => built.has(name));
}

/** When the store took in its last event, if that is neither projected nor waits in a parked file. */
async function notProjected(
  eventLog: EventLog,
  readModels: ReadModels,
  { parked }: EngineStatus,
): Promise<{ readonly recordedAt: string } | undefined> {
  const head = await eventLog.head();
  if (head === undefined || parked.some(({ stream }) => stream === head.stream)) return undefined;
  const journalled = await readModels.readEvent({ id: head.id });
  return journalled === undefined ? { recordedAt: head.metadata.recordedAt } : undefined;
}

/** What a part answers in time; undefined when it fails or stays silent. */
async function probe<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PROBE_MS);
  });
  try {
    return await Promise.race([asked, silence]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
