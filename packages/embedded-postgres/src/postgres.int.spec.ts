import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHome } from './home.ts';
import { freePort } from './port.ts';
import { destroyPostgres, findPostgres, type RunningPostgres, startPostgres } from './postgres.ts';
import { gone, isAlive } from './postmaster.ts';

let folder: string;
let lines: string[];
const log = (line: string) => lines.push(line);
const start = (name = 'postgres') => startPostgres({ dataDirectory: join(folder, name), log });

async function query(postgres: RunningPostgres, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: postgres.url('store') });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A folder only we may enter, as mktemp -d and /root are: root's PostgreSQL has to live elsewhere. */
beforeEach(async () => {
  lines = [];
  folder = await mkdtemp(join(tmpdir(), 'closed-to-nobody-'));
});

afterEach(async () => {
  for (const name of await readdir(folder)) await destroyPostgres({ dataDirectory: join(folder, name) });
  await rm(folder, { recursive: true, force: true });
});

describe('startPostgres', () => {
  it('makes a cluster, then finds it again with its rows and its port after a stop', async () => {
    const first = await start();
    await first.createDatabase('store');
    await first.createDatabase('store');
    await query(first, 'CREATE TABLE filing AS SELECT 1 AS id');
    await first.stop();
    await first.stop();
    expect(await first.alive()).toBe(false);
    expect(isAlive(first.pid)).toBe(false);
    expect(await findPostgres({ dataDirectory: join(folder, 'postgres') })).toBeUndefined();

    const second = await start();
    expect(second).toMatchObject({ adopted: false, port: first.port });
    expect(await query(second, 'SELECT id FROM filing')).toEqual([{ id: 1 }]);
  });

  it('gives callers at the same moment one server', async () => {
    const started = await Promise.all([start(), start(), start()]);
    expect(new Set(started.map(({ pid }) => pid)).size).toBe(1);
    expect(started.filter(({ adopted }) => !adopted)).toHaveLength(1);
  });

  it('adopts the server left behind by a process that was killed', async () => {
    const dataDirectory = join(folder, 'postgres');
    const script = `const { startPostgres } = await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))});
      const { pid } = await startPostgres({ dataDirectory: ${JSON.stringify(dataDirectory)}, log: () => {} });
      console.log(pid); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [chunk] = await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');

    const adopted = await start();
    expect(adopted).toMatchObject({ adopted: true, pid: Number(String(chunk)) });
    expect(await adopted.alive()).toBe(true);
  });

  it('finds its running server again after the data directory was moved', async () => {
    const first = await start();
    await rename(join(folder, 'postgres'), join(folder, 'moved'));
    const moved = await start('moved');
    expect(moved).toMatchObject({ adopted: true, pid: first.pid });
    await moved.stop();
    expect(await start('moved')).toMatchObject({ adopted: false, port: first.port });
  });

  it('recovers what was committed when the server itself is killed', async () => {
    const first = await start();
    await first.createDatabase('store');
    await query(first, 'CREATE TABLE filing AS SELECT 7 AS id');
    process.kill(first.pid, 'SIGKILL');
    await gone(first.pid, 5000);
    expect(await first.alive()).toBe(false);

    const second = await start();
    expect(second).toMatchObject({ adopted: false, port: first.port });
    expect(await query(second, 'SELECT id FROM filing')).toEqual([{ id: 7 }]);
  });

  it('is not misled by a pid file whose number belongs to another program now, or to another PostgreSQL', async () => {
    const other = await start('other');
    const first = await start();
    const { clusterDirectory } = (await readHome(join(folder, 'postgres'))) ?? {};
    const pidFile = join(String(clusterDirectory), 'postmaster.pid');
    const text = await readFile(pidFile, 'utf8');
    for (const stranger of [process.pid, other.pid]) {
      await (await start()).stop();
      await writeFile(pidFile, text.replace(/^\d+/, String(stranger)));
      expect(await start()).toMatchObject({ adopted: false, port: first.port });
    }
    expect(await other.alive()).toBe(true);
  });

  it('starts where one was cut off while it wrote its pid file', async () => {
    await (await start()).stop();
    const { clusterDirectory } = (await readHome(join(folder, 'postgres'))) ?? {};
    await writeFile(join(String(clusterDirectory), 'postmaster.pid'), '');
    expect(await start()).toMatchObject({ adopted: false });
  });

  it('takes another port when its own is taken', async () => {
    const first = await start();
    await first.stop();
    const squatter = createServer().listen(first.port, '127.0.0.1');
    await once(squatter, 'listening');
    const second = await start();
    expect(second.port).not.toBe(first.port);
    expect(await second.alive()).toBe(true);
    squatter.close();
  });

  it('admits nobody without the password', async () => {
    const { port } = await start();
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: 'ledger',
      database: 'postgres',
      password: 'guessed',
    });
    await expect(client.connect()).rejects.toMatchObject({ code: '28P01' });
  });
});

describe('startPostgres says in one sentence', () => {
  it('that the cluster was made by another PostgreSQL', async () => {
    await (await start()).stop();
    const { clusterDirectory } = (await readHome(join(folder, 'postgres'))) ?? {};
    await writeFile(join(String(clusterDirectory), 'PG_VERSION'), '17\n');
    await expect(start()).rejects.toMatchObject({
      code: 'POSTGRES_WRONG_VERSION',
      message: expect.stringContaining('PostgreSQL 17'),
    });
  });

  it('that the data directory cannot be written', async () => {
    const attempt = startPostgres({ dataDirectory: '/dev/null/postgres', log });
    await expect(attempt).rejects.toMatchObject({ code: 'POSTGRES_DIRECTORY_UNWRITABLE' });
  });

  it('why PostgreSQL does not start, and where the whole story is', async () => {
    await (await start()).stop();
    const { clusterDirectory } = (await readHome(join(folder, 'postgres'))) ?? {};
    await writeFile(join(String(clusterDirectory), 'postgresql.conf'), 'no such setting');
    await expect(start()).rejects.toMatchObject({
      code: 'POSTGRES_DOES_NOT_START',
      message: expect.stringMatching(
        /\(configuration file .* contains errors\): the whole story is in .*postgres\.log\.$/,
      ),
    });
  });

  it('that the disk is full', async () => {
    await mkdir(join(folder, 'postgres'));
    // The file is drafted under this name first, and /dev/full is a disk without room.
    await symlink('/dev/full', join(folder, 'postgres', `password.${process.pid}.new`));
    await expect(start()).rejects.toMatchObject({ code: 'POSTGRES_DISK_REFUSED' });
    expect(await readdir(join(folder, 'postgres'))).not.toContain('postgres.json');
  });

  it('that the password was changed behind its back', async () => {
    await start();
    const password = join(folder, 'postgres', 'password');
    const right = await readFile(password, 'utf8');
    await writeFile(password, 'changed\n');
    await expect(start()).rejects.toMatchObject({ code: 'POSTGRES_PASSWORD_REFUSED' });
    await writeFile(password, right);
  });
});

describe('the port', () => {
  it('is the same one for the same cluster, and lies where no outgoing connection is given one', async () => {
    const [one, same, preferred] = [
      await freePort('a', undefined),
      await freePort('a', undefined),
      await freePort('a', 31_999),
    ];
    expect(one).toBe(same);
    expect(one).toBeGreaterThanOrEqual(20_000);
    expect(one).toBeLessThan(32_000);
    expect(preferred).toBe(31_999);
  });
});
