/** What can be wrong with the law as it was written down. */
export type RulebookErrorCode =
  | 'RULEBOOK_MALFORMED'
  | 'RULEBOOK_CITES_UNKNOWN_RULE'
  | 'RULEBOOK_OVERLAP'
  | 'RULE_UNKNOWN'
  | 'RULEBOOK_UNKNOWN';

/** Thrown when a folder of law cannot be used, or a caller names a rule or rulebook that does not exist. */
export class RulebookError extends Error {
  override readonly name = 'RulebookError';
  readonly code: RulebookErrorCode;

  constructor(code: RulebookErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
