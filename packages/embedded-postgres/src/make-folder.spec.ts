import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeFolder } from './make-folder.ts';

it('makes a folder and those above it, and leaves one that is there', async () => {
  const place = await mkdtemp(join(tmpdir(), 'ledger-folder-'));
  await makeFolder(join(place, 'a', 'b', 'c'));
  await makeFolder(join(place, 'a', 'b', 'c'));
  expect(existsSync(join(place, 'a', 'b', 'c'))).toBe(true);
  await rm(place, { recursive: true });
});

it('fails where the system lets nobody make one', async () => {
  await expect(makeFolder('/proc/nowhere/at/all')).rejects.toThrow();
});
