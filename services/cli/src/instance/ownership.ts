import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Lock, tryLock } from '@ledger/embedded-postgres';
import { z } from 'zod';
import { EnvironmentFault } from './environment-fault.ts';

/** What the owner of a data directory tells those who join it. Holds a password: 0600. */
const instanceRecord = z.object({
  pid: z.int().positive(),
  startedAt: z.string(),
  databaseUrl: z.string(),
  eventStoreUrl: z.string(),
});
export type InstanceRecord = z.infer<typeof instanceRecord>;

/** The right to run the parts of a data directory, held by one process at a time. */
export interface Ownership {
  /** Others may join from now on. Durable: written whole or not at all. */
  publish(record: InstanceRecord): Promise<void>;
  /** Nobody joins any more. */
  retract(): Promise<void>;
  /** Resolves when no process that joined lives any more. */
  guestsGone(): Promise<void>;
  release(): void;
}

/** A place at the table of another process's instance. */
export interface Visit {
  readonly record: InstanceRecord;
  leave(): void;
}

const RECORD = 'instance.json';
const OWNER_LOCK = 'owner.lock';
const GUESTS = 'guests';
const POLL_MS = 100;
/** Starting may mean to make a cluster or to recover one. */
const READY_MS = 120_000;
/** Guests look whether there is an owner by trying its lock, for an instant: one look is not enough to be refused. */
const LOOKS = 5;

let visits = 0;

/**
 * Takes the data directory for this process, or returns undefined when another one has it.
 *
 * The lock, not the record, tells who owns: the kernel releases it at the owner's death, so a record
 * that a killed owner left behind misleads nobody.
 */
export async function takeOwnership(dataDirectory: string): Promise<Ownership | undefined> {
  const lock = await tryOften(join(dataDirectory, OWNER_LOCK));
  if (lock === undefined) return undefined;
  const path = join(dataDirectory, RECORD);
  const retract = () => rm(path, { force: true });
  try {
    await retract();
    await mkdir(join(dataDirectory, GUESTS), { recursive: true });
  } catch (error) {
    lock.release();
    throw error;
  }
  return {
    publish: (record) => writeWhole(path, `${JSON.stringify(record)}\n`),
    retract,
    guestsGone: () => guestsGone(join(dataDirectory, GUESTS)),
    release: () => lock.release(),
  };
}

/**
 * Joins the instance that another process runs on the data directory, waiting until it is ready.
 *
 * Shape:  undefined when that process gave the directory up meanwhile.
 * Errors: `INSTANCE_NOT_READY`.
 */
export async function joinInstance(dataDirectory: string): Promise<Visit | undefined> {
  for (let waited = 0; waited < READY_MS; waited += POLL_MS) {
    // Present before the record is read: an owner that stops retracts it first, then waits for those present.
    const presence = await enter(join(dataDirectory, GUESTS));
    const record = await readRecord(dataDirectory);
    if (record !== undefined && isAlive(record.pid)) return { record, leave: presence.release };
    presence.release();
    if (!isOwned(dataDirectory)) return undefined;
    await sleep(POLL_MS);
  }
  throw new EnvironmentFault(
    'INSTANCE_NOT_READY',
    `Another process has been starting the ledger in ${dataDirectory} for ${READY_MS / 1000} seconds without being ready: look at its output, or stop it and try again.`,
  );
}

/** The record of the process that owns the directory now; undefined while it is starting or when nobody does. */
export async function readRecord(dataDirectory: string): Promise<InstanceRecord | undefined> {
  const text = await readFile(join(dataDirectory, RECORD), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = instanceRecord.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
}

async function tryOften(path: string): Promise<Lock | undefined> {
  for (let look = 1; look < LOOKS; look += 1) {
    const lock = tryLock(path);
    if (lock !== undefined) return lock;
    await sleep(POLL_MS / LOOKS);
  }
  return tryLock(path);
}

function isOwned(dataDirectory: string): boolean {
  const lock = tryLock(join(dataDirectory, OWNER_LOCK));
  lock?.release();
  return lock === undefined;
}

async function enter(folder: string): Promise<Lock> {
  await mkdir(folder, { recursive: true });
  visits += 1;
  const lock = tryLock(join(folder, `${process.pid}-${visits}.lock`));
  if (lock === undefined) throw new Error(`process ${process.pid} is counted twice in ${folder}`);
  return lock;
}

async function guestsGone(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter((name) => name.endsWith('.lock'))) {
    let lock = tryLock(join(folder, name));
    while (lock === undefined) {
      await sleep(POLL_MS);
      lock = tryLock(join(folder, name));
    }
    await rm(join(folder, name), { force: true });
    lock.release();
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
