import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const KIB = 1024;

/** Resident memory of a process. Units: MiB. Errors: rejects when there is no such process. */
export async function residentMib(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) / KIB;
}
