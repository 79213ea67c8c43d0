import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMPTY_FRONTIER, formatSigningKey, formatVerifierKey } from '@ledger/transparency-log';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SignedHeads } from './signed-heads.ts';
import { openSigningKey } from './signing-key.ts';

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ledger-key-'));
  path = join(directory, 'signing-key');
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

describe("a log's key", () => {
  it('is made once, for nobody else to read, and is the same ever after', async () => {
    const first = await openSigningKey(directory);
    expect(first.name).toMatch(/^ledger\.local\/[0-9a-f]{8}$/);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(formatVerifierKey((await openSigningKey(directory)).key)).toBe(formatVerifierKey(first.key));
  });

  it('is one for all processes that ask for the first time at once', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => openSigningKey(directory)));
    expect(new Set(keys.map(({ key }) => formatVerifierKey(key))).size).toBe(1);
  });

  it('is made for the origin that is asked for, and signs for no other', async () => {
    expect((await openSigningKey(directory, 'ledger.example/north')).name).toBe('ledger.example/north');
    await expect(openSigningKey(directory, 'ledger.example/south')).rejects.toMatchObject({
      code: 'KEY_OF_ANOTHER_LOG',
    });
  });

  const unsafe: readonly [string, () => Promise<void>][] = [
    ['the group can read', () => chmod(path, 0o640)],
    ['anyone can read', () => chmod(path, 0o604)],
    ['anyone can write', () => chmod(path, 0o602)],
    [
      'is a link',
      async () => {
        await rename(path, `${path}.elsewhere`);
        await symlink(`${path}.elsewhere`, path);
      },
    ],
  ];
  it.each(unsafe)('that %s is refused with a sentence', async (_, spoil) => {
    await openSigningKey(directory);
    await spoil();
    await expect(openSigningKey(directory)).rejects.toMatchObject({
      code: 'KEY_FILE_UNSAFE',
      message: expect.stringContaining(path),
    });
  });

  it('that is gone is not replaced when the log has signed before', async () => {
    await openSigningKey(directory);
    const head = { origin: 'ledger.local/x', frontier: EMPTY_FRONTIER, signedAtMs: 0 };
    await new SignedHeads(directory).replace(undefined, head);
    await rm(path);
    await expect(openSigningKey(directory)).rejects.toMatchObject({ code: 'KEY_MISSING' });
  });

  it('is not repeated by any sentence about it', async () => {
    const text = formatSigningKey('ledger.example/x', randomBytes(32));
    for (const spoilt of [
      text.slice(0, -1),
      `${text}A`,
      text.replace('+KEY+', '+KEY '),
      text.replace(/=*$/, ''),
    ]) {
      await writeFile(path, spoilt, { mode: 0o600 });
      const error = await openSigningKey(directory).then(
        () => undefined,
        (thrown: Error) => thrown,
      );
      const secret = text.split('+').at(-1) ?? '';
      if (error === undefined) expect(await readFile(path, 'utf8')).toBe(text);
      else expect(`${error.message}${error.stack}`).not.toContain(secret.slice(0, 12));
    }
  });
});

describe('the heads a log has signed', () => {
  const head = (size: number) => ({
    origin: 'ledger.example/x',
    frontier: { size: size as never, peaks: [] },
    signedAtMs: size,
  });

  it('are replaced by one of those who want to at once', async () => {
    const all = Array.from({ length: 6 }, () => new SignedHeads(directory));
    for (let round = 0; round < 40; round += 1) {
      const before = round === 0 ? undefined : round;
      const won = await Promise.all(all.map((heads, at) => heads.replace(before, head(round * 10 + at))));
      expect(won.filter(Boolean)).toHaveLength(1);
      const newest = await all[0]?.newest();
      expect(newest?.number).toBe(round + 1);
      expect(newest?.signedAtMs).toBe(round * 10 + won.indexOf(true));
    }
  });

  it('are not replaced by one who was asleep for long', async () => {
    const heads = new SignedHeads(directory);
    for (let number = 0; number < 40; number += 1)
      expect(await heads.replace(number === 0 ? undefined : number, head(number))).toBe(true);
    // The name is free again: it was cleared away long ago.
    expect(await heads.replace(3, head(1_000))).toBe(false);
    expect(await heads.newest()).toMatchObject({ number: 40, signedAtMs: 39 });
  });

  it('are not touched by what was left half written', async () => {
    const heads = new SignedHeads(directory);
    await heads.replace(undefined, head(1));
    await writeFile(join(directory, '.unfinished-x'), '{"for');
    expect(await heads.newest()).toMatchObject({ number: 1 });
    await heads.tidy();
    await expect(stat(join(directory, '.unfinished-x'))).rejects.toThrow('ENOENT');
  });
});
