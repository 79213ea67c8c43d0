import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openTestLedger, type TestLedger } from '../testing/open-test-ledger.ts';

let ledger: TestLedger;
const children: ChildProcess[] = [];
beforeAll(async () => {
  ledger = await openTestLedger();
  return () => ledger.close();
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly complaints: () => string;
}

function run(env: Readonly<Record<string, string>>): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'main.ts')], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const text = { output: '', complaints: '' };
  child.stdout?.on('data', (chunk) => {
    text.output += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    text.complaints += String(chunk);
  });
  return { child, output: () => text.output, complaints: () => text.complaints };
}

const sound = () => ({
  DATABASE_URL: ledger.databaseLink.url,
  EVENTSTORE_URL: ledger.storeLink.url,
  PORT: '0',
  DEVELOPMENT_TOKENS: 'accept',
});

describe('the process of the API', () => {
  it('serves, says where in one line and that development tokens are accepted, and ends with 0 when asked to', async () => {
    const { child, output } = run(sound());
    while (!/^ready http/m.test(output())) await once(child.stdout as NodeJS.ReadableStream, 'data');
    const address = /^ready (http:\/\/127\.0\.0\.1:\d+)$/m.exec(output())?.[1];
    expect(output()).toContain('Development tokens are accepted');
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
    const asAuditor = await fetch(`${address}/v1/audit`, {
      headers: { authorization: 'Bearer dev-token-auditor' },
    });
    expect(asAuditor.status).toBe(200);
    const stream = await fetch(`${address}/v1/feeds/register`, { headers: { accept: 'text/event-stream' } });
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    await expect(stream.text()).resolves.toContain('retry:');
  });

  it('ends with 3 and a line for each fault of its settings', async () => {
    const { child, complaints } = run({ PORT: 'many' });
    const [code] = await once(child, 'exit');
    expect([code, complaints()]).toEqual([3, expect.any(String)]);
    expect(
      complaints()
        .trim()
        .split('\n')
        .map((line) => line.split(':')[0]),
    ).toEqual(['DATABASE_URL', 'EVENTSTORE_URL', 'PORT']);
  });

  it('ends with 3 and a sentence when the port is taken', async () => {
    const taken = await ledger.api.listen({ host: '127.0.0.1', port: 0 });
    const { child, complaints } = run({ ...sound(), PORT: new URL(taken).port });
    const [code] = await once(child, 'exit');
    expect([code, complaints()]).toEqual([
      3,
      expect.stringMatching(/^Port \d+ of 127\.0\.0\.1 cannot be listened on.*Set PORT/),
    ]);
  });
});
