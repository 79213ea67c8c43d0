import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectEventLog, newestForm } from '@ledger/event-log';
import { openReadModels } from '@ledger/projection-engine';
import { PROJECTIONS } from '@ledger/projector';
import { LAW } from '@ledger/rulebooks';
import { instantOfEpochMs, STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import closeWithGrace from 'close-with-grace';
import pino from 'pino';
import { clockFrom } from './clock.ts';
import { readEnvironment } from './environment.ts';
import { followLaw } from './follow-law.ts';
import { recordedLaw } from './recorded-law.ts';
import { startTimekeeper } from './start-timekeeper.ts';
import { factsInDirectory } from './verification/facts-in-a-directory.ts';
import { factsOfTheLedger } from './verification/facts-of-the-ledger.ts';
import { factsFrom } from './verification/outside-facts.ts';

const EXIT_ENVIRONMENT = 3;
const NODE_MAJOR_MIN = 24;

const major = Number(process.versions.node.split('.')[0]);
if (major < NODE_MAJOR_MIN) {
  fail(`The timekeeper needs Node ${NODE_MAJOR_MIN} or newer, this is ${process.versions.node}.`);
}
const configuration = readEnvironment(process.env);
if ('faults' in configuration) fail(...configuration.faults);

const { DATABASE_URL: databaseUrl, EVENTSTORE_URL: url, CLOCK, LOG_LEVEL: level } = configuration.environment;
const { OUTSIDE_FACTS } = configuration.environment;
const log = pino({ name: 'timekeeper', level });
const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
  sleep(ms, undefined, signal && { signal }).catch(() => undefined);
const steadyMs = (): number => performance.now();

const readModels = await openReadModels({ databaseUrl, projections: PROJECTIONS, newestForm }).catch(
  (error: Error) => fail(`The timekeeper cannot start: ${error.message}`),
);
const eventLog = connectEventLog({ url, wait, now: steadyMs, log });
const law = recordedLaw(eventLog, { rulebooks: LAW.rulebooks, calendar: STATE_COUNCIL_CALENDAR });
const clock = CLOCK === undefined ? () => instantOfEpochMs(Date.now()) : clockFrom(CLOCK, steadyMs);
const unfollow = followLaw(law, { readModels, wait, log });
const timekeeper = startTimekeeper({
  databaseUrl,
  readModels,
  eventLog,
  law,
  ...{ rulebookOf: law.rulebookOf, calendar: law.calendar, actsFrom: law.actsFrom },
  clock,
  facts: factsFrom(
    factsOfTheLedger({
      readModels,
      jurisdictions: [...new Set(LAW.rulebooks.map(({ jurisdiction }) => jurisdiction))],
      clock,
    }),
    ...(OUTSIDE_FACTS === undefined ? [] : [factsInDirectory(OUTSIDE_FACTS, clock)]),
  ),
  randomSalt: () => randomBytes(16).toString('hex'),
  wait,
  log,
});
closeWithGrace({ logger: log }, async ({ err, signal }) => {
  if (err !== undefined) log.error({ err }, 'the timekeeper stops for a fault');
  else log.info({ signal }, 'the timekeeper stops');
  unfollow();
  await timekeeper.stop();
  await Promise.all([readModels.close(), eventLog.close()]);
});

function fail(...lines: readonly string[]): never {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(EXIT_ENVIRONMENT);
}
