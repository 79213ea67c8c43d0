import { instantSchema, legalDateSchema } from '@ledger/schemas';
import { type Instant, instantOfEpochMs, parseInstant } from '@ledger/statutory-calendar';
import { clockFrom } from '@ledger/timekeeper';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Logger } from 'pino';
import { doctor } from './commands/doctor.ts';
import { importHistories, renderImport } from './commands/import.ts';
import { LISTS, type ListOptions, list } from './commands/list.ts';
import { serveNode } from './commands/node.ts';
import type { NodeSecurity } from './commands/node-identity.ts';
import { rebuildProjections } from './commands/rebuild.ts';
import { replay } from './commands/replay.ts';
import { retryFile } from './commands/retry.ts';
import { up } from './commands/up.ts';
import { verifyLedger } from './commands/verify.ts';
import { type Ledger, openLedger } from './open-ledger.ts';
import { EXIT, Failure } from './output/failure.ts';
import type { Terminal } from './output/terminal.ts';
import { historyFromServer } from './server/history-from-server.ts';
import { untilStopped } from './until-stopped.ts';

/** What the program is given from outside. */
export interface ProgramContext {
  readonly terminal: Terminal;
  readonly log: Logger;
}

interface Place {
  readonly data: string;
  readonly url?: string;
  readonly token?: string;
}

interface SecurityOptions {
  readonly tls?: boolean;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsCa?: string;
}

/**
 * The command line of the ledger.
 *
 * Errors: `Failure` carries the exit code; usage faults are 2, and say what would be right.
 */
export function ledgerProgram(context: ProgramContext): Command {
  const { terminal } = context;
  const program = new Command('ledger')
    .description('The ledger for supervising credit-service agencies')
    .configureOutput({ outputError: () => undefined })
    .exitOverride((end) => {
      const helpful =
        end.code === 'commander.helpDisplayed' || end.code === 'commander.help' || end.exitCode === 0;
      throw new Failure(helpful ? EXIT.done : EXIT.usage, helpful ? '' : end.message);
    });
  const dataOption = () =>
    new Option('--data <dir>', 'where an embedded instance keeps everything').default('.ledger');
  const local = (name: string, text: string): Command =>
    program.command(name).description(text).addOption(dataOption());
  const json = new Option('--json', 'for machines to read').default(false);

  local('up', 'starts everything and serves it')
    .option('--port <n>', 'port to listen on; 0 takes a free one', portOf, 8080)
    .addOption(
      new Option('--demo', 'load the demo histories into an empty ledger').conflicts('empty').default(true),
    )
    .option('--empty', 'load nothing', false)
    .option('--clock <instant>', 'simulated time: starts there and ticks on', instantOf)
    .action(async (options: Place & { port: number; demo: boolean; empty: boolean; clock?: Instant }) => {
      const stop = await up(
        {
          dataDirectory: options.data,
          startedAt: now(),
          log: context.log,
          host: '127.0.0.1',
          port: options.port,
          clock: options.clock === undefined ? now : clockFrom(options.clock, () => performance.now()),
          developmentTokens: true,
          demo: !options.empty,
          logOrigin: process.env['LOG_ORIGIN'],
          ...servers(),
        },
        terminal,
      );
      await untilStopped(stop);
    });

  local('node', 'runs the embedded event store alone')
    .option('--port <n>', 'port to listen on; 0 takes a free one', portOf, 2113)
    .addOption(
      new Option('--tls', 'over TLS, with a certificate of its own kept in the data directory').conflicts([
        'tlsCert',
        'tlsKey',
        'tlsCa',
      ]),
    )
    .option('--tls-cert <file>', 'over TLS, with this certificate (PEM)')
    .option('--tls-key <file>', 'its key (PEM)')
    .option('--tls-ca <file>', 'what clients are to trust; none for an authority they know')
    .action(async (options: Place & SecurityOptions & { port: number }) => {
      const stop = await serveNode(
        {
          dataDirectory: options.data,
          port: options.port,
          security: nodeSecurity(options),
          log: context.log,
        },
        terminal,
      );
      await untilStopped(stop);
    });

  local('import <file>', 'imports histories, each file whole or not at all')
    .option('--dry-run', 'judge everything, add nothing', false)
    .addOption(json)
    .action(async (file: string, options: Place & { dryRun: boolean; json: boolean }) => {
      const asked = { file, dryRun: options.dryRun, json: options.json };
      const report = await withLedger(context, options, (ledger) => importHistories(ledger, asked, terminal));
      renderImport(report, asked, terminal);
    });

  local('replay <file-id>', "tells a file's life step by step")
    .option('--as-of <time>', 'only what had taken effect then: a day (its end) or an instant')
    .option('--known-at <time>', 'only what the ledger knew then')
    .option('--rulebook <id>', 'count its terms under another rulebook')
    .option('--url <url>', 'of a running ledger, instead of --data')
    .option('--token <token>', 'to show there')
    .addOption(json)
    .action(
      async (
        fileId: string,
        options: Place & { asOf?: string; knownAt?: string; rulebook?: string; json: boolean },
      ) => {
        const { asOf, knownAt, rulebook, json: asJson } = options;
        const asked = { fileId, asOf: timeOf(asOf), knownAt: timeOf(knownAt), rulebook, json: asJson };
        if (options.url !== undefined) {
          await replay(historyFromServer(options.url, options.token), asked, terminal);
          return;
        }
        await withLedger(context, options, async (ledger) => {
          await ledger.projected();
          await replay((id, at) => ledger.readModels.readHistoryPages(id, at), asked, terminal);
        });
      },
    );

  program
    .command('list')
    .argument('<what>', LISTS.join(' or '), listOf)
    .description('lists the register or the grades of all files, at any point in time')
    .addOption(dataOption())
    .option('--as-of <time>', 'as had taken effect then: a day (its end) or an instant')
    .option('--known-at <time>', 'as the ledger knew then')
    .addOption(json)
    .action(
      (what: ListOptions['list'], options: Place & { asOf?: string; knownAt?: string; json: boolean }) => {
        const at = { asOf: timeOf(options.asOf), knownAt: timeOf(options.knownAt) };
        return withLedger(context, options, (ledger) =>
          list(ledger, { list: what, ...at, json: options.json }, terminal),
        );
      },
    );

  local('rebuild <projection>', 'builds rows anew; readers keep the old ones until the switch')
    .addOption(new Option('--from <source>', 'what to read').choices(['journal', 'store']).default('journal'))
    .option('--shards <n>', 'threads to fold on; left out, as many as are of use', shardsOf)
    .option('--dry-run', 'tell which rows would change, and change none', false)
    .addOption(json)
    .action(
      (
        projection: string,
        options: Place & { from: 'journal' | 'store'; shards?: number; dryRun: boolean; json: boolean },
      ) => {
        const { from, shards, dryRun, json: asJson } = options;
        return withLedger(context, options, (ledger) =>
          rebuildProjections(ledger, { projection, from, shards, dryRun, json: asJson }, terminal),
        );
      },
    );

  local('verify', 'checks every chain, the log and its checkpoints, and the journal against the store')
    .addOption(json)
    .action((options: Place & { json: boolean }) =>
      withLedger(context, options, (ledger) => verifyLedger(ledger, { json: options.json }, terminal)),
    );

  local('retry <file-id>', 'takes up a parked file again').action((fileId: string, options: Place) =>
    withLedger(context, options, (ledger) => retryFile(ledger, fileId, terminal)),
  );

  local('doctor', 'looks at every part and says how it is')
    .addOption(json)
    .action((options: Place & { json: boolean }) =>
      withLedger(context, options, (ledger) => doctor(ledger, { json: options.json, now: now() }, terminal)),
    );

  return program;
}

