import { setTimeout as sleep } from 'node:timers/promises';
import { connectEventLog } from '@ledger/event-log';
import { storeSource } from '@ledger/projector';
import closeWithGrace from 'close-with-grace';
import pino from 'pino';
import { readEnvironment } from './environment.ts';
import { startSigner } from './start-signer.ts';

const EXIT_ENVIRONMENT = 3;
const NODE_MAJOR_MIN = 24;

const major = Number(process.versions.node.split('.')[0]);
if (major < NODE_MAJOR_MIN) {
  fail(`The signer needs Node ${NODE_MAJOR_MIN} or newer, this is ${process.versions.node}.`);
}
const configuration = readEnvironment(process.env);
if ('faults' in configuration) fail(...configuration.faults);

const { environment } = configuration;
const log = pino({ name: 'signer', level: environment.LOG_LEVEL });
const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
  sleep(ms, undefined, signal && { signal }).catch(() => undefined);

const eventLog = connectEventLog({
  url: environment.EVENTSTORE_URL,
  wait,
  now: () => performance.now(),
  log,
});
const signer = await startSigner({
  databaseUrl: environment.DATABASE_URL,
  source: storeSource(eventLog),
  directory: environment.LOG_DIRECTORY,
  origin: environment.LOG_ORIGIN,
  nowMs: Date.now,
  wait,
  log,
}).catch(async (error: Error) => {
  await eventLog.close();
  fail(`The signer cannot start: ${error.message}`);
});
process.stdout.write(`ready ${signer.vkey}\n`);
closeWithGrace({ logger: log }, async ({ err, signal }) => {
  if (err !== undefined) log.error({ err }, 'the signer stops for a fault');
  else log.info({ signal }, 'the signer stops');
  await signer.stop();
  await eventLog.close();
});

function fail(...lines: readonly string[]): never {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(EXIT_ENVIRONMENT);
}
