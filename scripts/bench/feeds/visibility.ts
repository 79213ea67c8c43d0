import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { EventId } from '@ledger/schemas';
import type { Comparison } from '../harness/comparisons.ts';
import type { Contestant } from '../harness/contest.ts';
import { percentile } from '../harness/statistics.ts';
import { atRate } from './at-rate.ts';
import { type LedgerProcesses, openLedgerProcesses, processorMsOf } from './ledger-processes.ts';
import { filingMaker, usccOf } from './new-agencies.ts';
import { watchVisible } from './watch-visible.ts';

const COMMANDS_PER_SECOND = 100;
const COMMANDS = 500;
const AGENCY = { name: '新疆天衡信用服务有限公司', division: '650102' };

/**
 * From the answer that a command is accepted to its effect in the read models, at a hundred commands a second over HTTP. Units of
 * `--size`: commands in a round.
 *
 * The rows and the feeds of all read models move in one transaction, so the moment a feed tells of an event is the moment the
 * register shows it.
 */
export const visibility: Comparison = {
  name: 'accepted-to-visible',
  open: async (stage, { size = COMMANDS }) => {
    const ledger = await openLedgerProcesses(stage);
    const agent = new Agent({ keepAlive: true, maxSockets: 64 });
    stage.atEnd(async () => agent.destroy());
    return {
      contestants: [commanding(ledger, agent, await filingMaker(), size)],
      claims: [
        { says: 'accepted to visible, p50 in ms', measure: (of) => of('ledger', 'p50 ms'), atMost: 30 },
        { says: 'accepted to visible, p99 in ms', measure: (of) => of('ledger', 'p99 ms'), atMost: 150 },
      ],
    };
  },
};

function commanding(
  ledger: LedgerProcesses,
  agent: Agent,
  filing: Awaited<ReturnType<typeof filingMaker>>,
  commands: number,
): Contestant {
  let filed = 0;
  return {
    name: 'ledger',
    run: async () => {
      const watch = await watchVisible(ledger, 'audit');
      const before = await processorTimes(ledger);
      const accepted = new Map<EventId, number>();
      const answered: number[] = [];
      await atRate(COMMANDS_PER_SECOND, commands, async () => {
        filed += 1;
        const uscc = usccOf(filed);
        const sentAt = performance.now();
        const { status, body } = await post(
          agent,
          `${ledger.url}/v1/files/650000-${uscc}/file`,
          { data: filing(filed, AGENCY) },
          `dev-token-agency-650000-${uscc}`,
        );
        const acceptedAt = performance.now();
        if (status !== 201) throw new Error(`a command was answered ${status}: ${body}`);
        const last = (JSON.parse(body) as { events: { id: EventId }[] }).events.at(-1);
        if (last !== undefined) accepted.set(last.id, acceptedAt);
        answered.push(acceptedAt - sentAt);
      });
      const visible = await watch.end();
      const after = await processorTimes(ledger);
      const waits = [...accepted].map(([id, acceptedAt]) => {
        const seen = visible.get(id);
        if (seen === undefined) throw new Error(`event ${id} is projected and in no feed`);
        // What is visible before its own answer has come was waited for by nobody.
        return Math.max(0, seen.at - acceptedAt);
      });
      return {
        'p50 ms': percentile(waits, 50),
        'p99 ms': percentile(waits, 99),
        'answer p50 ms': percentile(answered, 50),
        'answer p99 ms': percentile(answered, 99),
        ...Object.fromEntries(
          Object.entries(after).map(([name, ms]) => [
            `${name}, processor ms a command`,
            (ms - (before[name] ?? 0)) / commands,
          ]),
        ),
      };
    },
  };
}

async function processorTimes({ pids }: LedgerProcesses): Promise<Readonly<Record<string, number>>> {
  const times = Object.entries(pids).map(async ([name, pid]) => [name, await processorMsOf(pid)] as const);
  return Object.fromEntries(await Promise.all(times));
}

function post(
  agent: Agent,
  url: string,
  payload: object,
  token: string,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const sending = request(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
          authorization: `Bearer ${token}`,
        },
      },
      (answer) => {
        let body = '';
        answer.on('data', (part) => {
          body += part;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
      },
    );
    sending.on('error', reject);
    sending.end(JSON.stringify(payload));
  });
}
