import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreDBClient } from '@eventstore/db-client';
import { type Chance, chanceOf } from '../chance.ts';
import { check } from '../check.ts';
import type { HistoryEntry, LoggedEvent } from '../history.ts';
import { acknowledgedAgain } from '../nemesis.ts';
import { type Recorder, recordTo } from '../recorder.ts';
import { count, type FaultReport } from '../report.ts';
import type { Fault, Scene } from './fault.ts';
import { type FinalLog, readFinalLog } from './final-log.ts';
import { startForgetful } from './forgetful-postgres.ts';
import { type NodeSubscriber, subscribe } from './node-subscriber.ts';
import { eraseNode, type NodeUnderTest, startNodeUnderTest } from './node-under-test.ts';
import { keepWriting, type NodeWriter } from './node-writer.ts';
import { movableClock } from './strikes/clock.ts';

export interface NodeCampaign {
  /** Empty, and open to the user PostgreSQL runs as; what remains in it tells of a failed run. */
  readonly folder: string;
  readonly seed: number;
  /** Says on what the node stands. */
  readonly stage: Fault;
  /** One strike each, in this order, asked for one at a time; all must be possible on the stage. */
  readonly strikes: (chance: Chance) => Iterable<Fault>;
  /** How long each writer pauses after an append; by itself as long as the stage says. */
  readonly pauseMs?: number | undefined;
}

const WRITERS = 16;
/** Half of the writers have a stream of their own; the others fight for four, two each. */
const OWN_STREAMS = 8;
const SHARED_STREAMS = 4;
const CALM_MS = { least: 300, spread: 1_200 } as const;
const FIRST_APPENDS = 50;
const CATCH_UP_MS = 60_000;
const DISPOSE_MS = 1_000;
const POLL_MS = 50;
const NOTHING: FinalLog = { log: [], contradictions: [] };

/**
 * Sixteen writers append through the official client, subscribers follow and readers read, while one fault after the other strikes; then the
 * whole history is held against the log.
 *
 * Errors: when nothing is acknowledged again within a minute after a strike.
 */
export async function runNodeCampaign({
  folder,
  seed,
  stage,
  strikes,
  pauseMs = stage.pauseMs ?? 0,
}: NodeCampaign): Promise<FaultReport> {
  const recorder = recordTo(join(folder, 'history.jsonl'));
  const node = await startNodeUnderTest({
    folder,
    disk: stage.disk,
    restarts: stage.restarts ?? 'at once',
    environment: stage.movableClock === true ? await movableClock(folder) : {},
    ...(stage.forgetful === true && { onPostgres: startForgetful }),
  });
  const crowd = gather(node, recorder, seed, pauseMs);
  const complaints: string[] = [];
  const recoveries: number[] = [];
  let struck = 0;
  try {
    await crowd.atWork();
    const chance = chanceOf(seed);
    const scene = {
      node,
      chance,
      recorder,
      writer: crowd.extra,
      subscribers: crowd.subscribers,
      complain: (sentence: string) => complaints.push(sentence),
    };
    const strikeAll = async (): Promise<FinalLog> => {
      for (const fault of strikes(chance)) {
        await sleep(CALM_MS.least + chance.below(CALM_MS.spread));
        recoveries.push(await strikeOnce(fault, { ...scene, round: struck++ }));
      }
      await crowd.finishWriting();
      return await readFinalLog(node.url);
    };
    const final = await strikeAll().catch(async (error: unknown) => {
      const refusal = node.said().findLast((line) => line.startsWith('PostgreSQL does not start'));
      if (stage.mustLose !== true || refusal === undefined || (await node.postgres().alive())) throw error;
      // A control may lose more than events: a database that does not start again has lost them all.
      complaints.push(refusal);
      return NOTHING;
    });
    if (final !== NOTHING) await crowd.caughtUp(final.log, complaints);
    await stage.afterwards?.({ ...scene, round: struck, over: () => undefined });
    return {
      ...count(recorder.history, check(recorder.history, final.log, 'rising')),
      struck,
      recoveries,
      complaints: [...complaints, ...final.contradictions, ...node.said().filter(isDeathByItself)],
    };
  } finally {
    await crowd.leave();
    await node.stop();
    await recorder.close();
    await eraseNode(node);
  }
}

