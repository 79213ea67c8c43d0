export type LogErrorCode =
  /** The key file can be read or replaced by others, or is no file. */
  | 'KEY_FILE_UNSAFE'
  /** The key file does not hold a key. */
  | 'KEY_MALFORMED'
  /** The log has signed before, and its key is not there. */
  | 'KEY_MISSING'
  /** The key is that of a log with another origin. */
  | 'KEY_OF_ANOTHER_LOG'
  /** What the log remembers having signed cannot be read. */
  | 'MEMORY_DAMAGED';

/** What keeps a log from signing before it looks at any tree. Never says anything of a key. */
export class LogError extends Error {
  override readonly name = 'LogError';
  readonly code: LogErrorCode;
  constructor(code: LogErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
