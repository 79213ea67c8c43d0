import { setTimeout as sleep } from 'node:timers/promises';
import { startNodeProcess } from '@ledger/embedded-node/testing';
import type { Scene } from '../fault.ts';
import { append } from '../node-writer.ts';

const WRITER_SESSION = 'embedded-node writer';

/** The PostgreSQL process that serves the session of the node's writer. */
export async function writerBackend({ node }: Scene): Promise<number> {
  const [row] = await node.query(
    'SELECT pid FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database() ORDER BY backend_start DESC',
    [WRITER_SESSION],
  );
  if (row === undefined) throw new Error('the node has no session in PostgreSQL');
  return Number(row['pid']);
}

/** The process stands still for so long, as on a machine that is suspended or starved. */
async function pause(pid: number, ms: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  try {
    await sleep(ms);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

/** The node stands still: longer than the clients' keep-alive, so that they have given it up when it goes on. */
export async function pauseNode(scene: Scene): Promise<void> {
  await pause(scene.node.node().pid, 14_000 + scene.chance.below(12_000));
  scene.over();
}

/** The session that holds the lock stands still in PostgreSQL: longer than the node waits for a statement. */
export async function pauseWriterSession(scene: Scene): Promise<void> {
  await pause(await writerBackend(scene), 11_000 + scene.chance.below(3_000));
  scene.over();
}

/** A second node is started on the database of the first: it must refuse, and the first must not notice. */
export async function startSecond(scene: Scene): Promise<void> {
  const { node, complain } = scene;
  const pid = node.node().pid;
  const second = await startNodeProcess(node.database()).catch((error: unknown) => String(error));
  if (typeof second !== 'string') {
    await second.stop();
    complain('a second node has begun to work on the same database');
  } else if (!second.includes('NODE_ALREADY_RUNNING')) {
    complain(`a second node gave another reason than that one is running: ${second}`);
  }
  if (node.node().pid !== pid) complain('the first node ended when the second was started');
}

const LATE_APPENDS = 20;
const LATE_MS = 4_000;
const SECOND_WORKS_MS = 1_500;

/**
 * The node stands still, loses its lock, and another node takes the database over; then the first goes on, with appends in its ears. It must
 * write nothing, and must take the database back by itself when the second has ended.
 */
export async function fencePaused(scene: Scene): Promise<void> {
  const { node, writer, recorder, complain } = scene;
  const first = node.node();
  process.kill(first.pid, 'SIGSTOP');
  let awake = false;
  const wake = (): void => {
    if (!awake) process.kill(first.pid, 'SIGCONT');
    awake = true;
  };
  try {
    const late = Array.from({ length: LATE_APPENDS }, (_, index) =>
      // What the first node took in before it stood still, or while: it must not be acknowledged by it.
      append(
        { ...writer, name: `late ${index}` },
        { stream: `late-${index}`, behind: 'any', count: 1 },
        LATE_MS,
      ),
    );
    await node.query('SELECT pg_terminate_backend($1::int)', [await writerBackend(scene)]);
    const second = await startNodeProcess(node.database());
    const before = recorder.history.length;
    node.clientWire.leadTo(second.port);
    node.clientWire.reset();
    await sleep(SECOND_WORKS_MS);
    const epoch = await epochOf(scene);
    wake();
    const answers = await Promise.all(late);
    await sleep(SECOND_WORKS_MS);
    if ((await epochOf(scene)) !== epoch) complain('the first node has begun an epoch beside the second');
    if (!recorder.history.slice(before).some(({ kind }) => kind === 'ok'))
      complain(
        `nothing was acknowledged by the second node; late appends: ${answers.map(({ outcome }) => outcome)}`,
      );
    await second.stop();
    node.clientWire.leadTo(first.port);
    node.clientWire.reset();
    scene.over();
  } finally {
    wake();
  }
}

async function epochOf({ node }: Scene): Promise<string> {
  const [row] = await node.query('SELECT epoch FROM node.writer');
  return String(row?.['epoch']);
}
