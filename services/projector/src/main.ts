import { setTimeout as sleep } from 'node:timers/promises';
import { connectEventLog } from '@ledger/event-log';
import closeWithGrace from 'close-with-grace';
import pino from 'pino';
import { readEnvironment } from './environment.ts';
import { startProjector } from './start-projector.ts';

const EXIT_ENVIRONMENT = 3;
const NODE_MAJOR_MIN = 24;

const major = Number(process.versions.node.split('.')[0]);
if (major < NODE_MAJOR_MIN) {
  fail(`The projector needs Node ${NODE_MAJOR_MIN} or newer, this is ${process.versions.node}.`);
}
const configuration = readEnvironment(process.env);
if ('faults' in configuration) fail(...configuration.faults);

const { DATABASE_URL: databaseUrl, EVENTSTORE_URL: url, LOG_LEVEL: level } = configuration.environment;
const log = pino({ name: 'projector', level });
const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
  sleep(ms, undefined, signal && { signal }).catch(() => undefined);

const eventLog = connectEventLog({ url, wait, now: () => performance.now(), log });
const projector = await startProjector({ databaseUrl, eventLog, log, wait }).catch(async (error: Error) => {
  await eventLog.close();
  fail(`The projector cannot start: ${error.message}`);
});
const stop = async (): Promise<void> => {
  await projector.stop();
  await eventLog.close();
};
closeWithGrace({ logger: log }, async ({ err, signal }) => {
  if (err !== undefined) log.error({ err }, 'the projector stops for a fault');
  else log.info({ signal }, 'the projector stops');
  await stop();
});
projector.failed.catch(async (error: Error) => {
  await stop();
  fail(error.message);
});

function fail(...lines: readonly string[]): never {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(EXIT_ENVIRONMENT);
}
