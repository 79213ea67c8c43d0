import { setTimeout as sleep } from 'node:timers/promises';
import { newestForm } from '@ledger/event-log';
import { openReadModels } from '@ledger/projection-engine';
import { PROJECTIONS } from '@ledger/projector';
import { instantOfEpochMs } from '@ledger/statutory-calendar';
import closeWithGrace from 'close-with-grace';
import pino from 'pino';
import { readEnvironment } from './environment.ts';
import { startSender } from './start-sender.ts';

const EXIT_ENVIRONMENT = 3;
const NODE_MAJOR_MIN = 24;

const major = Number(process.versions.node.split('.')[0]);
if (major < NODE_MAJOR_MIN) {
  fail(`The sender of webhooks needs Node ${NODE_MAJOR_MIN} or newer, this is ${process.versions.node}.`);
}
const configuration = readEnvironment(process.env);
if ('faults' in configuration) fail(...configuration.faults);

const { DATABASE_URL: databaseUrl, WEBHOOK_TARGETS: targets, LOG_LEVEL: level } = configuration.environment;
const log = pino({ name: 'webhooks', level });
const cannotStart = (error: Error): never => fail(`The sender of webhooks cannot start: ${error.message}`);

const readModels = await openReadModels({ databaseUrl, projections: PROJECTIONS, newestForm }).catch(
  cannotStart,
);
const sender = await startSender({
  databaseUrl,
  readModels,
  clock: () => instantOfEpochMs(Date.now()),
  wait: (ms, signal) => sleep(ms, undefined, signal && { signal }).catch(() => undefined),
  log,
  targets,
}).catch(cannotStart);
log.info('webhooks are sent');
closeWithGrace({ logger: log }, async ({ err, signal }) => {
  if (err !== undefined) log.error({ err }, 'the sender of webhooks stops for a fault');
  else log.info({ signal }, 'the sender of webhooks stops');
  await sender.stop();
  await readModels.close();
});

function fail(...lines: readonly string[]): never {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(EXIT_ENVIRONMENT);
}
