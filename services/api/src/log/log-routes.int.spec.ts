import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSigner, startSigner } from '@ledger/log';
import { storeSource } from '@ledger/projector';
import { appendFiles, demoFiles } from '@ledger/projector/testing';
import { parsePolicy, verifyServedLog } from '@ledger/transparency-log';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestLedger, type TestLedger, wait } from '../../testing/open-test-ledger.ts';

let ledger: TestLedger;
let directory: string;
let signer: RunningSigner;

beforeAll(async () => {
  ledger = await openTestLedger();
  directory = await mkdtemp(join(tmpdir(), 'ledger-log-'));
});

afterAll(async () => {
  await signer?.stop();
  await ledger?.close();
  await rm(directory, { recursive: true, force: true });
});

async function read(path: string): Promise<Uint8Array | undefined> {
  const { statusCode, rawPayload } = await ledger.api.inject(`/log/${path}`);
  return statusCode === 200 ? rawPayload : undefined;
}

async function sizeOfCheckpoint(): Promise<number> {
  const bytes = await read('checkpoint');
  return bytes === undefined ? -1 : Number(new TextDecoder().decode(bytes).split('\n')[1]);
}

async function signedUpTo(size: number): Promise<void> {
  for (let waited = 0; (await sizeOfCheckpoint()) < size; waited += 50) {
    if (waited > 30_000) throw new Error(`no checkpoint of ${size} leaves`);
    await wait(50);
  }
}

describe('/log/', () => {
  it('has nothing before anything is signed', async () => {
    for (const path of ['checkpoint', 'vkey', 'tile/0/000', 'tile/entries/000']) {
      const answer = await ledger.api.inject(`/log/${path}`);
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'ROUTE_UNKNOWN']);
    }
  });

  it('serves what verifies to the last bit, at every size it is signed at', async () => {
    signer = await startSigner({
      databaseUrl: ledger.databaseUrl,
      source: storeSource(ledger.eventLog),
      directory,
      nowMs: Date.now,
      wait,
      log: pino({ level: 'silent' }),
      everyMs: 20,
    });
    const policy = parsePolicy(new TextEncoder().encode(`log ${signer.vkey}\nquorum none\n`));
    const files = await demoFiles();
    for (const part of [files.slice(0, 1), files.slice(1, 20), files.slice(20)]) {
      const size = Math.max(0, await sizeOfCheckpoint()) + part.flat().length;
      await appendFiles(ledger.eventLog, part);
      await signedUpTo(size);
      expect(await verifyServedLog(read, policy)).toMatchObject({ intact: true, checkpoint: { size } });
    }
  }, 60_000);

  it('says of each answer how long it may be kept', async () => {
    const kept = async (path: string) => {
      const { headers } = await ledger.api.inject(`/log/${path}`);
      return [headers['content-type'], headers['cache-control'], headers['access-control-allow-origin']];
    };
    expect(await kept('checkpoint')).toEqual(['text/plain; charset=utf-8', 'public, max-age=1', '*']);
    expect(await kept('tile/0/000')).toEqual([
      'application/octet-stream',
      'public, max-age=31536000, immutable',
      '*',
    ]);
  });

  it('has no tile beyond the newest checkpoint, and no other spelling of one', async () => {
    const size = await sizeOfCheckpoint();
    expect(size).toBeGreaterThan(256);
    expect(await read(`tile/0/001.p/${size - 256}`)).toHaveLength((size - 256) * 32);
    for (const path of [
      `tile/0/001.p/${size - 255}`,
      'tile/0/001',
      'tile/0/002.p/1',
      'tile/0/000.p/256',
      'tile/0/0',
      'tile/00/000',
      'tile/0/x000/000',
      'tile/64/000',
      'tile/entries/002.p/1',
      'tile/0/000/',
      'tile/',
    ])
      expect(await read(path), path).toBeUndefined();
  });

  // Go's golang.org/x/mod/sumdb reads the log over HTTP; npm run sumdb-check installs it where it may.
  it('is accepted by an implementation that is not ours, where Go is installed', async ({ skip }) => {
    const main = join(import.meta.dirname, '../../../../scripts/sumdb-check/main.ts');
    await ledger.api.listen({ host: '127.0.0.1', port: 0 });
    const url = `${ledger.api.listeningOrigin}/log`;
    const run = await runProgram(process.execPath, ['--import', 'tsx', main, '--if-possible', '--url', url]);
    if (/needs the packages/.test(run.output)) skip(run.output);
    const size = await sizeOfCheckpoint();
    expect(run.output).toContain(`log of ${size} entries over HTTP: root, checkpoint, ${size} proofs`);
    expect(run.code).toBe(0);
  }, 120_000);
});

function runProgram(program: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(program, [...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}` });
    });
  });
}
