import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { destroyPostgres, findPostgres } from '@ledger/embedded-postgres';
import { createTestDatabase } from '@ledger/embedded-postgres/testing';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Instance, type InstanceOptions, openInstance } from './index.ts';

let dataDirectory: string;
let lines: string[];
let opened: Instance[];

const options = (purpose: InstanceOptions['purpose']): InstanceOptions => ({
  dataDirectory,
  purpose,
  log: (line) => lines.push(line),
  startedAt: '2025-07-02T09:00:00+08:00',
});

async function open(
  purpose: InstanceOptions['purpose'],
  given: Partial<InstanceOptions> = {},
): Promise<Instance> {
  const instance = await openInstance({ ...options(purpose), ...given });
  opened.push(instance);
  return instance;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function databaseAnswers({ databaseUrl }: { databaseUrl: string }): Promise<boolean> {
  return await query(databaseUrl, 'SELECT 1').then(
    () => true,
    () => false,
  );
}

async function storeAnswers({ eventStoreUrl }: { eventStoreUrl: string }): Promise<boolean> {
  return await fetch(eventStoreUrl.replace('esdb:', 'http:').replace('?tls=false', '/health/live')).then(
    (answer) => answer.ok,
    () => false,
  );
}

async function bothAnswer(addresses: { databaseUrl: string; eventStoreUrl: string }): Promise<boolean> {
  return (await databaseAnswers(addresses)) && (await storeAnswers(addresses));
}

/** The process of the embedded event store, found as `ps` finds it. */
async function nodeProcess({
  eventStoreUrl,
}: {
  eventStoreUrl: string;
}): Promise<{ pid: number; commandLine: string }> {
  const { port } = new URL(eventStoreUrl);
  for (const name of await readdir('/proc')) {
    const commandLine = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (commandLine.includes(`--port\0${port}\0`)) return { pid: Number(name), commandLine };
  }
  throw new Error(`no process listens on ${eventStoreUrl}`);
}

// One directory for all, because making a cluster takes longer than all the rest; each test opens it anew.
beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'instance-'));
  await chmod(dataDirectory, 0o755);
});

beforeEach(() => {
  lines = [];
  opened = [];
});

afterEach(async () => {
  for (const instance of opened.toReversed()) await instance.stop();
});

afterAll(async () => {
  await destroyPostgres({ dataDirectory: join(dataDirectory, 'postgres') });
  await rm(dataDirectory, { recursive: true, force: true });
});

describe('an embedded instance', () => {
  it('answers at the same addresses, with the same rows, each time it is opened', async () => {
    const first = await open('serve');
    expect(first.role).toBe('owner');
    expect(await bothAnswer(first)).toBe(true);
    await query(first.databaseUrl, 'CREATE TABLE filing AS SELECT 1 AS id');
    await first.stop();
    expect([await databaseAnswers(first), await storeAnswers(first)]).toEqual([false, false]);

    const second = await open('serve');
    expect(second).toMatchObject({ databaseUrl: first.databaseUrl, eventStoreUrl: first.eventStoreUrl });
    expect(await query(second.databaseUrl, 'SELECT id FROM filing')).toEqual([{ id: 1 }]);
  });

  it('brings the event store back at its address when it is killed, again and again', async () => {
    const instance = await open('serve');
    for (let death = 1; death <= 2; death += 1) {
      process.kill((await nodeProcess(instance)).pid, 'SIGKILL');
      await expect
        .poll(() => lines.filter((line) => line === 'the embedded event store runs again').length, {
          timeout: 20_000,
        })
        .toBe(death);
      expect(await bothAnswer(instance)).toBe(true);
    }
    expect(lines[0]).toBe('the embedded event store ended (SIGKILL); starting it again in 100 ms');
  });

  it('brings PostgreSQL back at its address when it is killed, with what was committed', async () => {
    const instance = await open('serve');
    await query(instance.databaseUrl, 'CREATE TABLE report AS SELECT 7 AS id');
    const running = await findPostgres({ dataDirectory: join(dataDirectory, 'postgres') });
    process.kill(running?.pid ?? 0, 'SIGKILL');
    await expect.poll(() => lines, { timeout: 20_000 }).toContain('PostgreSQL runs again');
    expect(await query(instance.databaseUrl, 'SELECT id FROM report')).toEqual([{ id: 7 }]);
    await expect.poll(() => storeAnswers(instance), { timeout: 20_000 }).toBe(true);
  });

  it('is not opened by a second server, which is told who has it', async () => {
    await open('serve');
    await expect(open('serve')).rejects.toMatchObject({
      name: 'EnvironmentFault',
      code: 'INSTANCE_RUNNING',
      message: expect.stringContaining(`in use by process ${process.pid} since 2025-07-02T09:00:00+08:00`),
    });
  });

  it('is joined by a command, which starts nothing and stops nothing', async () => {
    const server = await open('serve');
    const guest = await open('command');
    expect(guest).toMatchObject({
      role: 'guest',
      databaseUrl: server.databaseUrl,
      eventStoreUrl: server.eventStoreUrl,
    });
    await guest.stop();
    expect(await bothAnswer(server)).toBe(true);
  });

  it('is kept by a command until the commands that joined it are done', async () => {
    const owner = await open('command');
    const guest = await open('command');
    const stopping = owner.stop();
    await sleep(300);
    expect(await bothAnswer(guest)).toBe(true);
    await guest.stop();
    await stopping;
    expect(await databaseAnswers(guest)).toBe(false);
  });

  it('can be opened by several commands at once: one owns, the others join', async () => {
    const instances = await Promise.all([open('command'), open('command'), open('command')]);
    expect(instances.map(({ role }) => role).toSorted()).toEqual(['guest', 'guest', 'owner']);
    expect(new Set(instances.map(({ databaseUrl }) => databaseUrl)).size).toBe(1);
    for (const instance of instances.filter(({ role }) => role === 'guest')) await instance.stop();
  });

  it('shows the password of the database to nobody else', async () => {
    const instance = await open('serve');
    const { mode } = await stat(join(dataDirectory, 'instance.json'));
    expect(mode & 0o777).toBe(0o600);
    const { commandLine } = await nodeProcess(instance);
    expect(commandLine).not.toContain(new URL(instance.databaseUrl).password);
  });
});

