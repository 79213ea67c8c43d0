import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from './embedded-postgres-error.ts';

/**
 * The file holds exactly `text`, readable by its owner alone.
 *
 * Durable: after a crash at any moment the file has its old or its new text, never a part.
 */
export async function writeDurably(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.new`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  const directory = await open(dirname(path), 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** The text of a file, or undefined when there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
