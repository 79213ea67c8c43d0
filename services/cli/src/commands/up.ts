import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { isFree } from '@ledger/embedded-postgres';
import { type RunningSigner, startSigner } from '@ledger/log';
import { storeSource } from '@ledger/projector';
import { LAW } from '@ledger/rulebooks';
import { STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import {
  factsFrom,
  factsInDirectory,
  factsOfTheLedger,
  followLaw,
  recordedLaw,
  startTimekeeper,
} from '@ledger/timekeeper';
import { type RunningSender, startSender } from '@ledger/webhooks';
import { DEMO_HISTORIES } from '../demo.ts';
import { EnvironmentFault } from '../instance/index.ts';
import { abortableWait, type Ledger, type LedgerOptions, openLedger } from '../open-ledger.ts';
import type { Terminal } from '../output/terminal.ts';
import { type Served, type ServeOptions, serve } from '../serve.ts';
import { importHistories } from './import.ts';

const JURISDICTIONS = [...new Set(LAW.rulebooks.map(({ jurisdiction }) => jurisdiction))];
/** Below the data directory: what other registers said, as JSON lines (docs/operations.md). */
const OUTSIDE_FACTS = 'outside-facts';
/** Below the data directory: the log's key, and what it signed last. In no backup of the database. */
const LOG_DIRECTORY = 'log';

export interface UpOptions extends Omit<LedgerOptions, 'purpose'>, ServeOptions {
  /** Load the demo histories into a ledger that is empty. */
  readonly demo: boolean;
  /** The name of the transparency log. Default: the one its key was made for. */
  readonly logOrigin?: string | undefined;
}

/**
 * Starts everything, and says `ready` on one line when it answers.
 *
 * Shape:  resolves once listening; the returned function stops it all, in order.
 * Errors: `EnvironmentFault` for what the machine lacks; nothing is left running then.
 */
export async function up(options: UpOptions, terminal: Terminal): Promise<() => Promise<void>> {
  // Said before anything is started or loaded.
  if (options.port !== 0 && !(await isFree(options.port))) throw portBusy(options.port);
  const ledger: Ledger = await openLedger({ ...options, purpose: 'serve' });
  let served: Served;
  let sender: RunningSender | undefined;
  let signer: RunningSigner | undefined;
  const law = recordedLaw(ledger.eventLog, {
    rulebooks: LAW.rulebooks,
    calendar: STATE_COUNCIL_CALENDAR,
  });
  try {
    if (options.demo && (await ledger.eventLog.head()) === undefined) {
      const report = await importHistories(
        ledger,
        { file: DEMO_HISTORIES, dryRun: false, json: false },
        terminal,
      );
      terminal.err(`loaded the demo histories: ${report.files} files, ${report.added} events`);
    } else await ledger.projected();
    await law.refresh();
    sender = await startSender({
      databaseUrl: ledger.instance.databaseUrl,
      readModels: ledger.readModels,
      clock: options.clock,
      wait: abortableWait,
      log: options.log,
    });
    signer = await startSigner({
      databaseUrl: ledger.instance.databaseUrl,
      source: storeSource(ledger.eventLog),
      directory: join(options.dataDirectory, LOG_DIRECTORY),
      origin: options.logOrigin,
      // A signature is made when it is made, whatever time the ledger lives in.
      nowMs: Date.now,
      wait: abortableWait,
      log: options.log,
    });
    served = await serve(ledger, law, options);
  } catch (error) {
    await signer?.stop();
    await sender?.stop();
    await ledger.close();
    throw error;
  }
  const unfollow = followLaw(law, { readModels: ledger.readModels, wait: abortableWait, log: options.log });
  // Last of all, so that it meets what the demo or an earlier life of the ledger has left, and not the middle of it.
  const timekeeper = startTimekeeper({
    databaseUrl: ledger.instance.databaseUrl,
    readModels: ledger.readModels,
    eventLog: ledger.eventLog,
    law,
    facts: factsFrom(
      factsOfTheLedger({ readModels: ledger.readModels, jurisdictions: JURISDICTIONS, clock: options.clock }),
      factsInDirectory(join(options.dataDirectory, OUTSIDE_FACTS), options.clock),
    ),
    ...{ rulebookOf: law.rulebookOf, calendar: law.calendar, actsFrom: law.actsFrom },
    clock: options.clock,
    randomSalt: () => randomBytes(16).toString('hex'),
    wait: abortableWait,
    log: options.log,
  });
  terminal.out(`ready ${served.url}`);
  return async () => {
    unfollow();
    await timekeeper.stop();
    await signer.stop();
    await sender.stop();
    await served.close();
    await ledger.close();
  };
}

function portBusy(port: number): EnvironmentFault {
  return new EnvironmentFault(
    'PORT_BUSY',
    `Another program listens on port ${port}: stop it or choose another one with --port.`,
  );
}
