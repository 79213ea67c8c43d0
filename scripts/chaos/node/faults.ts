import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Scene } from './fault.ts';
import { jump } from './strikes/clock.ts';
import { cutPower, cutPowerOutOfOrder, failSync, fillHeap, fillLog } from './strikes/disks.ts';
import { holdCommit } from './strikes/held-commit.ts';
import { fencePaused, pauseNode, pauseWriterSession, startSecond } from './strikes/processes.ts';
import { resumeEverywhere } from './strikes/resume.ts';
import { cutAfterBytes, halfOpen, reset } from './strikes/wires.ts';

/** So long that there are some hundreds of places to resume from, and not so many that it takes hours. */
const ENOUGH_PLACES_MS = 4_000;
const LOOK_EVERY_MS = 20;

/** The node first, then PostgreSQL, and so on. */
async function killInALittleWhile(scene: Scene): Promise<void> {
  const { node, round } = scene;
  await sleep(ENOUGH_PLACES_MS);
  if (round % 2 === 0) node.kill('node');
  else await killPostgres(scene);
}

/** Its sessions live on for a moment, and may acknowledge what came after the kill: the strike lasts until another server runs. */
async function killPostgres({ node }: Scene): Promise<void> {
  const { pid } = node.postgres();
  node.kill('postgres');
  while (node.postgres().pid === pid) await sleep(LOOK_EVERY_MS);
}

/** Everything that is done to the embedded node and its PostgreSQL while sixteen writers write. */
export const NODE_FAULTS: readonly Fault[] = [
  {
    name: 'kill-node',
    what: 'kill -9 of the node',
    times: 30,
    needs: [],
    disk: 'folder',
    strike: async ({ node }) => node.kill('node'),
  },
  {
    name: 'kill-postgres',
    what: 'kill -9 of PostgreSQL',
    times: 30,
    needs: [],
    disk: 'folder',
    strike: killPostgres,
  },
  {
    name: 'kill-both',
    what: 'kill -9 of both at one moment',
    times: 20,
    needs: [],
    disk: 'folder',
    strike: async (scene) => {
      const again = killPostgres(scene);
      scene.node.kill('node');
      await again;
    },
  },
  {
    name: 'power-cut',
    what: 'power cut: an ext4 that drops whatever was not made durable',
    times: 20,
    needs: ['root', 'mount namespace', 'loop device'],
    disk: 'ext4',
    strike: cutPower,
  },
  {
    name: 'power-cut-forgetful',
    what: 'control: power cut with fsync=off',
    times: 2,
    needs: ['root', 'mount namespace', 'loop device'],
    disk: 'ext4',
    forgetful: true,
    mustLose: true,
    strike: cutPower,
  },
  {
    name: 'power-cut-disordered',
    what: 'control: the same when the kernel has written a checkpoint’s place before the checkpoint; the database does not start again',
    times: 1,
    needs: ['root', 'mount namespace', 'loop device'],
    disk: 'ext4',
    restarts: 'as the product does',
    forgetful: true,
    mustLose: true,
    strike: cutPowerOutOfOrder,
  },
  {
    name: 'sync-error',
    what: 'fdatasync of the write-ahead log fails with EIO',
    times: 20,
    needs: ['root', 'strace'],
    disk: 'folder',
    strike: failSync,
  },
  {
    name: 'log-full',
    what: 'disk of the write-ahead log full for 12 s',
    times: 5,
    needs: ['root', 'mount namespace'],
    disk: 'small log',
    restarts: 'as the product does',
    strike: fillLog,
  },
  {
    name: 'heap-full',
    what: 'disk of the tables full for 6 s and longer',
    times: 5,
    needs: ['root', 'mount namespace'],
    disk: 'small heap',
    restarts: 'as the product does',
    strike: fillHeap,
  },
  {
    name: 'pause-node',
    what: 'node stopped for 14 to 26 s, then continued',
    times: 5,
    needs: [],
    disk: 'folder',
    strike: pauseNode,
  },
  {
    name: 'pause-session',
    what: 'PostgreSQL process of the writing session stopped for 11 to 14 s, then continued',
    times: 5,
    needs: [],
    disk: 'folder',
    strike: pauseWriterSession,
  },
  ...(['client', 'store'] as const).flatMap((wire): Fault[] => {
    const between = wire === 'client' ? 'between clients and node' : 'between node and PostgreSQL';
    return [
      {
        name: `reset-${wire}`,
        what: `connections reset ${between}`,
        times: 30,
        needs: [],
        disk: 'folder',
        strike: reset(wire),
      },
      {
        name: `cut-${wire}`,
        what: `connection reset in the middle of a message ${between}, after k bytes`,
        times: 30,
        needs: [],
        disk: 'folder',
        strike: cutAfterBytes(wire),
      },
      {
        name: `half-open-${wire}`,
        what: `connections half open for 11 to 17 s ${between}`,
        times: 5,
        needs: [],
        disk: 'folder',
        strike: halfOpen(wire),
      },
    ];
  }),
  {
    name: 'second-node',
    what: 'second node started on the same database',
    times: 10,
    needs: [],
    disk: 'folder',
    strike: startSecond,
  },
  {
    name: 'fenced-node',
    what: 'node stopped, its lock lost, another node takes over, the first goes on',
    times: 5,
    needs: [],
    disk: 'folder',
    strike: fencePaused,
  },
  {
    name: 'clock-jump',
    what: 'clock of the node jumps by seconds, a day, a year, back and forth',
    times: 14,
    needs: ['libfaketime'],
    disk: 'folder',
    movableClock: true,
    strike: jump,
  },
  {
    name: 'held-commit',
    what: 'commit held open for 4 s while 1 000 other appends arrive',
    times: 5,
    needs: [],
    disk: 'folder',
    strike: holdCommit(4_000),
  },
  {
    name: 'abandoned-commit',
    what: 'commit held open for 13 s, longer than the node waits',
    times: 5,
    needs: [],
    disk: 'folder',
    strike: holdCommit(13_000),
  },
  {
    name: 'resume-everywhere',
    what: 'subscriptions resumed from every event position and checkpoint of a run with two kills',
    times: 2,
    needs: [],
    disk: 'folder',
    pauseMs: 100,
    strike: killInALittleWhile,
    afterwards: resumeEverywhere,
  },
];
