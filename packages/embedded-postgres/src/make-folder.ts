import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from './embedded-postgres-error.ts';

/**
 * The folder and those above it exist; one that exists already is left as it is.
 *
 * Node's own recursive mkdir never returns where the parent is there and still answers ENOENT, as /proc does.
 *
 * Errors: the system's own, with its code.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path);
  }
}
