import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventId, LedgerEvent } from '@ledger/schemas';
import type { Comparison } from '../harness/comparisons.ts';
import type { Contestant, Figures } from '../harness/contest.ts';
import type { Stage } from '../harness/stage.ts';
import { percentile } from '../harness/statistics.ts';
import { atRate, shared, sharedNow } from './at-rate.ts';
import { type LedgerProcesses, memoryOf, openLedgerProcesses } from './ledger-processes.ts';
import { agencyMaker, type InventedAgency } from './new-agencies.ts';
import type { FromSubscribers, SubscribersReport, ToSubscribers } from './subscribers.process.ts';
import { watchVisible } from './watch-visible.ts';

const SUBSCRIBERS = 1_000;
const CHANGES_PER_SECOND = 100;
const CHANGES = 1_000;
/** Enough to fill every buffer between the service and one who does not read. */
const HISTORY = 6_000;
const STALL_MS = 4_000;
/** Behind the end of the service's patience, and before it cuts the connection off. */
const READS_AFTER_MS = 1.5 * STALL_MS;
const PATIENCE_MS = 30_000;
const AGENCY: InventedAgency = { name: '新疆天衡信用服务有限公司', division: '650102' };

/** A thousand subscribers at a hundred changes a second, one of whom does not read. Units of `--size`: changes in a round. */
export const streaming: Comparison = {
  name: 'streaming',
  open: async (stage, { size = CHANGES }) => {
    const ledger = await openLedgerProcesses(stage, { SUBSCRIBER_STALL_MS: String(STALL_MS) });
    const make = await agencyMaker();
    let made = 0;
    const append = async (): Promise<readonly LedgerEvent[]> => {
      made += 1;
      const file = make(made, AGENCY);
      const [first] = file;
      if (first !== undefined) await ledger.eventLog.append(first.stream, 'no-stream', file);
      return file;
    };
    for (let history = 0; history < HISTORY; history += 50)
      await Promise.all(Array.from({ length: 50 }, append));
    await projected(ledger);
    return {
      contestants: [await thousand(stage, ledger, append, size)],
      claims: [
        { says: 'changes that a subscriber missed', measure: (of) => of('ledger', 'missing'), atMost: 0 },
        { says: 'p99 in ms', measure: (of) => of('ledger', 'p99 ms'), atMost: 1_000 },
        {
          says: 'memory of the API beyond its rest, in MB',
          measure: (of) => of('ledger', 'MB more'),
          atMost: 200,
        },
        {
          says: 'stalled ones dropped and told where to resume',
          measure: (of) => of('ledger', 'stalled told'),
          atLeast: 1,
        },
      ],
    };
  },
};

async function thousand(
  stage: Stage,
  ledger: LedgerProcesses,
  append: () => Promise<readonly LedgerEvent[]>,
  changes: number,
): Promise<Contestant> {
  const child = fork(new URL('subscribers.process.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
  stage.atEnd(async () => {
    child.kill('SIGKILL');
  });
  return {
    name: 'ledger',
    run: async (): Promise<Figures> => {
      const rest = await memoryOf(ledger.pids.API);
      const base = await ledger.readModels.position();
      await asked(child, {
        kind: 'open',
        url: ledger.url,
        path: '/v1/feeds/register',
        count: SUBSCRIBERS,
        after: base,
      });
      const stalled = readsTooLate(ledger.url);
      let most = rest;
      const watching = setInterval(async () => {
        most = Math.max(most, await memoryOf(ledger.pids.API));
      }, 200);
      const watch = await watchVisible(ledger, 'register');
      const sent = new Map<EventId, number>();
      await atRate(CHANGES_PER_SECOND, changes, async () => {
        const at = sharedNow();
        const id = (await append()).at(-1)?.id;
        if (id !== undefined) sent.set(id, at);
      });
      const visible = await watch.end();
      // What was gathered for the last time is under way.
      await sleep(2_000);
      clearInterval(watching);
      const changesSent = [...sent].flatMap(([id, at]) => {
        const seen = visible.get(id);
        return seen === undefined ? [] : [{ position: seen.position, at, projectedMs: shared(seen.at) - at }];
      });
      const positions = changesSent.map(({ position, at }) => [position, at] as const);
      const projectedMs = changesSent.map((change) => change.projectedMs);
      const { report } = (await asked(child, { kind: 'report', sent: positions })) as {
        report: SubscribersReport;
      };
      return {
        'p50 ms': report.p50,
        'p99 ms': report.p99,
        'most ms': report.most,
        'projected p50 ms': percentile(projectedMs, 50),
        'projected p99 ms': percentile(projectedMs, 99),
        missing: report.missing + (changes - positions.length) * SUBSCRIBERS,
        'MB sent': report.megabytes,
        'MB at rest': rest,
        'MB more': most - rest,
        'stalled told': await stalled,
      };
    },
  };
}

/**
 * One who asks for everything and for a while reads nothing. Shape: 1 when what it finds then ends with a place to resume from,
 * else 0.
 */
async function readsTooLate(url: string): Promise<number> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.pause();
  socket.write(`GET /v1/feeds/register?after=0 HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n\r\n`);
  await sleep(READS_AFTER_MS);
  let text = '';
  socket.on('data', (part) => {
    text = (text + part.toString('latin1')).slice(-2_000);
  });
  socket.resume();
  await Promise.race([once(socket, 'close'), sleep(PATIENCE_MS, undefined, { ref: false })]);
  socket.destroy();
  return /event: dropped\ndata: \{"position":\d+/.test(text) ? 1 : 0;
}

async function asked(child: ChildProcess, message: ToSubscribers): Promise<FromSubscribers> {
  const answered = once(child, 'message');
  child.send(message);
  const [answer] = (await answered) as [FromSubscribers];
  return answer;
}

async function projected({ eventLog, readModels }: LedgerProcesses): Promise<void> {
  const head = await eventLog.head();
  if (head !== undefined && (await readModels.waitFor(head.id, PATIENCE_MS * 4)) !== 'projected')
    throw new Error('the projector does not keep up');
}
