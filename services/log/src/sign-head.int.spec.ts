import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newestForm } from '@ledger/event-log';
import { openSession, verify } from '@ledger/projection-engine';
import { storeSource } from '@ledger/projector';
import { appendFiles, demoFiles, openStore } from '@ledger/projector/testing';
import {
  formatVerifierKey,
  grow,
  type OpenedCheckpoint,
  openCheckpoint,
  parseVerifier,
  toHex,
} from '@ledger/transparency-log';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  appendAndProject,
  ORIGIN,
  openSigningLedger,
  type SigningLedger,
} from '../testing/signing-ledger.ts';
import { newestPublished } from './published.ts';

let ledger: SigningLedger;
beforeEach(async () => {
  ledger = await openSigningLedger();
});
afterEach(async () => {
  await ledger.close();
});

async function publishedHead(): Promise<OpenedCheckpoint['checkpoint'] | undefined> {
  const published = await newestPublished(ledger.session);
  if (published === undefined) return undefined;
  return openCheckpoint(published.checkpoint, [parseVerifier(formatVerifierKey(ledger.key.key))]).checkpoint;
}

/** Nothing more is published than before, and nothing else is remembered. */
async function expectStopped(
  reason: string,
  change: Parameters<SigningLedger['sign']>[0] = {},
): Promise<void> {
  const before = [await publishedHead(), await readdir(ledger.directory)];
  expect(await ledger.sign(change)).toMatchObject({ kind: 'stopped', reason });
  expect([await publishedHead(), await readdir(ledger.directory)]).toEqual(before);
}

describe('the log', () => {
  it('signs the empty tree, then every tree that has grown, with the root that a verification computes', async () => {
    expect(await ledger.sign()).toEqual({ kind: 'signed', size: 0 });
    for (let round = 0; round < 3; round += 1) {
      await ledger.grow(2);
      const outcome = await ledger.sign();
      const { position, root } = await verify({ databaseUrl: ledger.databaseUrl, newestForm });
      expect(outcome).toEqual({ kind: 'signed', size: position });
      const head = await publishedHead();
      expect(head).toMatchObject({ origin: ORIGIN, size: position, extensions: [] });
      expect(toHex(head?.root ?? new Uint8Array())).toBe(root);
      expect(await ledger.sign()).toEqual({ kind: 'unchanged', size: position });
    }
  });

  it('remembers what it signs before it is published, and publishes it when it died in between', async () => {
    await ledger.sign();
    await ledger.grow();
    // Dies where the checkpoint would be published.
    const dying = {
      query: async (text: string, values?: readonly unknown[]) => {
        if (text.startsWith('INSERT INTO log.signed')) throw new Error('killed');
        return await ledger.session.query<never>(text, values);
      },
    };
    await expect(ledger.sign({ sql: dying })).rejects.toThrow('killed');
    const remembered = await ledger.heads.newest();
    expect((await publishedHead())?.size).toBe(0);
    expect(remembered?.frontier.size).toBeGreaterThan(0);
    expect(await ledger.sign()).toEqual({ kind: 'signed', size: remembered?.frontier.size });
  });
});

