import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

/** Held until `release` is called or the process ends, however it ends. */
export interface Lock {
  /** Another may take it now; a second call changes nothing. */
  release(): void;
}

const RETRY_MS = 50;
const SQLITE_BUSY = 5;

/**
 * Takes the lock on `path`, or returns undefined when another process (or another caller here) holds it.
 *
 * The kernel forgets the lock when its holder dies, so there is no stale lock to judge. SQLite is
 * the only door to such locks in Node's standard library: an exclusive transaction on an empty file
 * that is never written.
 */
export function tryLock(path: string): Lock | undefined {
  const file = new DatabaseSync(path);
  try {
    file.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
  return {
    release: () => {
      if (file.isOpen) file.close();
    },
  };
}

/** Runs `work` while no other process runs work under the same lock file; waits for its turn. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  let lock = tryLock(path);
  while (lock === undefined) {
    await sleep(RETRY_MS);
    lock = tryLock(path);
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}
