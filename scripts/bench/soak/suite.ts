import { setTimeout as sleep } from 'node:timers/promises';
import { startNodeProcess } from '@ledger/embedded-node/testing';
import { rounded, table } from '../harness/contest-table.ts';
import type { Figure } from '../harness/figure.ts';
import type { Stage } from '../harness/stage.ts';
import { spreadOf } from '../harness/statistics.ts';
import type { Suite, SuiteReport } from '../harness/suite.ts';
import { openEventStore } from '../peers/event-store.ts';
import { sampleEvent } from '../peers/sample-event.ts';
import { residentMib } from './memory.ts';
import { openFast, openSlow, type Subscriber } from './subscribers.ts';

const MINUTES = 10;
const APPENDS_PER_SECOND = 500;
const STREAMS = 50;
const PREFIX = 'soak-';
const FAST = 19;
/** So long over each event that the slow one takes a tenth of what comes. */
const SLOW_PAUSE_MS = 20;
const SAMPLES = 120;
const LINES = 20;
/** What is not judged: caches fill and code is compiled. */
const WARM_UP = 0.2;
const DEPARTURE_MIB_MAX = 50;
const PATIENCE_MS = 15_000;

interface Sample {
  readonly seconds: number;
  readonly nodeMib: number;
  readonly appended: number;
  readonly delivered: number;
  readonly slow: number;
}

/** The node under a steady load for a long time, with one subscriber that cannot keep up. */
export const soak: Suite = {
  name: 'soak',
  says: `${APPENDS_PER_SECOND} appends a second, ${FAST + 1} subscribers, one of them slow: memory stays flat`,
  run: ({ minutes = MINUTES }, stage, print) => stage.scene((scene) => runSoak(scene, minutes, print)),
};

async function runSoak(stage: Stage, minutes: number, print: (line: string) => void): Promise<SuiteReport> {
  const node = await startNodeProcess(await stage.createDatabase());
  stage.atEnd(() => node.stop());
  const writer = await openEventStore(node.url);
  stage.atEnd(() => writer.close());
  const slow = openSlow(stage, node.url, PREFIX, SLOW_PAUSE_MS);
  const fast = await openFast(stage, node.url, PREFIX, FAST);

  const load = startLoad((stream, length) => writer.append(stream, length, [sampleEvent()]));
  const samples: Sample[] = [];
  const start = performance.now();
  for (let taken = 1; taken <= SAMPLES; taken++) {
    await sleep(Math.max(0, start + (taken * minutes * 60_000) / SAMPLES - performance.now()));
    samples.push({
      seconds: (performance.now() - start) / 1000,
      nodeMib: await residentMib(node.pid),
      appended: load.appended(),
      delivered: fast.reduce((sum, { received }) => sum + received(), 0),
      slow: slow.received(),
    });
    if (taken % (SAMPLES / LINES) === 0) print(lineOf(samples.at(-1)));
  }
  const seconds = (performance.now() - start) / 1000;
  await load.stop();
  await caughtUp(fast, load.appended());
  const report = judge(samples, load, seconds, fast, slow);
  for (const { claim, holds } of report.verdicts) print(`  ${holds ? '✓' : '✗'} ${claim}`);
  return report;
}

interface Load {
  readonly appended: () => number;
  readonly faults: readonly string[];
  stop(): Promise<void>;
}

/** Appends at the agreed rate to the streams in turn, whether or not the appends before have ended. */
function startLoad(append: (stream: string, length: number) => Promise<void>): Load {
  const faults: string[] = [];
  // One append of a stream waits for the one before it, as commands to one file do.
  const streams = Array.from({ length: STREAMS }, () => ({ length: 0, last: Promise.resolve() }));
  let appended = 0;
  let stopped = false;
  const running = (async () => {
    const start = performance.now();
    for (let begun = 0; !stopped; begun++) {
      const due = start + (1000 * begun) / APPENDS_PER_SECOND - performance.now();
      if (due > 0) await sleep(due);
      const stream = streams[begun % STREAMS];
      if (stream === undefined) continue;
      stream.last = stream.last
        .then(() => append(`${PREFIX}${begun % STREAMS}`, stream.length))
        .then(
          () => {
            stream.length += 1;
            appended += 1;
          },
          (error: unknown) => {
            faults.push(String(error));
          },
        );
    }
    await Promise.all(streams.map(({ last }) => last));
  })();
  return {
    appended: () => appended,
    faults,
    stop: async () => {
      stopped = true;
      await running;
    },
  };
}

async function caughtUp(subscribers: readonly Subscriber[], appended: number): Promise<void> {
  const late = performance.now() + PATIENCE_MS;
  while (performance.now() < late && subscribers.some(({ received }) => received() < appended))
    await sleep(100);
}

function minMax(values: readonly number[]): Pick<Figure, 'median' | 'min' | 'max'> {
  const { median, least, most } = spreadOf(values);
  return { median, min: least, max: most };
}

function judge(
  samples: readonly Sample[],
  load: Load,
  seconds: number,
  fast: readonly Subscriber[],
  slow: Subscriber,
): SuiteReport {
  const settled = samples.slice(Math.floor(WARM_UP * samples.length)).map(({ nodeMib }) => nodeMib);
  const [least, most] = [Math.min(...settled), Math.max(...settled)];
  const departure = (most - least) / 2;
  const rate = samples.at(-1) === undefined ? 0 : (samples.at(-1)?.appended ?? 0) / seconds;
  const faults = [...load.faults, ...fast.flatMap((each) => each.faults), ...slow.faults];
  const missing = fast.reduce((sum, { received }) => sum + load.appended() - received(), 0);
  const behind = load.appended() - slow.received();
  return {
    results: { least, most, departure, rate, missing, behind, faults, samples },
    figures: [
      { name: 'soak/memory', unit: 'MiB', ...minMax(settled), runs: 1, ratio: {} },
      { name: 'soak/appended', unit: 'events/s', ...minMax([rate]), runs: 1, ratio: {} },
    ],
    verdicts: [
      {
        claim: `memory is flat within ± ${DEPARTURE_MIB_MAX} MiB: ${rounded(least)} to ${rounded(most)} MiB, ± ${rounded(departure)}`,
        holds: departure <= DEPARTURE_MIB_MAX,
      },
      {
        claim: `appends come at their rate: ${rounded(rate)} a second`,
        holds: rate >= 0.95 * APPENDS_PER_SECOND,
      },
      { claim: `${FAST} subscribers got everything: ${missing} missing`, holds: missing === 0 },
      {
        claim: `the slow one was paused: it is ${behind} events behind`,
        holds: behind > load.appended() / 2,
      },
      {
        claim: `everything came once and in order: ${faults.length} faults ${faults[0] ?? ''}`.trimEnd(),
        holds: faults.length === 0,
      },
    ],
  };
}

function lineOf(sample: Sample | undefined): string {
  if (sample === undefined) return '';
  const { seconds, nodeMib, appended, delivered, slow } = sample;
  return table([
    [
      `${rounded(seconds)} s`.padEnd(8),
      `node ${rounded(nodeMib)} MiB`.padEnd(14),
      `${appended} appended`.padEnd(16),
      `${delivered} delivered`.padEnd(18),
      `slow ${slow}`,
    ],
  ]);
}