describe('a bit that turned', () => {
  const turned: readonly [string, string, string, string][] = [
    [
      'in what the tree grows from',
      'UPDATE ledger.tree SET peaks = set_bit(peaks, 100, 1 - get_bit(peaks, 100))',
      'UPDATE ledger.tree SET peaks = set_bit(peaks, 100, 1 - get_bit(peaks, 100))',
      'other-tree',
    ],
    [
      'in a tile',
      'UPDATE ledger.tile SET hashes = set_bit(hashes, octet_length(hashes) * 8 - 9, 1 - get_bit(hashes, octet_length(hashes) * 8 - 9)) WHERE level = 0',
      'UPDATE ledger.tile SET hashes = set_bit(hashes, octet_length(hashes) * 8 - 9, 1 - get_bit(hashes, octet_length(hashes) * 8 - 9)) WHERE level = 0',
      'tiles-differ',
    ],
    [
      'in an event that no checkpoint covers yet',
      `UPDATE ledger.journal SET type = type || 'x' WHERE position = (SELECT size FROM ledger.tree)`,
      `UPDATE ledger.journal SET type = left(type, -1) WHERE position = (SELECT size FROM ledger.tree)`,
      'other-tree',
    ],
    [
      'in the number of an event, so that it is missing',
      `UPDATE ledger.journal SET position = position + 4096 WHERE position = (SELECT size FROM ledger.tree)`,
      `UPDATE ledger.journal SET position = position - 4096 WHERE position > 4096`,
      'leaves-missing',
    ],
  ];

  it.each(turned)('%s is noticed before anything is signed', async (_, turn, turnBack, reason) => {
    await ledger.grow();
    await ledger.sign();
    await ledger.grow();
    await ledger.session.query(turn);
    await expectStopped(reason);
    await ledger.session.query(turnBack);
    expect(await ledger.sign()).toMatchObject({ kind: 'signed' });
  });

  it('in the file that says what was signed last is noticed, wherever it is', async () => {
    await ledger.grow();
    await ledger.sign();
    await ledger.grow();
    const [name = ''] = await readdir(ledger.directory);
    const whole = await readFile(join(ledger.directory, name));
    for (let bit = 0; bit < 8 * whole.length; bit += 37) {
      const spoilt = Buffer.from(whole);
      spoilt[bit >> 3] = (spoilt[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await writeFile(join(ledger.directory, name), spoilt);
      expect(await ledger.sign(), `bit ${bit}`).toMatchObject({ kind: 'stopped', reason: 'memory-damaged' });
    }
    await writeFile(join(ledger.directory, name), whole);
    expect(await ledger.sign()).toMatchObject({ kind: 'signed' });
  });
});

describe('a clock that went back', () => {
  it('signs nothing with an earlier time, and goes on when it is right again', async () => {
    await ledger.grow();
    await ledger.sign();
    await ledger.grow();
    ledger.nowMs -= 1;
    await expectStopped('clock-went-back');
    ledger.nowMs += 1;
    expect(await ledger.sign()).toMatchObject({ kind: 'signed' });
  });
});

describe('an old backup of the database', () => {
  it('is not signed while it is behind, and is when it has caught up with the same store', async () => {
    await ledger.grow(2);
    await ledger.sign();
    const backup = await ledger.backUp();
    await ledger.grow(2);
    await ledger.sign();
    const before = await publishedHead();
    await ledger.restore(backup);
    await expectStopped('smaller-than-signed');
    await ledger.restore(backup, ledger.store);
    await ledger.grow(1);
    expect(await ledger.sign()).toMatchObject({ kind: 'signed' });
    expect((await publishedHead())?.size).toBeGreaterThan(before?.size ?? 0);
  });

  it('that went on with other events is never signed', async () => {
    const files = await demoFiles();
    await ledger.grow(2);
    await ledger.sign();
    const backup = await ledger.backUp();
    await ledger.grow(2);
    await ledger.sign();
    // The store was put back from its old backup as well, and went on elsewhere.
    const other = await openStore();
    try {
      await appendFiles(other.eventLog, files.slice(0, 2));
      await ledger.restore(backup, other);
      await appendAndProject(ledger.session, other, files.slice(5, 8));
      await expectStopped('other-tree', { source: storeSource(other.eventLog) });
    } finally {
      await ledger.restore(backup);
      await other.close();
    }
  });
});

describe('the memory of what was signed', () => {
  it('that is gone lets nothing be signed', async () => {
    await ledger.grow();
    await ledger.sign();
    await ledger.grow();
    for (const file of await readdir(ledger.directory)) await rm(join(ledger.directory, file));
    await expectStopped('memory-missing');
  });

  it('put back from an older copy is bound by what was published since', async () => {
    await ledger.grow();
    await ledger.sign();
    await ledger.grow();
    await ledger.sign();
    const newest = await ledger.heads.newest();
    await rm(join(ledger.directory, 'signed-head-000000000002'));
    await ledger.grow();
    const forged = await ledger.session.query<{ checkpoint: string }>(
      'SELECT checkpoint FROM log.signed WHERE size = $1',
      [newest?.frontier.size],
    );
    const write = (checkpoint: string | undefined) =>
      ledger.session.query('UPDATE log.signed SET checkpoint = $2 WHERE size = $1', [
        newest?.frontier.size,
        checkpoint,
      ]);
    const lines = forged[0]?.checkpoint.split('\n') ?? [];
    // As if something else had been published under the size that is not remembered.
    await write(lines.with(2, `${'A'.repeat(43)}=`).join('\n'));
    expect(await ledger.sign()).toMatchObject({ kind: 'stopped', reason: 'other-tree' });
    await write(forged[0]?.checkpoint);
    expect(await ledger.sign()).toMatchObject({ kind: 'signed' });
  });

  it('of another log is not taken for this one', async () => {
    await ledger.heads.replace(undefined, {
      origin: 'ledger.example/another',
      frontier: grow({ size: 0 as never, peaks: [] }, []).frontier,
      signedAtMs: 0,
    });
    await expectStopped('another-origin');
  });
});

describe('a store', () => {
  it('that has lost the last events stops the log with a sentence', async () => {
    const files = await demoFiles();
    await ledger.grow(2);
    await ledger.sign();
    await ledger.grow(1);
    const shorter = await openStore();
    try {
      await appendFiles(shorter.eventLog, files.slice(0, 2));
      const source = storeSource(shorter.eventLog);
      expect(await ledger.sign({ source })).toMatchObject({
        kind: 'stopped',
        reason: 'store-shorter',
        sentence: expect.stringMatching(/ends before the journal does/),
      });
      await expectStopped('store-shorter', { source });
    } finally {
      await shorter.close();
    }
  });

  it('that is another one stops the log with a sentence', async () => {
    const files = await demoFiles();
    await ledger.grow(2);
    const another = await openStore();
    try {
      await appendFiles(another.eventLog, files.slice(3, 5));
      await expectStopped('store-differs', { source: storeSource(another.eventLog) });
    } finally {
      await another.close();
    }
  });
});

describe('two processes that sign at once', () => {
  it('never publish two checkpoints of which neither extends the other', async () => {
    for (let round = 0; round < 4; round += 1) {
      await ledger.grow();
      const sessions = await Promise.all([1, 2, 3].map(() => openSession(ledger.databaseUrl, 'signer')));
      const outcomes = await Promise.all(sessions.map((sql) => ledger.sign({ sql })));
      await Promise.all(sessions.map((session) => session.close()));
      expect(outcomes.map(({ kind }) => kind)).toContain('signed');
      expect((await publishedHead())?.size).toBe((await ledger.heads.newest())?.frontier.size);
    }
  });
});
