import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningPostgres, startPostgres } from '@ledger/embedded-postgres';
import type { Part } from './supervision.ts';

const LOOK_EVERY_MS = 250;

/** The embedded PostgreSQL as a part: its end is seen by looking, for an adopted server is nobody's child. */
export interface PostgresPart extends Part {
  readonly postgres: RunningPostgres;
}

/**
 * PostgreSQL runs on the data directory, on `port` when one is given: clients know the old one.
 *
 * Errors: `EmbeddedPostgresError`; plain `Error` when the port was taken by another program meanwhile.
 */
export async function startPostgresPart(
  dataDirectory: string,
  log: (line: string) => void,
  port?: number,
): Promise<PostgresPart> {
  const postgres = await startPostgres({ dataDirectory, log });
  if (port !== undefined && postgres.port !== port) {
    await postgres.stop();
    throw new Error(`its port ${port} was taken by another program`);
  }
  return { postgres, ended: endOf(postgres.pid), stop: () => postgres.stop() };
}

async function endOf(pid: number): Promise<string> {
  while (isThere(pid)) await sleep(LOOK_EVERY_MS);
  return `process ${pid} is gone`;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
