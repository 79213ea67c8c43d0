import { randomUUID } from 'node:crypto';
import { link, open, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Files being written bear names that begin so; one that is left over says nothing. */
export const UNFINISHED = '.unfinished-';

/**
 * The file is there with this text, whole, and was not there before.
 *
 * Shape:   false when a file of this name was there; it is left as it was.
 * Errors:  what the file system throws; then the file may be there, whole, and not survive a power cut.
 * Durable: when it returns true, file and directory are on the disk.
 */
export async function createDurably(path: string, text: string): Promise<boolean> {
  const directory = dirname(path);
  const unfinished = join(directory, `${UNFINISHED}${randomUUID()}`);
  const file = await open(unfinished, 'wx', 0o600);
  try {
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    // A link, where a rename would replace what another process has put there meanwhile.
    await link(unfinished, path);
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await unlink(unfinished);
  }
  const folder = await open(directory, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
  return true;
}

/** Whether the file system threw this. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
