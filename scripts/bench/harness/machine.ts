import { execFile } from 'node:child_process';
import { availableParallelism, cpus, release, type as system, totalmem } from 'node:os';
import { promisify } from 'node:util';

const GIB = 1024 ** 3;

/** Where and of what a measurement was taken. */
export interface Circumstances {
  readonly at: string;
  readonly commit: string;
  readonly machine: string;
  readonly node: string;
  readonly postgres: string;
}

/** The circumstances of this moment; a checkout with changes says so beside its commit. */
export async function circumstances(postgres: string, now: Date): Promise<Circumstances> {
  return {
    at: now.toISOString(),
    commit: await commit(),
    machine: `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}, ${(totalmem() / GIB).toFixed(1)} GiB, ${system()} ${release()}`,
    node: process.version,
    postgres,
  };
}

async function commit(): Promise<string> {
  try {
    const [head, changes] = await Promise.all([
      git('rev-parse', '--short', 'HEAD'),
      git('status', '--porcelain'),
    ]);
    return changes === '' ? head : `${head} with changes`;
  } catch {
    return 'unknown: not a git checkout';
  }
}

async function git(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', [...args], { cwd: import.meta.dirname });
  return stdout.trim();
}
