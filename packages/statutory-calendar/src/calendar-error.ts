/** What can be wrong with a date, a time or a holiday notice. */
export type CalendarErrorCode =
  | 'DATE_MALFORMED'
  | 'DATE_IMPOSSIBLE'
  | 'INSTANT_MALFORMED'
  | 'INSTANT_IMPOSSIBLE'
  | 'INSTANT_NOT_BEIJING'
  | 'TERM_NOT_COUNTABLE'
  | 'DATE_OUT_OF_RANGE'
  | 'NOTICE_CONTRADICTORY';

/** Why a text is no date or no instant, in one sentence a person can act on. */
export interface Fault {
  readonly code: CalendarErrorCode;
  readonly message: string;
}

/** A value that was read, or the fault that kept it from being read. */
export type Parsed<Value> = { readonly value: Value } | { readonly fault: Fault };

/** Thrown where a caller chose the throwing form, or broke a contract of this package. */
export class CalendarError extends Error {
  override readonly name = 'CalendarError';
  readonly code: CalendarErrorCode;

  constructor(code: CalendarErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The value that was read. Errors: throws the fault as a `CalendarError`. */
export function valueOrThrow<Value>(parsed: Parsed<Value>): Value {
  if ('fault' in parsed) throw new CalendarError(parsed.fault.code, parsed.fault.message);
  return parsed.value;
}
