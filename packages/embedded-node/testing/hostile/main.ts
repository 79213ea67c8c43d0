/**
 * Attacks a node in a process of its own: `npm run hostile -- [--times N]`. Prints one line for each attack: what the node said, its memory
 * before and after, and how long somebody else had to wait meanwhile. Exit codes: 0 it held, 1 it did not, 2 bad usage.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, exit, stderr, stdout } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { destroyPostgres, startPostgres } from '@ledger/embedded-postgres';
import { startNodeProcess } from '../node-process.ts';
import { ATTACKS } from './attacks.ts';
import { appendBombs } from './bombs.ts';

const BAD_USAGE = 2;
const GROWTH_MIB_MAX = 50;
/** Attacks that are dear to the attacker are tried less often. */
const DEAR: Readonly<Record<string, number>> = {
  'calls opened only to be reset': 1000,
  'a regular expression that takes years elsewhere': 50,
  'headers of a megabyte': 20,
  'a header block that never ends': 20,
};
const SETTLE_MS = 3000;

const { values } = parseArgs({
  args: argv.slice(2),
  options: { times: { type: 'string', default: '10000' } },
});
const times = Number(values.times);
if (!Number.isSafeInteger(times) || times < 1) {
  stderr.write('--times is a whole number.\n');
  exit(BAD_USAGE);
}

const dataDirectory = mkdtempSync(join(tmpdir(), 'hostile-'));
const postgres = await startPostgres({ dataDirectory, log: () => undefined });
await postgres.createDatabase('hostile');
const node = await startNodeProcess(postgres.url('hostile'));
const client = EventStoreDBClient.connectionString(node.url);
await appendBombs(client);
// What a first call needs is there before anything is measured.
for (const attack of ATTACKS) await attack.run(node.port, 32);
await delay(SETTLE_MS);

let held = true;
for (const { name, run, expected } of ATTACKS) {
  const count = Math.ceil(times / (DEAR[name] ?? 1));
  const before = memoryMib();
  const bystander = watchBystander();
  const began = performance.now();
  const said = await run(node.port, count);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const longestMs = await bystander.stop();
  await delay(SETTLE_MS);
  const grown = memoryMib() - before;
  const good = said.length > 0 && said.every((answer) => expected.test(answer)) && grown <= GROWTH_MIB_MAX;
  held &&= good;
  stdout.write(
    `${good ? 'held  ' : 'FAILED'} ${name}, ${count} times in ${seconds} s: ${said.join(', ')}; memory ${before} MiB ${grown < 0 ? '' : '+'}${grown}; a bystander waited ${longestMs.toFixed(0)} ms at most\n`,
  );
}

await client.dispose();
await node.stop();
await postgres.stop();
await destroyPostgres({ dataDirectory });
rmSync(dataDirectory, { recursive: true, force: true });
exit(held ? 0 : 1);

/** Resident memory of the node. */
function memoryMib(): number {
  const status = readFileSync(`/proc/${node.pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

/** Somebody who appends all the time, and notes how long the longest append took; one that fails is a failure of the node. */
function watchBystander(): { stop: () => Promise<number> } {
  let watching = true;
  let longestMs = 0;
  const work = (async () => {
    while (watching) {
      const began = performance.now();
      await client.appendToStream('bystander', jsonEvent({ type: 'passed', data: {} }));
      longestMs = Math.max(longestMs, performance.now() - began);
      await delay(10);
    }
  })();
  work.catch(() => undefined);
  return {
    stop: async () => {
      watching = false;
      await work;
      return longestMs;
    },
  };
}
