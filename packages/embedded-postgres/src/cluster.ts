import { type ChildProcess, spawn } from 'node:child_process';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, accountFor } from './account.ts';
import { type Binaries, majorOf, program } from './binaries.ts';
import { readIfThere } from './durable-file.ts';
import { EmbeddedPostgresError, onDirectory } from './embedded-postgres-error.ts';
import type { Home } from './home.ts';

/** The superuser of every cluster founded here. */
export const DATABASE_USER = 'ledger';

/**
 * The cluster of this home exists and its major version is the one of the binaries.
 *
 * Errors:  `POSTGRES_WRONG_VERSION`, `POSTGRES_DISK_REFUSED`, `POSTGRES_DIRECTORY_UNWRITABLE`, `POSTGRES_DOES_NOT_START`.
 * Durable: initdb works in a draft folder, renamed when complete; a crash leaves no half cluster.
 */
export async function ensureCluster(home: Home, binaries: Binaries, account: Account): Promise<void> {
  const version = (await readIfThere(join(home.clusterDirectory, 'PG_VERSION')))?.trim();
  if (version === undefined) return await initialise(home, binaries, account);
  if (version !== majorOf(binaries)) {
    throw new EmbeddedPostgresError(
      'POSTGRES_WRONG_VERSION',
      `The cluster in ${home.clusterDirectory} was made by PostgreSQL ${version} and this is PostgreSQL ${majorOf(binaries)}: move the directory away to begin anew, or use the release that made it.`,
    );
  }
}

/** The account under which this home's programs run. */
export async function accountOf(home: Home): Promise<Account> {
  return await onDirectory(home.dataDirectory, () => accountFor(home.clusterDirectory));
}

async function initialise(home: Home, binaries: Binaries, account: Account): Promise<void> {
  const draft = `${home.clusterDirectory}.draft`;
  await onDirectory(home.clusterDirectory, async () => {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { mode: 0o700 });
    // initdb takes an existing empty folder, and reads the password before it writes anything.
    const secret = `${draft}.password`;
    await rm(secret, { force: true });
    await writeFile(secret, home.password, { mode: 0o600, flag: 'wx' });
    if (account !== undefined) {
      for (const path of [draft, secret]) await chown(path, account.uid, account.gid);
    }
    try {
      await runInitdb(home, binaries, account, draft, secret);
    } finally {
      await rm(secret, { force: true });
    }
    await rename(draft, home.clusterDirectory);
  });
}

async function runInitdb(
  home: Home,
  binaries: Binaries,
  account: Account,
  draft: string,
  secret: string,
): Promise<void> {
  const child = spawn(
    program(binaries, 'initdb'),
    [
      `--pgdata=${draft}`,
      `--username=${DATABASE_USER}`,
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
    ],
    { ...account, cwd: '/', env: { LC_ALL: 'C', TZ: 'UTC' }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const said: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const status = await ended(child);
  if (status === 0) return;
  const words = said.join('');
  if (words.includes('No space left on device')) throw Object.assign(new Error(words), { code: 'ENOSPC' });
  throw new EmbeddedPostgresError(
    'POSTGRES_DOES_NOT_START',
    `initdb could not make the cluster ${home.clusterDirectory}: ${lastLine(words) || `exit status ${status}`}`,
  );
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
}

/** The last line that says something. */
export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
