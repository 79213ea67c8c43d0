import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Scene } from '../fault.ts';
import type { NodeUnderTest } from '../node-under-test.ts';
import { append } from '../node-writer.ts';
import { writerBackend } from './processes.ts';

/** The power of the machine is cut in the middle of the writing; after a moment it comes back. */
export async function cutPower({ node, over }: Scene): Promise<void> {
  await node.disk.cutPower();
  await node.powerOff();
  await node.disk.restorePower();
  over();
  node.powerOn();
}

/**
 * A power cut at a moment when the kernel has written the newest checkpoint's place, and not the log in which the checkpoint stands: without
 * fsync nothing keeps the order. No cluster starts from that.
 */
export async function cutPowerOutOfOrder(scene: Scene): Promise<void> {
  const { node } = scene;
  await node.query('CHECKPOINT');
  const control = await open(join(node.folder, 'postgres', 'cluster', 'global', 'pg_control'), 'r+');
  await control.datasync();
  await control.close();
  await cutPower(scene);
}

const ATTACHED = /attached/;
const CALLS_BEFORE = 5;
const EIO_MS = 20_000;

/** The disk reports an error when the write-ahead log is to be made durable: the n-th call of the session, by chance. */
export async function failSync(scene: Scene): Promise<void> {
  const { chance, complain } = scene;
  const backend = await writerBackend(scene);
  const inject = `fdatasync:error=EIO:when=${1 + chance.below(CALLS_BEFORE)}`;
  const strace = spawn('strace', ['-p', String(backend), '-e', 'trace=fdatasync', '-e', `inject=${inject}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  strace.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = once(strace, 'exit');
  const gone = await Promise.race([ended.then(() => true), sleep(EIO_MS, false)]);
  if (!gone) strace.kill();
  await ended;
  scene.over();
  if (!ATTACHED.test(said)) complain(`strace could not attach: ${said.trim()}`);
  else if (!said.includes('INJECTED')) complain(`no call was made to fail: ${said.trim().slice(-200)}`);
}

const ANSWER_MS = 7_000;
const FULL_MS = 6_000;
const LINES_MOST = 40;
const PROBES = 60;
const RESTARTS_MOST = 12;
const LOG_FULL_MS = 12_000;
/** More than a disk of the campaign has room for. */
const SEGMENTS_MOST = 20;

/** The disk of the tables is full: appends are refused with a reason, quietly, until there is room again. */
export async function fillHeap({ node, writer, over, complain }: Scene): Promise<void> {
  await node.disk.fill();
  let why: string | undefined;
  for (let probe = 0; probe < PROBES && why === undefined; probe++) {
    const began = performance.now();
    const answer = await append(writer, { stream: `full-${probe % 3}`, behind: 'any', count: 5 }, 1);
    if (answer.outcome === 'ok') continue;
    why = answer.why;
    if (performance.now() - began > ANSWER_MS)
      complain(`a refusal took ${Math.round(performance.now() - began)} ms`);
  }
  if (why === undefined) complain('the disk did not get full');
  else if (!/unavailable.*(disk|space)/i.test(why)) complain(`the refusal does not name the disk: ${why}`);
  const lines = node.said().length;
  await sleep(FULL_MS);
  const more = node.said().length - lines;
  if (more > LINES_MOST) complain(`${more} lines were logged in ${FULL_MS} ms of a full disk`);
  await node.disk.makeRoom();
  over();
}

/** The disk of the write-ahead log is full: PostgreSQL ends, is started again with growing pauses, and stays when there is room. */
export async function fillLog({ node, over, complain }: Scene): Promise<void> {
  const before = countRestarts(node);
  await node.disk.fill();
  await useUpSegments(node);
  await sleep(LOG_FULL_MS);
  const restarts = countRestarts(node) - before;
  if (restarts === 0) complain('the write-ahead log did not get full');
  if (restarts > 2 * RESTARTS_MOST) complain(`${restarts} lines of restarts in ${LOG_FULL_MS} ms`);
  await node.disk.makeRoom();
  over();
}

function countRestarts(node: NodeUnderTest): number {
  return node.said().filter((line) => /^PostgreSQL (does not start|runs again|ended)/.test(line)).length;
}

/** Segments that PostgreSQL keeps for later have room on a full disk too: it is sent from one to the next until it ends. */
async function useUpSegments({ database, disk }: NodeUnderTest): Promise<void> {
  const session = new pg.Client({ connectionString: database() });
  session.on('error', () => undefined);
  try {
    await session.connect();
    for (let segment = 0; segment < SEGMENTS_MOST; segment++) {
      // A segment in which nothing stands is not left.
      await session.query('SELECT pg_logical_emit_message(true, $1::text, $2::text), pg_switch_wal()', [
        'chaos',
        'full',
      ]);
      await disk.fill();
    }
  } catch {
    // The session ends with the server.
  } finally {
    await session.end().catch(() => undefined);
  }
}
