/** What can keep PostgreSQL from running; docs/errors.md says what to do about each. */
export type EmbeddedPostgresErrorCode =
  | 'POSTGRES_BINARIES_MISSING'
  | 'POSTGRES_DIRECTORY_UNWRITABLE'
  | 'POSTGRES_DISK_REFUSED'
  | 'POSTGRES_DIRECTORY_FOREIGN'
  | 'POSTGRES_WRONG_VERSION'
  | 'POSTGRES_CLUSTER_LOST'
  | 'POSTGRES_CLUSTER_CLAIMED_TWICE'
  | 'POSTGRES_ROOT_STAYS_ROOT'
  | 'POSTGRES_PASSWORD_REFUSED'
  | 'POSTGRES_DOES_NOT_START'
  | 'POSTGRES_DOES_NOT_STOP';

/** A failure of the machine, not of the law: the message is one sentence that says what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
  readonly code: EmbeddedPostgresErrorCode;
  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The code Node gives a failed system call, or undefined for any other error. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

const REFUSED_BY_DISK = new Set(['ENOSPC', 'EDQUOT', 'EIO']);
const REFUSED_BY_PERMISSION = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EEXIST',
  'ENOENT',
  'ELOOP',
  'ENAMETOOLONG',
]);

/**
 * Runs `work`, whose system calls all concern `directory`, and names their failure.
 *
 * Errors: `POSTGRES_DIRECTORY_UNWRITABLE`, `POSTGRES_DISK_REFUSED`; anything else passes unchanged.
 */
export async function onDirectory<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = systemCode(error);
    if (code !== undefined && REFUSED_BY_DISK.has(code)) {
      throw new EmbeddedPostgresError(
        'POSTGRES_DISK_REFUSED',
        `The disk refuses to write below ${directory} (${code}): make room or choose another --data directory.`,
        { cause: error },
      );
    }
    if (code !== undefined && REFUSED_BY_PERMISSION.has(code)) {
      throw new EmbeddedPostgresError(
        'POSTGRES_DIRECTORY_UNWRITABLE',
        `The data directory ${directory} cannot be written (${code}): give this user the right to write there or choose another --data directory.`,
        { cause: error },
      );
    }
    throw error;
  }
}
