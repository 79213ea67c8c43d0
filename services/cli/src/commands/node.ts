import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { NodeError, type RunningNode, startNode } from '@ledger/embedded-node';
import type { Logger } from 'pino';
import { startPostgresPart } from '../instance/postgres-part.ts';
import { supervise } from '../instance/supervision.ts';
import { EXIT, Failure } from '../output/failure.ts';
import type { Terminal } from '../output/terminal.ts';
import { type NodeSecurity, nodeIdentity } from './node-identity.ts';

export interface NodeCommandOptions {
  readonly dataDirectory: string;
  readonly port: number;
  readonly security: NodeSecurity;
  readonly log: Logger;
}

/** The database in which the embedded node of a data directory keeps its events. */
const STORE_DATABASE = 'store';

/**
 * Runs the embedded event store alone, and says `ready` on one line with the address that clients use.
 *
 * Shape:  PostgreSQL is started again when it dies; the node answers UNAVAILABLE meanwhile and goes on by itself. Over TLS
 *         the address names the file that clients must trust; login and password are theirs to add.
 * Errors: exit code 2 when a certificate file cannot be read; 3 when another node has the data, the port is taken or the certificate is
 *         of no use. A PostgreSQL started for it is stopped then.
 */
export async function serveNode(
  options: NodeCommandOptions,
  terminal: Terminal,
): Promise<() => Promise<void>> {
  const { dataDirectory, port, security, log } = options;
  // Said before anything is started.
  const identity = await nodeIdentity(security, dataDirectory, Date.now());
  const folder = join(dataDirectory, 'postgres');
  const note = (line: string): void => log.info(line);
  const first = await startPostgresPart(folder, note);
  const { postgres } = first;
  let node: RunningNode;
  try {
    await postgres.createDatabase(STORE_DATABASE);
    node = await startNode({
      database: postgres.url(STORE_DATABASE),
      port,
      ...(identity === undefined ? {} : { tls: identity.tls }),
      now: Date.now,
      randomUuid: randomUUID,
      log: ({ level, message, error }) => log[level]({ err: error }, message),
    });
  } catch (error) {
    // One that was running before us has other users.
    if (!postgres.adopted) await first.stop();
    if (error instanceof NodeError) throw new Failure(EXIT.environment, error.message, { cause: error });
    throw error;
  }
  const supervision = supervise({
    name: 'PostgreSQL',
    first,
    restart: () => startPostgresPart(folder, note, postgres.port),
    log: (line) => log.warn(line),
  });
  terminal.out(`ready ${node.url}${trust(identity?.authorityFile)}`);
  return async () => {
    await node.stop();
    await supervision.stop();
  };
}

/** What clients add to the address to trust the certificate; a path stays readable. */
function trust(authorityFile: string | undefined): string {
  if (authorityFile === undefined) return '';
  return `&tlsCAFile=${authorityFile.split('/').map(encodeURIComponent).join('/')}`;
}
