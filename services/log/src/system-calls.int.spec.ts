import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMPTY_FRONTIER } from '@ledger/transparency-log';
import { describe, expect, it } from 'vitest';
import { SignedHeads } from './signed-heads.ts';

const PROGRAM = join(import.meta.dirname, '../testing/remembering.process.ts');
const straceIsThere = spawnSync('strace', ['-V']).status === 0;

/** Runs the program that remembers one more head, each of whose system calls may be made to fail. */
function remember(
  directory: string,
  signedAtMs: number,
  injected?: string,
): Promise<{ readonly said: string; readonly ended: boolean }> {
  const node = [process.execPath, PROGRAM, directory, String(signedAtMs)];
  const command =
    injected === undefined ? node : ['strace', '-f', '-qq', '-o', '/dev/null', '-e', injected, ...node];
  // One thread for the file system, so that the calls are counted in their order.
  const env = { ...process.env, UV_THREADPOOL_SIZE: '1', NODE_OPTIONS: '' };
  return new Promise((resolve) => {
    const [program = '', ...args] = command;
    execFile(program, args, { env }, (error, stdout) => resolve({ said: stdout, ended: error === null }));
  });
}

// In their order: the file, the directory. The link makes the head the newest one; after it, it may be, and need not.
const calls: readonly [string, number][] = [
  ['fsync', 1],
  ['link', 1],
  ['unlink', 1],
  ['fsync', 2],
];
const faults = ['error=EIO', 'error=ENOSPC', 'signal=KILL'];
const sweep = calls.flatMap(([call, when]) => faults.map((fault) => [call, when, fault] as const));

describe('remembering a head', () => {
  it.for(sweep)(
    'whose %s number %i meets %s leaves the head before or the new one, whole, and goes on without repair',
    { timeout: 20_000 },
    async ([call, when, fault], { skip }) => {
      if (!straceIsThere) skip('strace, which makes system calls fail, is not installed');
      const directory = await mkdtemp(join(tmpdir(), 'ledger-calls-'));
      try {
        const heads = new SignedHeads(directory);
        const head = { origin: 'ledger.example/x', frontier: EMPTY_FRONTIER, signedAtMs: 1 };
        expect(await heads.replace(undefined, head)).toBe(true);

        const faulty = await remember(directory, 2, `inject=${call}:${fault}:when=${when}`);
        expect(faulty).toEqual({ said: '', ended: false });
        const left = await heads.newest();
        expect([1, 2]).toContain(left?.number);
        expect(left?.signedAtMs).toBe(left?.number);
        if (call === 'fsync' && when === 1) expect(left?.number).toBe(1);

        const sound = await remember(directory, 3);
        expect(sound).toEqual({ said: `remembered ${(left?.number ?? 0) + 1}\n`, ended: true });
        await heads.tidy();
        expect((await readdir(directory)).every((file) => /^signed-head-\d+$/.test(file))).toBe(true);
      } finally {
        await rm(directory, { recursive: true });
      }
    },
  );
});
