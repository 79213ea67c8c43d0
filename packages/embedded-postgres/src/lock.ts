import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

/** Held until `release` is called or the process ends, however it ends. */
export interface Lock {
  /** Another may take it now; a second call changes nothing. */
  release(): void;
}

const RETRY_MS = 50;
const SQLITE_BUSY = 5;
/** What a failed system call would have been called; SQLite numbers the same faults in its own way. */
const SYSTEM_CODES = new Map([
  [8, 'EACCES'],
  [10, 'EIO'],
  [13, 'ENOSPC'],
  [14, 'EACCES'],
]);

/**
 * Takes the lock on `path`, or returns undefined when another process (or another caller here) holds it.
 *
 * The kernel forgets the lock when its holder dies, so there is no stale lock to judge. SQLite is
 * the only door to such locks in Node's standard library: an exclusive transaction on an empty file
 * that is never written.
 *
 * Errors: `code` is the system's, `EACCES` for a folder that cannot be written.
 */
export function tryLock(path: string): Lock | undefined {
  let file: DatabaseSync | undefined;
  try {
    file = new DatabaseSync(path);
    file.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    file?.close();
    const number = error instanceof Error && 'errcode' in error ? Number(error.errcode) : undefined;
    if (number === SQLITE_BUSY) return undefined;
    const code = number === undefined ? undefined : SYSTEM_CODES.get(number);
    throw code === undefined
      ? error
      : Object.assign(new Error(`${code}: lock ${path}`, { cause: error }), { code });
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
