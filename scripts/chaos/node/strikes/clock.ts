import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '../fault.ts';
import { libfaketime } from '../needs.ts';

/** By how much the node's clock is wrong, one strike after the other: seconds, a day, over the turn of years. */
const JUMPS = ['+1s', '-1s', '+86400s', '-86400s', '-31622400s', '+31622400s', '+0s'] as const;
const JUMP_LASTS_MS = 1_500;

const fileIn = (folder: string): string => join(folder, 'clock');

/** What makes a process read a clock that `jump` moves; timers go on as they are. */
export async function movableClock(folder: string): Promise<Readonly<Record<string, string>>> {
  const library = libfaketime();
  if (library === undefined) throw new Error('libfaketime is not installed');
  await writeFile(fileIn(folder), '+0s');
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: fileIn(folder),
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}

/** The node's clock jumps and stays wrong for a while. */
export async function jump({ node, round }: Scene): Promise<void> {
  await writeFile(fileIn(node.folder), JUMPS[round % JUMPS.length] ?? '+0s');
  await sleep(JUMP_LASTS_MS);
}