describe('when the owner of an instance is killed', () => {
  it('the event store ends with it, PostgreSQL stays and is adopted, and the addresses stay', async () => {
    const { owner, addresses } = await ownerProcess();
    const postgres = await findPostgres({ dataDirectory: join(dataDirectory, 'postgres') });
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    await expect.poll(() => storeAnswers(addresses), { timeout: 10_000 }).toBe(false);
    expect(await databaseAnswers(addresses)).toBe(true);

    const next = await open('serve');
    expect(next).toMatchObject({ role: 'owner', ...addresses });
    expect(lines).toEqual([
      `adopted the PostgreSQL that was left running (process ${postgres?.pid}, port ${postgres?.port})`,
    ]);
    expect(await bothAnswer(next)).toBe(true);
  });

  it('and the next one opens it in the same moment, the address of the event store is still the same', async () => {
    const { owner, addresses } = await ownerProcess();
    owner.kill('SIGKILL');
    expect(await open('serve')).toMatchObject({ role: 'owner', ...addresses });
  });

  async function ownerProcess(): Promise<{
    owner: ChildProcess;
    addresses: { databaseUrl: string; eventStoreUrl: string };
  }> {
    const script = `const { openInstance } = await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))});
      const { databaseUrl, eventStoreUrl } = await openInstance({ ...${JSON.stringify(options('serve'))}, log: () => undefined });
      console.log(JSON.stringify({ databaseUrl, eventStoreUrl }));`;
    const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await Promise.race([
      once(createInterface({ input: owner.stdout }), 'line'),
      once(owner, 'exit').then(([code]) =>
        Promise.reject(new Error(`the owner ended with exit code ${code}`)),
      ),
    ]);
    return { owner, addresses: JSON.parse(String(line)) };
  }
});

describe('an instance with servers of one’s own', () => {
  it('starts nothing when both are given, and makes no directory', async () => {
    const given = { databaseUrl: 'postgres://db.example/ledger', eventStoreUrl: 'esdb://store.example:2113' };
    const elsewhere = join(dataDirectory, 'never-made');
    expect(await open('serve', { ...given, dataDirectory: elsewhere })).toMatchObject({
      role: 'guest',
      ...given,
    });
    expect(existsSync(elsewhere)).toBe(false);
  });

  it('keeps the embedded event store in the database that is given, and starts no PostgreSQL', async () => {
    const database = await createTestDatabase();
    const instance = await open('serve', { databaseUrl: database.url });
    expect(instance.databaseUrl).toBe(database.url);
    expect(await storeAnswers(instance)).toBe(true);
    expect(await findPostgres({ dataDirectory: join(dataDirectory, 'postgres') })).toBeUndefined();
    await instance.stop();
    await database.drop();
  });

  it('says why the event store does not start, and leaves the directory free', async () => {
    const nowhere = 'postgres://ledger:secret@127.0.0.1:1/ledger';
    const refused = await open('serve', { databaseUrl: nowhere }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'EVENT_STORE_DOES_NOT_START' });
    expect(String(refused)).toMatch(/exit code 3, NODE_DATABASE_UNREACHABLE: .*node\.log\.$/);
    expect(String(refused)).not.toContain('secret');
    expect(await open('serve', { eventStoreUrl: 'esdb://store.example:2113' })).toMatchObject({
      role: 'owner',
    });
  });
});

describe('a data directory that cannot be', () => {
  it('is named in one sentence', async () => {
    await expect(open('serve', { dataDirectory: '/dev/null/ledger' })).rejects.toMatchObject({
      code: 'DATA_DIRECTORY_UNWRITABLE',
      message: expect.stringMatching(
        /^The data directory \/dev\/null\/ledger cannot be written \(ENOTDIR\): .*--data\.$/,
      ),
    });
  });

  it('is named as well when another user made it', async () => {
    const foreign = process.getuid?.() === 0 ? '/proc' : '/usr';
    await expect(open('serve', { dataDirectory: foreign })).rejects.toMatchObject({
      code: 'DATA_DIRECTORY_UNWRITABLE',
      message: expect.stringContaining(`The data directory ${foreign} cannot be written`),
    });
  });
});
