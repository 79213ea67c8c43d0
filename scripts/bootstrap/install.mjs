import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentFault } from './environment-fault.mjs';
import { holdingLock } from './install-lock.mjs';
import { Progress } from './progress.mjs';

const PNPM = 'pnpm@12.21.0';
const LINES_SHOWN = 12;

/**
 * node_modules holds what the lockfile says; when it did already, nothing is run and no network asked.
 *
 * Errors: `EnvironmentFault` when the folder cannot be written or pnpm fails; the whole log is in a file.
 */
export async function ensureInstalled(root) {
  const modules = join(root, 'node_modules');
  const stamp = join(modules, '.ledger-installed');
  const wanted = fingerprint(root);
  if (readOrNothing(stamp) === wanted) return;
  try {
    mkdirSync(modules, { recursive: true });
    await holdingLock(join(modules, '.ledger-installing'), async (shareWith) => {
      // Whoever held the lock before us may have done it.
      if (readOrNothing(stamp) === wanted) return;
      rmSync(stamp, { force: true });
      await install(root, join(modules, '.ledger-install.log'), shareWith);
      writeFileSync(stamp, wanted);
    });
  } catch (error) {
    if (error.syscall === undefined) throw error;
    throw new EnvironmentFault(
      `The packages cannot be installed in ${modules} (${error.code}): give this user room and the right to write there.`,
    );
  }
}

/** What an installation depends on: the exact versions, what may be built, and the machine. */
function fingerprint(root) {
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, file)));
  return hash.update(`${PNPM} ${process.platform}-${process.arch}`).digest('hex');
}

async function install(root, logFile, shareWith) {
  const progress = new Progress('installing packages');
  const log = createWriteStream(logFile);
  const child = spawn('npx', ['--yes', PNPM, 'install', '--frozen-lockfile', '--reporter=append-only'], {
    cwd: root,
    // Nobody is there to answer a question.
    env: { ...process.env, CI: 'true', npm_config_update_notifier: 'false', npm_config_fund: 'false' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) shareWith(child.pid);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      log.write(text);
      const counted = /Progress: ([^\n]*)/.exec(text);
      if (counted !== null) progress.say(counted[1]);
    });
  }
  const outcome = await new Promise((resolve) => {
    child.once('error', (error) => resolve(`npx does not start (${error.code})`));
    child.once('close', (code) => resolve(code === 0 ? undefined : `pnpm ended with exit code ${code}`));
  });
  await new Promise((resolve) => log.end(resolve));
  if (outcome === undefined) return progress.done();
  progress.failed();
  for (const line of readOrNothing(logFile).trim().split('\n').slice(-LINES_SHOWN)) console.error(line);
  throw new EnvironmentFault(
    `The packages could not be installed (${outcome}): see above why, most often the npm registry cannot be reached, then run the command again; the whole log is in ${logFile}.`,
  );
}

function readOrNothing(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
