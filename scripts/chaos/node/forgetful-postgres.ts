import { spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPostgres, type RunningPostgres } from '@ledger/embedded-postgres';

const ATTEMPTS = 200;
const PAUSE_MS = 50;

/**
 * The same server runs again with `fsync=off`: it says "committed" and leaves it to the kernel when to write.
 *
 * The control of the power cut: a campaign that finds nothing lost after it would have found nothing anyway.
 */
export async function startForgetful(sound: RunningPostgres, home: string): Promise<RunningPostgres> {
  const cluster = join(home, 'cluster');
  // PostgreSQL keeps the command line of its last start: "program" "-D" "…" "-c" "fsync=on" …
  const [program = '', ...options] = [
    ...(await readFile(join(cluster, 'postmaster.opts'), 'utf8')).matchAll(/"([^"]*)"|(\S+)/g),
  ].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const forgetful = options.map((option) => (option === 'fsync=on' ? 'fsync=off' : option));
  if (forgetful.every((option, index) => option === options[index]))
    throw new Error(`PostgreSQL was not started with fsync=on: ${options.join(' ')}`);
  const { uid, gid } = await stat(cluster);
  await sound.stop();
  spawn(program, forgetful, {
    uid,
    gid,
    cwd: '/',
    env: { LC_ALL: 'C' },
    stdio: 'ignore',
    detached: true,
  }).unref();
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found = await findPostgres({ dataDirectory: home });
    if (found !== undefined) return found;
    await sleep(PAUSE_MS);
  }
  throw new Error('PostgreSQL does not start with fsync=off');
}
