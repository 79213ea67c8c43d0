/** Every way personal data cannot be sealed or opened; each has its heading in docs/errors.md. */
export type PersonalDataErrorCode = 'KEY_OF_WRONG_LENGTH' | 'MASTER_KEY_DIFFERS' | 'SEALED_BOX_BROKEN';

/** What this package throws. Its messages never hold a personal value or a key. */
export class PersonalDataError extends Error {
  override readonly name = 'PersonalDataError';
  readonly code: PersonalDataErrorCode;
  constructor(code: PersonalDataErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
