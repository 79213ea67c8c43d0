import { randomBytes } from 'node:crypto';
import { isFree } from '@ledger/embedded-postgres';
import { rulebookOf } from '@ledger/rulebooks';
import { STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { startTimekeeper } from '@ledger/timekeeper';
import { DEMO_HISTORIES } from '../demo.ts';
import { EnvironmentFault } from '../instance/index.ts';
import { abortableWait, type Ledger, type LedgerOptions, openLedger } from '../open-ledger.ts';
import type { Terminal } from '../output/terminal.ts';
import { type Served, type ServeOptions, serve } from '../serve.ts';
import { importHistories } from './import.ts';

export interface UpOptions extends Omit<LedgerOptions, 'purpose'>, ServeOptions {
  /** Load the demo histories into a ledger that is empty. */
  readonly demo: boolean;
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
  try {
    if (options.demo && (await ledger.eventLog.head()) === undefined) {
      const report = await importHistories(
        ledger,
        { file: DEMO_HISTORIES, dryRun: false, json: false },
        terminal,
      );
      terminal.err(`loaded the demo histories: ${report.files} files, ${report.added} events`);
    } else await ledger.projected();
    served = await serve(ledger, options);
  } catch (error) {
    await ledger.close();
    throw error;
  }
  // Last of all, so that it meets what the demo or an earlier life of the ledger has left, and not the middle of it.
  const timekeeper = startTimekeeper({
    databaseUrl: ledger.instance.databaseUrl,
    readModels: ledger.readModels,
    eventLog: ledger.eventLog,
    rulebookOf,
    calendar: STATE_COUNCIL_CALENDAR,
    clock: options.clock,
    randomSalt: () => randomBytes(16).toString('hex'),
    wait: abortableWait,
    log: options.log,
  });
  terminal.out(`ready ${served.url}`);
  return async () => {
    await timekeeper.stop();
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
