/**
 * The node as a process of its own.
 *
 *     node main.ts --database postgres://… [--host 127.0.0.1] [--port 2113] [--tls-cert FILE --tls-key FILE [--tls-ca FILE]]
 *                  [--exit-with-parent]
 *
 * The connection string may also come as DATABASE_URL, so that a password does not stand in the list of processes. Prints one line
 * `ready esdb://…` when it answers, logs JSON lines to stderr, ends on SIGTERM and SIGINT. Exit codes: 0 stopped, 2 bad usage, 3 cannot run.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { argv, env, exit, stderr, stdin, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import type { TlsIdentity } from './grpc/server.ts';
import { startNode } from './node.ts';
import { NodeError, type NodeLogEntry } from './node-error.ts';

const BAD_USAGE = 2;
const CANNOT_RUN = 3;
const PORT_MAX = 65_535;

interface Settings {
  readonly database: string;
  readonly host: string;
  readonly port: number;
  readonly tls: TlsIdentity | undefined;
  /** What clients add to the connection string to trust the certificate. */
  readonly trust: string;
  readonly exitWithParent: boolean;
}

function readSettings(): Settings {
  const { values } = parseArgs({
    args: argv.slice(2),
    options: {
      database: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '0' },
      'tls-cert': { type: 'string' },
      'tls-key': { type: 'string' },
      'tls-ca': { type: 'string' },
      'exit-with-parent': { type: 'boolean', default: false },
    },
  });
  const database = values.database ?? env['DATABASE_URL'];
  if (database === undefined || !/^postgres(ql)?:\/\//.test(database)) {
    throw new Error('--database (or DATABASE_URL) must be a PostgreSQL connection string, postgres://…');
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > PORT_MAX)
    throw new Error('--port must be a number from 0 to 65535.');
  const { 'tls-cert': cert, 'tls-key': key, 'tls-ca': ca } = values;
  if ((cert === undefined) !== (key === undefined))
    throw new Error('--tls-cert and --tls-key belong together.');
  return {
    database,
    host: values.host,
    port,
    tls: cert === undefined || key === undefined ? undefined : { cert: readPem(cert), key: readPem(key) },
    trust: ca === undefined ? '' : `&tlsCAFile=${encodeURIComponent(ca)}`,
    exitWithParent: values['exit-with-parent'],
  };
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function writeLog({ level, message, error }: NodeLogEntry): void {
  const detail = error instanceof Error ? (error.stack ?? error.message) : error;
  stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, error: detail })}\n`);
}

async function main(): Promise<void> {
  let settings: Settings;
  try {
    settings = readSettings();
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    exit(BAD_USAGE);
  }
  const { database, host, port, tls, trust } = settings;
  const node = await startNode({
    database,
    host,
    port,
    ...(tls === undefined ? {} : { tls }),
    now: Date.now,
    randomUuid: randomUUID,
    log: writeLog,
  });
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    node.stop().then(() => exit(0), fail);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (settings.exitWithParent) {
    // The parent holds the other end: it is closed even when the parent is killed.
    stdin.on('end', stop).on('close', stop).on('error', stop).resume();
  }
  stdout.write(`ready ${node.url}${trust}\n`);
}

function fail(error: unknown): never {
  if (error instanceof NodeError) stderr.write(`${error.code}: ${error.message}\n`);
  else writeLog({ level: 'error', message: 'The node cannot run.', error });
  exit(CANNOT_RUN);
}

main().catch(fail);
