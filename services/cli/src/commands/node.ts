import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { NodeError, startNode } from '@ledger/embedded-node';
import { startPostgres } from '@ledger/embedded-postgres';
import type { Logger } from 'pino';
import { EXIT, Failure } from '../output/failure.ts';
import type { Terminal } from '../output/terminal.ts';

export interface NodeCommandOptions {
  readonly dataDirectory: string;
  readonly port: number;
  readonly log: Logger;
}

/** The database in which the embedded node of a data directory keeps its events. */
const STORE_DATABASE = 'store';

/**
 * Runs the embedded event store alone, and says `ready` on one line when it answers.
 *
 * Errors: exit code 3 when another node has the data, or the port is taken; a PostgreSQL started for it is stopped then.
 */
export async function serveNode(
  options: NodeCommandOptions,
  terminal: Terminal,
): Promise<() => Promise<void>> {
  const { dataDirectory, port, log } = options;
  const postgres = await startPostgres({
    dataDirectory: join(dataDirectory, 'postgres'),
    log: (line) => log.info(line),
  });
  // One that was running before us has other users.
  const stopPostgres = async (): Promise<void> => (postgres.adopted ? undefined : await postgres.stop());
  try {
    await postgres.createDatabase(STORE_DATABASE);
    const node = await startNode({
      database: postgres.url(STORE_DATABASE),
      port,
      now: Date.now,
      randomUuid: randomUUID,
      log: ({ level, message, error }) => log[level]({ err: error }, message),
    });
    terminal.out(`ready ${node.url}`);
    return async () => {
      await node.stop();
      await stopPostgres();
    };
  } catch (error) {
    await stopPostgres();
    if (error instanceof NodeError) throw new Failure(EXIT.environment, error.message, { cause: error });
    throw error;
  }
}
