import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { destroyPostgres } from '../src/index.ts';
import { type Lock, tryLock, withLock } from '../src/lock.ts';

/** The folder one test run works in; its lock lives exactly as long as the run's main process. */
export interface RunDirectory {
  readonly path: string;
  readonly owner: Lock;
}

const USER = process.getuid?.() ?? 0;
const PREFIX = `ledger-tests-${USER}-`;
const TURN = join(tmpdir(), `ledger-tests-turn-${USER}.lock`);
const OWNER = 'owner.lock';

/** Where a run's PostgreSQL lives, whether or not a test has asked for it yet. */
export function postgresDirectory(runDirectory: string): string {
  return join(runDirectory, 'postgres');
}

/** A fresh folder is ours, and nothing is left of runs that were killed. */
export async function openRunDirectory(): Promise<RunDirectory> {
  return await withLock(TURN, async () => {
    const names = (await readdir(tmpdir())).filter(
      (name) => name.startsWith(PREFIX) && name !== `${PREFIX}turn`,
    );
    for (const name of names) await sweep(join(tmpdir(), name));
    const path = await mkdtemp(join(tmpdir(), PREFIX));
    // Run by root, PostgreSQL works as nobody and must be able to pass through.
    await chmod(path, 0o755);
    const owner = tryLock(join(path, OWNER));
    if (owner === undefined) throw new Error(`${path} was taken within the moment of its making`);
    return { path, owner };
  });
}

/** The run's PostgreSQL has ended and its folder is gone. */
export async function closeRunDirectory({ path, owner }: RunDirectory): Promise<void> {
  await destroyPostgres({ dataDirectory: postgresDirectory(path) });
  await rm(path, { recursive: true, force: true });
  owner.release();
}

async function sweep(path: string): Promise<void> {
  const owner = tryLock(join(path, OWNER));
  if (owner !== undefined) await closeRunDirectory({ path, owner });
}
