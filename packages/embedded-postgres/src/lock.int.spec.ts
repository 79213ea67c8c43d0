import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryLock, withLock } from './lock.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  path = join(folder, 'a.lock');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('a lock', () => {
  it('has one holder, and is free again after its release', () => {
    const lock = tryLock(path);
    expect(lock).toBeDefined();
    expect(tryLock(path)).toBeUndefined();
    lock?.release();
    lock?.release();
    const next = tryLock(path);
    expect(next).toBeDefined();
    next?.release();
  });

  it('lets work under it happen one after the other', async () => {
    let inside = 0;
    const seen: number[] = [];
    const work = async () => {
      inside += 1;
      seen.push(inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
    };
    await Promise.all([withLock(path, work), withLock(path, work), withLock(path, work)]);
    expect(seen).toEqual([1, 1, 1]);
  });

  it('is free after work that failed', async () => {
    await expect(withLock(path, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await withLock(path, async () => 'done')).toBe('done');
  });

  it('that cannot be made fails as any other file would', () => {
    expect(() => tryLock('/dev/null/a.lock')).toThrow(expect.objectContaining({ code: 'EACCES' }));
  });

  it('is held against other processes, and dies with its holder', async () => {
    const script = `const { tryLock } = await import(${JSON.stringify(join(import.meta.dirname, 'lock.ts'))});
      globalThis.held = tryLock(${JSON.stringify(path)}); console.log('held'); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    expect(tryLock(path)).toBeUndefined();
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const lock = tryLock(path);
    expect(lock).toBeDefined();
    lock?.release();
  });
});
