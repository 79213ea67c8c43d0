import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Backoff, type Part, type Supervision, supervise } from '@ledger/cli';
import { type NodeProcess, startNodeProcess } from '@ledger/embedded-node/testing';
import { destroyPostgres, type RunningPostgres, startPostgres } from '@ledger/embedded-postgres';
import pg from 'pg';
import { type Disk, type DiskKind, diskOf } from './disk.ts';
import { openProxyApart } from './proxy-apart.ts';
import type { TcpProxy } from './tcp-proxy.ts';

export interface NodeUnderTestOptions {
  /** Empty, and open to the user that PostgreSQL runs as. */
  readonly folder: string;
  readonly disk: DiskKind;
  /** Whether whoever died is started again at once, or with the growing pauses of the product. */
  readonly restarts: 'at once' | 'as the product does';
  /** Added to the environment of the node's process. */
  readonly environment: Readonly<Record<string, string>>;
  /** What is done to PostgreSQL each time it has started, before the node speaks to it. */
  readonly onPostgres?: (postgres: RunningPostgres, home: string) => Promise<RunningPostgres>;
}

/** An embedded node with a PostgreSQL of its own, two processes that are kept alive, and the wires that lead to them. */
export interface NodeUnderTest {
  readonly folder: string;
  readonly disk: Disk;
  /** How clients reach the node. */
  readonly url: string;
  readonly clientWire: TcpProxy;
  readonly storeWire: TcpProxy;
  /** The database itself, past the wire. */
  readonly database: () => string;
  readonly node: () => NodeProcess;
  readonly postgres: () => RunningPostgres;
  /** What node and supervision have said so far. */
  readonly said: () => readonly string[];
  /** `kill -9`; it is started again. */
  kill(target: 'node' | 'postgres'): void;
  /** Both processes end as with the power, and stay so. */
  powerOff(): Promise<void>;
  powerOn(): void;
  /** Runs a statement in a session of its own, as the superuser; waits for a PostgreSQL that is just coming back. */
  query(sql: string, parameters?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  stop(): Promise<void>;
}

const DATABASE = 'store';
const AT_ONCE: Backoff = { pauseAfter: () => 100 };
const LOOK_EVERY_MS = 50;
const ANSWERS_WITHIN_MS = 20_000;
/** PostgreSQL is starting, stopping or recovering, or nobody listens yet. */
const AWAY = ['57P03', '57P02', 'ECONNREFUSED', 'ECONNRESET'];

/** Everything runs and answers. */
export async function startNodeUnderTest(options: NodeUnderTestOptions): Promise<NodeUnderTest> {
  const { folder, environment } = options;
  const home = join(folder, 'postgres');
  const disk = diskOf(options.disk, folder, home);
  const said: string[] = [];
  const log = (line: string): void => {
    said.push(line);
  };
  const launch = async (): Promise<RunningPostgres> => {
    const started = await startPostgres({ dataDirectory: home, log });
    return (await options.onPostgres?.(started, home)) ?? started;
  };
  await disk.before();
  const made = await startPostgres({ dataDirectory: home, log });
  await made.createDatabase(DATABASE);
  await made.stop();
  await disk.after();

  let postgres = await launch();
  const storeWire = await openProxyApart(postgres.port);
  const wired = (): string => postgres.url(DATABASE).replace(`:${postgres.port}/`, `:${storeWire.port}/`);
  let node = await startNodeProcess(wired(), 0, environment);
  const nodePort = node.port;
  const clientWire = await openProxyApart(nodePort);

  let powered = Promise.resolve();
  let switchOn = (): void => undefined;
  const backoff = options.restarts === 'at once' ? { backoff: AT_ONCE } : {};
  const supervisions: Supervision[] = [
    supervise({
      name: 'PostgreSQL',
      first: postgresPart(postgres),
      log,
      ...backoff,
      restart: async () => {
        await powered;
        postgres = await launch();
        storeWire.leadTo(postgres.port);
        return postgresPart(postgres);
      },
    }),
    supervise({
      name: 'the node',
      first: nodePart(node, log),
      log,
      ...backoff,
      restart: async () => {
        await powered;
        node = await startNodeProcess(wired(), nodePort, environment);
        return nodePart(node, log);
      },
    }),
  ];

  const kill = (target: 'node' | 'postgres'): void => {
    process.kill(target === 'node' ? node.pid : postgres.pid, 'SIGKILL');
  };
  return {
    folder,
    disk,
    url: `esdb://127.0.0.1:${clientWire.port}?tls=false&keepAliveInterval=10000&keepAliveTimeout=3000&defaultDeadline=5000`,
    clientWire,
    storeWire,
    database: () => postgres.url(DATABASE),
    node: () => node,
    postgres: () => postgres,
    said: () => [
      ...said,
      ...node
        .log()
        .split('\n')
        .filter((line) => line !== ''),
    ],
    kill,
    powerOff: async () => {
      ({ promise: powered, resolve: switchOn } = Promise.withResolvers<void>());
      const ended = [node.exited, endOf(postgres.pid)];
      for (const target of ['node', 'postgres'] as const) {
        try {
          kill(target);
        } catch (error) {
          // A PostgreSQL that cannot write ends itself first.
          if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
        }
      }
      await Promise.all(ended);
    },
    powerOn: () => switchOn(),
    query: async (sql, parameters = []) => {
      const deadline = performance.now() + ANSWERS_WITHIN_MS;
      for (;;) {
        const client = new pg.Client({ connectionString: postgres.url(DATABASE) });
        client.on('error', () => undefined);
        try {
          await client.connect();
          return (await client.query<Record<string, unknown>>(sql, [...parameters])).rows;
        } catch (error) {
          if (!isAway(error) || performance.now() > deadline) throw error;
          await sleep(LOOK_EVERY_MS);
        } finally {
          await client.end().catch(() => undefined);
        }
      }
    },
    stop: async () => {
      switchOn();
      await disk.makeRoom();
      storeWire.mend();
      for (const supervision of supervisions.toReversed()) await supervision.stop();
      await Promise.all([clientWire.close(), storeWire.close()]);
      await writeFile(join(folder, 'node.log'), said.join('\n'));
    },
  };
}

/** Nothing is left of a stopped node: neither its data nor its disk. */
export async function eraseNode({ folder, disk }: NodeUnderTest): Promise<void> {
  await disk.detach();
  await destroyPostgres({ dataDirectory: join(folder, 'postgres') });
}

function postgresPart(postgres: RunningPostgres): Part {
  return {
    ended: endOf(postgres.pid).then(() => `process ${postgres.pid} is gone`),
    stop: () => postgres.stop(),
  };
}

function nodePart(node: NodeProcess, log: (line: string) => void): Part {
  return {
    ended: node.exited.then((code) => {
      for (const line of node.log().split('\n')) if (line !== '') log(line);
      return code === null ? 'killed' : `exit code ${code}`;
    }),
    stop: () => node.stop(),
  };
}

function isAway(error: unknown): boolean {
  return error instanceof Error && 'code' in error && AWAY.includes(String(error.code));
}

async function endOf(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await sleep(LOOK_EVERY_MS);
  }
}