/** Units: milliseconds from the end of the fault until an append that began after it is acknowledged. */
async function strikeOnce(fault: Fault, scene: Omit<Scene, 'over'>): Promise<number> {
  const { recorder } = scene;
  let [from, at] = [recorder.history.length, recorder.now()];
  recorder.record({ kind: 'struck', fault: fault.name, at });
  await fault.strike({
    ...scene,
    over: () => {
      [from, at] = [recorder.history.length, recorder.now()];
    },
  });
  return Math.round((await acknowledgedAgain(recorder, from, fault.what)) - at);
}

/** Everybody who uses the node during a campaign. */
interface Crowd {
  readonly extra: NodeWriter;
  readonly subscribers: readonly NodeSubscriber[];
  atWork(): Promise<void>;
  finishWriting(): Promise<void>;
  caughtUp(log: readonly LoggedEvent[], complaints: string[]): Promise<void>;
  leave(): Promise<void>;
}

function gather(node: NodeUnderTest, recorder: Recorder, seed: number, pauseMs: number): Crowd {
  const clients: EventStoreDBClient[] = [];
  const newClient = (): EventStoreDBClient => {
    const client = EventStoreDBClient.connectionString(node.url as never);
    clients.push(client);
    return client;
  };
  const writers = Array.from(
    { length: WRITERS + 1 },
    (_, index): NodeWriter => ({
      name: `writer ${index}`,
      client: newClient(),
      recorder,
      chance: chanceOf(seed + index + 1),
      // A writer that sends much at once must not use the stream: the library does not survive its loss then.
      calls: index % 2 === 0 ? 'one each' : 'one stream',
    }),
  );
  const [extra, ...sixteen] = writers;
  if (extra === undefined) throw new Error('there are no writers');
  let writing = true;
  const work = Promise.all(
    sixteen.map((writer, index) => keepWriting(writer, [streamOf(index)], () => writing, pauseMs)),
  );
  const parts = [undefined, { prefix: 'shared-' }, { stream: streamOf(0) }] as const;
  const subscribers = parts.map((sees, index) =>
    subscribe({
      name: sees === undefined ? 'subscriber of all' : `subscriber of ${Object.values(sees)}`,
      sees,
      client: newClient(),
      recorder,
      chance: chanceOf(seed - index - 1),
    }),
  );
  const finishWriting = async (): Promise<void> => {
    writing = false;
    await work;
  };
  return {
    extra,
    subscribers,
    atWork: async () => {
      while (acknowledgedIn(recorder.history) < FIRST_APPENDS) await sleep(POLL_MS);
    },
    finishWriting,
    caughtUp: async (log, complaints) => {
      const deadline = recorder.now() + CATCH_UP_MS;
      for (const subscriber of subscribers) {
        const end = log.findLast(({ stream }) => belongs(stream, subscriber))?.position ?? 0;
        while (subscriber.at() < end && recorder.now() < deadline) await sleep(POLL_MS);
        if (subscriber.at() < end)
          complaints.push(`${subscriber.name} has not caught up in ${CATCH_UP_MS} ms`);
      }
    },
    leave: async () => {
      writing = false;
      await Promise.all(subscribers.map((subscriber) => subscriber.stop()));
      // The library waits for streams that a cut connection never ends.
      const disposed = Promise.all(clients.map((client) => client.dispose().catch(() => undefined)));
      await Promise.race([disposed, sleep(DISPOSE_MS)]);
    },
  };
}

/** Faults kill the node, or nobody does: it never ends by an error of its own. */
function isDeathByItself(line: string): boolean {
  return line.startsWith('the node ended (exit code');
}

function streamOf(writer: number): string {
  return writer < OWN_STREAMS ? `own-${writer}` : `shared-${writer % SHARED_STREAMS}`;
}

function belongs(stream: string, { sees }: NodeSubscriber): boolean {
  if (sees === undefined) return true;
  return 'stream' in sees ? stream === sees.stream : stream.startsWith(sees.prefix);
}

function acknowledgedIn(history: readonly HistoryEntry[]): number {
  return history.filter(({ kind }) => kind === 'ok').length;
}
