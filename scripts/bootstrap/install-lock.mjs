import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 200;
/** The holders' numbers are written just after the folder is made. */
const NEWBORN_MS = 2000;

/**
 * Runs `work` while no other process does under the same path; waits for its turn.
 *
 * The lock is a folder with one file per process that must be dead before another may take over:
 * `work` names further ones, so that an installer whose parent was killed is waited for as well.
 */
export async function holdingLock(path, work) {
  let told = false;
  while (!take(path)) {
    if (!told) console.error('waiting for another process that is installing packages');
    told = true;
    await sleep(POLL_MS);
  }
  try {
    await work((pid) => writeFileSync(join(path, String(pid)), ''));
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

function take(path) {
  try {
    mkdirSync(path);
    writeFileSync(join(path, String(process.pid)), '');
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (!isAbandoned(path)) return false;
  const aside = `${path}-${process.pid}`;
  try {
    // Only one of several that see an abandoned lock can move it away.
    renameSync(path, aside);
  } catch {
    return false;
  }
  if (isAbandoned(aside)) rmSync(aside, { recursive: true, force: true });
  else renameSync(aside, path);
  return false;
}

function isAbandoned(path) {
  try {
    const holders = readdirSync(path);
    if (holders.length === 0) return Date.now() - statSync(path).mtimeMs > NEWBORN_MS;
    return holders.every((pid) => !isAlive(Number(pid)));
  } catch {
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
