import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { EmbeddedPostgresError, systemCode } from './embedded-postgres-error.ts';

/** The user PostgreSQL runs as when we are root; undefined: as ourselves. */
export type Account = { readonly uid: number; readonly gid: number } | undefined;

/** `nobody` on Debian, and a number every kernel accepts without an entry in /etc/passwd. */
const NOBODY = { uid: 65534, gid: 65534 };

/** True for root, whom PostgreSQL refuses to serve. */
export function weAreRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Names the account a cluster must run under: its owner's when it exists, else nobody's for root.
 *
 * Errors: `POSTGRES_DIRECTORY_FOREIGN` when the cluster belongs to a user we cannot become.
 */
export async function accountFor(clusterDirectory: string): Promise<Account> {
  const owner = await stat(clusterDirectory).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (weAreRoot())
    return owner === undefined || owner.uid === 0 ? NOBODY : { uid: owner.uid, gid: owner.gid };
  if (owner !== undefined && owner.uid !== process.getuid?.()) {
    throw new EmbeddedPostgresError(
      'POSTGRES_DIRECTORY_FOREIGN',
      `The cluster in ${clusterDirectory} belongs to another user (uid ${owner.uid}): run as that user or as root, or choose another --data directory.`,
    );
  }
  return undefined;
}

/**
 * Tells whether the account passes `test -‹right› path`, asked of the kernel as that account.
 *
 * Errors: `POSTGRES_ROOT_STAYS_ROOT` where root may not become another user.
 */
export function mayReach(account: Account, right: 'x' | 'r', path: string): boolean {
  const answer = spawnSync('/bin/sh', ['-c', `test -${right} "$1"`, 'sh', path], {
    ...account,
    cwd: '/',
    env: {},
    stdio: 'ignore',
  });
  if (answer.error !== undefined) {
    throw new EmbeddedPostgresError(
      'POSTGRES_ROOT_STAYS_ROOT',
      `PostgreSQL refuses to run as root and this root may not become user ${account?.uid} (${systemCode(answer.error)}): run as an ordinary user.`,
      { cause: answer.error },
    );
  }
  return answer.status === 0;
}
