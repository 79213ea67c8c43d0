import { EmbeddedPostgresError, type EmbeddedPostgresErrorCode } from '@ledger/embedded-postgres';
import { LogError, type LogErrorCode } from '@ledger/log';

/** What the machine can lack; docs/errors.md says what to do about each. */
export type EnvironmentFaultCode =
  | EmbeddedPostgresErrorCode
  | LogErrorCode
  | 'NODE_TOO_OLD'
  | 'PORT_BUSY'
  | 'DATA_DIRECTORY_UNWRITABLE'
  | 'INSTANCE_RUNNING'
  | 'INSTANCE_NOT_READY'
  | 'EVENT_STORE_DOES_NOT_START';

/** The machine, not the law or the user's words, stands in the way: exit code 3 and one sentence that says what to do. */
export class EnvironmentFault extends Error {
  override readonly name = 'EnvironmentFault';
  readonly code: EnvironmentFaultCode;
  constructor(code: EnvironmentFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const UNWRITABLE = new Set(['EACCES', 'ENOENT', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC', 'EDQUOT']);
const NODE_MAJOR = 24;

/**
 * Recognises a fault of the environment in whatever was thrown; undefined for anything else.
 *
 * Shape: a busy port names the port, whoever tried to listen on it.
 */
export function environmentFaultIn(error: unknown): EnvironmentFault | undefined {
  if (error instanceof EnvironmentFault) return error;
  if (error instanceof EmbeddedPostgresError || error instanceof LogError)
    return new EnvironmentFault(error.code, error.message, { cause: error });
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    const port = 'port' in error ? ` ${String(error.port)}` : '';
    return new EnvironmentFault(
      'PORT_BUSY',
      `Another program listens on port${port}: stop it or choose another one with --port.`,
      { cause: error },
    );
  }
  return undefined;
}

/**
 * Runs `work`, whose system calls all concern the data directory.
 *
 * Errors: `DATA_DIRECTORY_UNWRITABLE`; anything else passes unchanged.
 */
export async function inDataDirectory<T>(dataDirectory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && UNWRITABLE.has(String(error.code)))) throw error;
    throw new EnvironmentFault(
      'DATA_DIRECTORY_UNWRITABLE',
      `The data directory ${dataDirectory} cannot be written (${String(error.code)}): give this user room and the right to write there, or choose another one with --data.`,
      { cause: error },
    );
  }
}

/** Returns on Node 24 or newer. Errors: `NODE_TOO_OLD`. */
export function requireNode24(version: string = process.versions.node): void {
  if (Number(version.split('.', 1)[0]) >= NODE_MAJOR) return;
  throw new EnvironmentFault(
    'NODE_TOO_OLD',
    `The ledger runs on Node ${NODE_MAJOR} and this is Node ${version}: start it with npm start or npm run ledger, which bring the right one.`,
  );
}