async function withLedger<Result>(
  { log }: ProgramContext,
  { data }: Place,
  work: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  const ledger = await openLedger({
    dataDirectory: data,
    purpose: 'command',
    startedAt: now(),
    log,
    ...servers(),
  });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

/** Servers of one's own instead of the embedded ones. */
function servers(): {
  readonly databaseUrl?: string | undefined;
  readonly eventStoreUrl?: string | undefined;
} {
  return { databaseUrl: process.env['DATABASE_URL'], eventStoreUrl: process.env['EVENTSTORE_URL'] };
}

function now(): Instant {
  return instantOfEpochMs(Date.now());
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('a port is a number from 0 to 65535');
}

function listOf(text: string): ListOptions['list'] {
  const found = LISTS.find((name) => name === text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`there are ${LISTS.join(' and ')}`);
}

function shardsOf(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 64) return count;
  throw new InvalidArgumentError('the threads of a rebuild are a number from 1 to 64');
}

function instantOf(text: string): Instant {
  const parsed = parseInstant(text);
  if ('value' in parsed) return parsed.value;
  throw new InvalidArgumentError('a clock starts at an instant with +08:00, 2025-06-30T23:59:00+08:00');
}

function nodeSecurity({ tls, tlsCert, tlsKey, tlsCa }: SecurityOptions): NodeSecurity {
  if (tlsCert !== undefined && tlsKey !== undefined)
    return { kind: 'given', certFile: tlsCert, keyFile: tlsKey, authorityFile: tlsCa };
  if ((tlsCert ?? tlsKey ?? tlsCa) !== undefined)
    throw new Failure(EXIT.usage, '--tls-cert and --tls-key belong together; --tls-ca goes with both.');
  return { kind: tls === true ? 'generated' : 'clear' };
}

/** A day or an instant of the two axes of time. */
function timeOf(text: string | undefined): string | undefined {
  if (text === undefined || instantSchema.safeParse(text).success || legalDateSchema.safeParse(text).success)
    return text;
  throw new Failure(
    EXIT.usage,
    `“${text}” is no time: write a day that exists, 2025-07-02, or an instant with +08:00, 2025-07-02T09:15:00+08:00.`,
  );
}
