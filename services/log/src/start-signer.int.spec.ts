import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeSource } from '@ledger/projector';
import { wait } from '@ledger/projector/testing';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSigningLedger, type SigningLedger, until } from '../testing/signing-ledger.ts';
import { newestPublished } from './published.ts';
import { readStanding } from './standing.ts';
import { type RunningSigner, startSigner } from './start-signer.ts';

let ledger: SigningLedger;
let directory: string;
let signers: RunningSigner[];
let said: string[];
beforeEach(async () => {
  ledger = await openSigningLedger();
  directory = await mkdtemp(join(tmpdir(), 'ledger-signer-'));
  signers = [];
  said = [];
});
afterEach(async () => {
  for (const signer of signers) await signer.stop();
  await ledger.close();
  await rm(directory, { recursive: true });
});

async function start(): Promise<RunningSigner> {
  const signer = await startSigner({
    databaseUrl: ledger.databaseUrl,
    source: storeSource(ledger.store.eventLog),
    directory: join(directory, 'log'),
    nowMs: () => ledger.nowMs,
    wait,
    log: pino({ level: 'debug' }, { write: (line: string) => said.push(line) }),
    everyMs: 20,
  });
  signers.push(signer);
  return signer;
}

async function signedSize(): Promise<number | undefined> {
  return (await newestPublished(ledger.session))?.size;
}

async function treeSize(): Promise<number> {
  return (await readStanding(ledger.session))?.size ?? 0;
}

const isSigned = async (): Promise<boolean> => (await signedSize()) === (await treeSize());

describe('a signer', () => {
  it('signs what is there when it starts and whatever comes, and another takes over when it ends', async () => {
    const [first, second] = [await start(), await start()];
    expect(second.vkey).toBe(first.vkey);
    await until(isSigned);
    await ledger.grow(2);
    await until(isSigned);
    await first.stop();
    await ledger.grow(2);
    await until(isSigned);
    expect(await readStanding(ledger.session)).toMatchObject({ lagSeconds: 0, stop: undefined });
  });

  it('that must not sign says so where doctor and metrics look, and goes on by itself when it may', async () => {
    await start();
    await ledger.grow();
    await until(isSigned);
    const signed = await signedSize();
    ledger.nowMs -= 60_000;
    await ledger.grow();
    await until(async () => (await readStanding(ledger.session))?.stop !== undefined);
    expect(await readStanding(ledger.session)).toMatchObject({
      signedSize: signed,
      stop: { reason: 'clock-went-back', sentence: expect.stringMatching(/set it right/) },
    });
    expect(said.filter((line) => line.includes('does not sign'))).toHaveLength(1);
    ledger.nowMs += 60_000;
    await until(isSigned);
    await until(async () => (await readStanding(ledger.session))?.stop === undefined);
  });

  it('that loses its database goes on when it is back', async () => {
    await start();
    await until(isSigned);
    await ledger.session.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ledger signer' AND datname = current_database()`,
    );
    await ledger.grow();
    await until(isSigned);
  });

  it('never says its key', async () => {
    await start();
    await ledger.grow();
    await until(isSigned);
    expect(said.join('')).not.toMatch(/PRIVATE|KEY\+/);
  });
});
