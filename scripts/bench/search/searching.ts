import { randomBytes, randomUUID } from 'node:crypto';
import { Agent, get } from 'node:http';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildApi, noTokens } from '@ledger/api';
import { connectEventLog, newestForm } from '@ledger/event-log';
import { migrate, openReadModels, rebuild } from '@ledger/projection-engine';
import { PROJECTIONS, READ_MODELS_MODULE } from '@ledger/projector';
import { publicRegister } from '@ledger/public-register';
import { rulebookById, rulebookOf } from '@ledger/rulebooks';
import { instantOrThrow, STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import pg from 'pg';
import pino from 'pino';
import { pinyin } from 'pinyin-pro';
import { agencyMaker, usccOf } from '../feeds/new-agencies.ts';
import type { Comparison } from '../harness/comparisons.ts';
import type { Figures } from '../harness/contest.ts';
import type { Stage } from '../harness/stage.ts';
import { percentile } from '../harness/statistics.ts';
import { agencyOf, brandOf, traditionalPartOf } from './agencies.ts';
import { fillJournal } from './fill-journal.ts';

const AGENCIES = 100_000;
/** Of each kind in a round. */
const QUESTIONS = 100;
const SILENT = { info: () => undefined, warn: () => undefined };

/** What people type, by what they know of the agency. */
const KINDS: Readonly<Record<string, (number: number) => string>> = {
  'name part': (number) => brandOf(number),
  'common name part': (number) => ['信用', '有限公司', '评估', '科技'][number % 4] ?? '',
  pinyin: (number) => pinyin(brandOf(number), { toneType: 'none', type: 'array', v: true }).join(''),
  initials: (number) =>
    pinyin(agencyOf(number).name, { toneType: 'none', type: 'array', v: true })
      .map(([first = '']) => first)
      .join(''),
  uscc: (number) => usccOf(number),
  'uscc beginning': (number) => usccOf(number).slice(0, 15),
  division: (number) => agencyOf(number).division,
  'division in words': () => '天山区',
  traditional: traditionalPartOf,
  nothing: () => '',
};

/** Search over HTTP in a register of a hundred thousand agencies. Units of `--size`: agencies. */
export const searching: Comparison = {
  name: 'register-search',
  open: async (stage, { size = AGENCIES }) => {
    const url = await openRegister(stage, size);
    const atRest = heldMegabytes();
    const agent = new Agent({ keepAlive: true });
    stage.atEnd(async () => agent.destroy());
    return {
      contestants: [
        {
          name: 'ledger',
          run: async (round) => ({
            ...(await askAll(url, agent, size, round)),
            'MB of the index': heldMegabytes() - atRest,
          }),
        },
      ],
      claims: [
        { says: 'all questions, p99 in ms', measure: (of) => of('ledger', 'p99 ms'), atMost: 30 },
        ...Object.keys(KINDS).map((kind) => ({
          says: `${kind}, p99 in ms`,
          measure: (of: (contestant: string, figure: string) => number) => of('ledger', `${kind} p99 ms`),
          atMost: 30,
        })),
      ],
    };
  },
};

/** What this process, the API among it, holds on to once the garbage is collected. */
function heldMegabytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 / 1024;
}

async function askAll(url: string, agent: Agent, agencies: number, round: number): Promise<Figures> {
  const times = new Map<string, number[]>(Object.keys(KINDS).map((kind) => [kind, []]));
  // Kinds take turns, so that what disturbs the machine disturbs all of them.
  for (let question = 0; question < QUESTIONS; question += 1) {
    const number = (question * 7_919 + round * 104_729) % agencies;
    for (const [kind, ask] of Object.entries(KINDS)) {
      const from = performance.now();
      const total = await search(`${url}/v1/register?q=${encodeURIComponent(ask(number))}`, agent);
      times.get(kind)?.push(performance.now() - from);
      if (total === 0) throw new Error(`${kind} “${ask(number)}” finds nothing`);
    }
  }
  return {
    'p50 ms': percentile([...times.values()].flat(), 50),
    'p99 ms': percentile([...times.values()].flat(), 99),
    ...Object.fromEntries(
      [...times].flatMap(([kind, of]) => [
        [`${kind} p50 ms`, percentile(of, 50)],
        [`${kind} p99 ms`, percentile(of, 99)],
      ]),
    ),
  };
}

function search(url: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => {
      let body = '';
      answer.on('data', (part) => {
        body += part;
      });
      answer.on('end', () =>
        answer.statusCode === 200
          ? resolve((JSON.parse(body) as { total: number }).total)
          : reject(new Error(`${url} was answered ${answer.statusCode}`)),
      );
    }).on('error', reject);
  });
}

/** A register of so many agencies behind the API, its index filled. */
async function openRegister(stage: Stage, agencies: number): Promise<string> {
  const databaseUrl = await stage.createDatabase();
  await migrate(databaseUrl, PROJECTIONS);
  await fillRegister(databaseUrl, agencies);
  const readModels = await openReadModels({ databaseUrl, projections: PROJECTIONS, newestForm });
  stage.atEnd(() => readModels.close());
  const database = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  await database.query('VACUUM ANALYZE');
  stage.atEnd(() => database.end());
  // A search never asks the store; nobody listens there.
  const eventLog = connectEventLog({
    url: 'esdb://127.0.0.1:1?tls=false',
    wait: (ms, signal) => sleep(ms, undefined, signal && { signal }).catch(() => undefined),
    now: () => performance.now(),
    log: SILENT,
  });
  const api = await buildApi({
    eventLog,
    readModels,
    database,
    rulebookOf,
    rulebookById,
    calendar: STATE_COUNCIL_CALENDAR,
    clock: () => instantOrThrow('2026-11-22T09:00:00+08:00'),
    randomUuid: randomUUID,
    randomSalt: () => randomBytes(16).toString('hex'),
    log: pino({ level: 'silent' }),
    tokens: noTokens,
    requestsPerMinute: 1_000_000,
  });
  stage.atEnd(async () => {
    await api.close();
    await eventLog.close();
  });
  return await api.listen({ host: '127.0.0.1', port: 0 });
}

/** Fills the journal and makes the register from it, as a rebuild does. */
async function fillRegister(databaseUrl: string, agencies: number): Promise<void> {
  const make = await agencyMaker();
  const files = function* () {
    for (let number = 0; number < agencies; number += 1) yield make(number, agencyOf(number));
  };
  await fillJournal(databaseUrl, files());
  await rebuild({
    databaseUrl,
    projections: [publicRegister],
    newestForm,
    from: 'journal',
    shards: { count: availableParallelism(), module: READ_MODELS_MODULE },
  });
}
