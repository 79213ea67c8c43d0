/** Every way a value or a statement is unfit for the log; each has its heading in docs/errors.md. */
export type TransparencyLogErrorCode =
  | 'JSON_NUMBER_NOT_FINITE'
  | 'JSON_INTEGER_UNSAFE'
  | 'JSON_LONE_SURROGATE'
  | 'JSON_NOT_PLAIN'
  | 'JSON_TOO_DEEP'
  | 'COUNT_OUT_OF_RANGE'
  | 'HASH_MALFORMED'
  | 'ENTRY_TOO_LONG'
  | 'TILE_MALFORMED'
  | 'VERIFIER_KEY_MALFORMED'
  | 'SIGNING_KEY_MALFORMED'
  | 'NOTE_MALFORMED'
  | 'NOTE_FORGED'
  | 'NOTE_UNSIGNED'
  | 'CHECKPOINT_MALFORMED'
  | 'TLOG_PROOF_MALFORMED'
  | 'POLICY_MALFORMED'
  | 'HEADS_MALFORMED'
  | 'KEY_STATEMENT_MALFORMED'
  | 'FORK_PROOF_MALFORMED'
  | 'BUNDLE_MALFORMED';

/** What this package throws: a value or a statement that cannot enter the log, or cannot be read as one of its formats. */
export class TransparencyLogError extends Error {
  override readonly name = 'TransparencyLogError';
  readonly code: TransparencyLogErrorCode;
  constructor(code: TransparencyLogErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
