import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { createSelfSigned } from '@ledger/embedded-node';
import { destroyPostgres } from '@ledger/embedded-postgres';
import { pino } from 'pino';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { processTerminal } from '../output/terminal.ts';
import { ledgerProgram } from '../program.ts';

/** Upper bounds for a busy machine. */
const PATIENCE = { timeout: 60_000 };
const TEST_MS = 150_000;
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const ADMIN = 'admin:changeit@';

describe('ledger node', () => {
  const directory = mkdtempSync(join(tmpdir(), 'ledger-node-'));
  // Open to the user that PostgreSQL runs as, so that its cluster stands inside and goes with it.
  chmodSync(directory, 0o755);
  const data = join(directory, 'data');
  const running = new Set<ChildProcess>();
  const clients = new Set<EventStoreDBClient>();

  /** Runs `ledger node`; resolves to the line it prints, or rejects with its exit code and what it said. */
  const start = async (...args: string[]): Promise<{ process: ChildProcess; line: string }> => {
    const child = spawn(process.execPath, [
      '--import',
      'tsx',
      MAIN,
      'node',
      '--data',
      data,
      '--port',
      '0',
      ...args,
    ]);
    running.add(child);
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const exited = once(child, 'close').then(([code]) => {
      running.delete(child);
      throw new Error(`${code}: ${said}`);
    });
    const line = new Promise<string>((resolve) =>
      createInterface({ input: child.stdout }).once('line', resolve),
    );
    return { process: child, line: await Promise.race([line, exited]) };
  };
  const connect = (line: string, credentials = ''): EventStoreDBClient => {
    const address = line.replace(/^ready esdb:\/\//, `esdb://${credentials}`);
    const client = EventStoreDBClient.connectionString(address);
    clients.add(client);
    return client;
  };
  const write = (client: EventStoreDBClient, stream: string) =>
    client.appendToStream(stream, jsonEvent({ type: 'written', data: {} }));
  const revisionsIn = async (client: EventStoreDBClient, stream: string) => {
    const revisions: bigint[] = [];
    for await (const { event } of client.readStream(stream)) if (event) revisions.push(event.revision);
    return revisions;
  };

  afterEach(async () => {
    for (const client of clients) await client.dispose();
    clients.clear();
    for (const child of running) {
      child.kill('SIGKILL');
      await once(child, 'close');
    }
  });
  afterAll(async () => {
    await destroyPostgres({ dataDirectory: join(data, 'postgres') });
    rmSync(directory, { recursive: true });
  });

  it(
    'in clear text: the address it prints is all a client needs, and a PostgreSQL that dies is started again',
    async () => {
      const { line } = await start();
      expect(line).toMatch(/^ready esdb:\/\/127\.0\.0\.1:\d+\?tls=false$/);
      const client = connect(line);
      await write(client, 'kept');

      const [pid = ''] = readFileSync(join(data, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split(
        '\n',
      );
      process.kill(Number(pid), 'SIGKILL');
      const again = () => revisionsIn(client, 'kept').catch((error: unknown) => error);
      await expect.poll(again, PATIENCE).not.toEqual([0n]);
      await expect.poll(again, PATIENCE).toEqual([0n]);
    },
    TEST_MS,
  );

  it(
    'with --tls: events, certificate, users and access control lists are the same after kill -9',
    async () => {
      const first = await start('--tls');
      const file = join(data, 'tls', 'node.crt');
      expect(first.line).toMatch(/^ready esdb:\/\/127\.0\.0\.1:\d+\?tls=true&tlsCAFile=/);
      expect(decodeURIComponent(first.line)).toContain(`tlsCAFile=${file}`);
      expect(statSync(join(data, 'tls', 'node.key')).mode & 0o777).toBe(0o600);
      const admin = connect(first.line, ADMIN);
      await write(admin, 'guarded');
      await admin.setStreamMetadata('guarded', { acl: { writeRoles: ['$admins'] } });
      const certificate = readFileSync(file, 'utf8');
      first.process.kill('SIGKILL');
      await once(first.process, 'close');

      const second = await start('--tls');
      expect(readFileSync(file, 'utf8')).toBe(certificate);
      expect(await revisionsIn(connect(second.line, ADMIN), 'guarded')).toEqual([0n]);
      await expect(write(connect(second.line, 'ops:changeit@'), 'guarded')).rejects.toMatchObject({
        type: 'access-denied',
      });
      await expect(write(connect(second.line), 'open')).rejects.toMatchObject({ type: 'access-denied' });
    },
    TEST_MS,
  );

  it(
    'with a certificate of your own: clients trust the authority that it names',
    async () => {
      const certificate = join(directory, 'own.crt');
      const key = join(directory, 'own.key');
      const own = createSelfSigned({ hosts: ['127.0.0.1'], now: Date.now() });
      writeFileSync(certificate, own.cert);
      writeFileSync(key, own.key);
      const { line } = await start('--tls-cert', certificate, '--tls-key', key, '--tls-ca', certificate);
      expect(await revisionsIn(connect(line, ADMIN), 'kept')).toEqual([0n]);
    },
    TEST_MS,
  );
});

describe('ledger node, asked for what makes no sense', () => {
  it.each([
    [['--tls-cert', 'a.crt'], '--tls-cert and --tls-key belong together; --tls-ca goes with both.'],
    [['--tls', '--tls-ca', 'a.crt'], "error: option '--tls' cannot be used with option '--tls-ca <file>'"],
    [['--tls-cert', '/nowhere/a.crt', '--tls-key', '/nowhere/a.key'], '/nowhere/a.crt cannot be read'],
  ])('refuses %j as bad usage, and starts nothing', async (args, said) => {
    const program = ledgerProgram({ terminal: processTerminal(() => 0), log: pino({ level: 'silent' }) });
    const refusal = program.parseAsync(['node', ...args], { from: 'user' });
    await expect(refusal).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(said) });
  });
});
