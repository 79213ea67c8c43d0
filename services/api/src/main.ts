import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectEventLog, newestForm } from '@ledger/event-log';
import { openReadModels } from '@ledger/projection-engine';
import { PROJECTIONS } from '@ledger/projector';
import { LAW, rulebookById } from '@ledger/rulebooks';
import { instantOfEpochMs, STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { followLaw, recordedLaw } from '@ledger/timekeeper';
import { answerNotFound } from '@ledger/web';
import closeWithGrace from 'close-with-grace';
import pg from 'pg';
import pino from 'pino';
import { developmentTokens } from './access/development-tokens.ts';
import { noTokens } from './access/principal.ts';
import { buildApi } from './build-api.ts';
import { mountPages } from './mount-pages.ts';
import { readSettings } from './settings.ts';

/** Exit code of every command of the ledger for a fault of the environment. */
const ENVIRONMENT_FAULT = 3;

function refuseToStart(lines: readonly string[]): never {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(ENVIRONMENT_FAULT);
}

if (Number(process.versions.node.split('.')[0]) < 24) {
  refuseToStart([`The API needs Node 24 or newer; this is ${process.versions.node}.`]);
}
const read = readSettings(process.env);
if ('faults' in read) refuseToStart(read.faults);
const { settings } = read;

const log = pino({ level: settings.logLevel, name: 'api' });
const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
  sleep(ms, undefined, signal && { signal }).catch(() => undefined);
const eventLog = connectEventLog({
  url: settings.eventStoreUrl,
  wait,
  now: () => performance.now(),
  log,
});
const readModels = await openReadModels({
  databaseUrl: settings.databaseUrl,
  projections: PROJECTIONS,
  newestForm,
}).catch((error: unknown) =>
  refuseToStart([
    `The read models cannot be opened: ${error instanceof Error ? error.message : String(error)}`,
  ]),
);
const database = new pg.Pool({
  connectionString: settings.databaseUrl,
  max: 8,
  connectionTimeoutMillis: 5_000,
  application_name: 'ledger api',
});
// A connection that breaks while nobody uses it is replaced at the next use.
database.on('error', (error) => log.warn({ err: error }, 'a connection to the database broke'));
if (settings.acceptDevelopmentTokens) {
  log.warn('Development tokens are accepted: anyone on this machine can act as anyone. Never in production.');
}

const law = recordedLaw(eventLog, { rulebooks: LAW.rulebooks, calendar: STATE_COUNCIL_CALENDAR });
const unfollow = followLaw(law, { readModels, wait, log });

const clock = () => instantOfEpochMs(Date.now());
const api = await buildApi({
  eventLog,
  readModels,
  database,
  rulebookOf: law.rulebookOf,
  actsFrom: law.actsFrom,
  rulebookById,
  calendar: law.calendar,
  clock,
  randomUuid: randomUUID,
  randomSalt: () => randomBytes(16).toString('hex'),
  log,
  tokens: settings.acceptDevelopmentTokens ? developmentTokens : noTokens,
  requestsPerMinute: settings.requestsPerMinute,
  stallMs: settings.subscriberStallMs,
  webhookTargets: settings.webhookTargets,
  mountPages: (server, queries) => mountPages(server, queries, clock),
  answerNoPage: answerNotFound,
});
closeWithGrace({ delay: 10_000, logger: log }, async () => {
  unfollow();
  await api.close();
  await Promise.all([eventLog.close(), readModels.close(), database.end()]);
});
const address = await api
  .listen({ host: settings.host, port: settings.port })
  .catch((error: unknown) =>
    refuseToStart([
      `Port ${settings.port} of ${settings.host} cannot be listened on: ${String(error)}. Set PORT to a free one.`,
    ]),
  );
process.stdout.write(`ready ${address}\n`);
