/** Why the law, or the state of a file, does not let an act happen. A value, never an exception. */
export interface Refusal {
  readonly code: RefusalCode;
  /** Rules that forbid it. */
  readonly basis: readonly string[];
  /** One sentence a person can act on. */
  readonly detail: string;
  /** `state` when the file stands elsewhere (409), `rule` when a rule forbids the act itself (422). */
  readonly kind: 'state' | 'rule';
}

/** Every refusal of the domain; each has its heading in docs/errors.md. */
export const REFUSAL_CODES = {
  FILE_IN_OTHER_STATE: 'state',
  CASE_AT_OTHER_STEP: 'state',
  BAR_RUNNING: 'rule',
  NO_BAR_RUNNING: 'rule',
  FOREIGN_BASIS: 'rule',
  DOCUMENT_REQUIRED: 'rule',
  GROUND_UNKNOWN: 'rule',
  GROUND_NOT_PROVEN: 'rule',
  REASON_REQUIRED: 'rule',
  VERIFICATION_OPEN: 'rule',
  DOSSIER_INCOMPLETE: 'rule',
  SERVICE_NOT_COVERED: 'rule',
  REPORT_NOT_DUE: 'rule',
  REPORT_ALREADY_MADE: 'rule',
  NO_SUCH_REVOCATION: 'rule',
  PENALTY_OUT_OF_RANGE: 'rule',
  AUTHOR_NOT_ENTITLED: 'rule',
  REPORT_NOT_USABLE: 'rule',
  ACT_IN_THE_FUTURE: 'rule',
  RULEBOOK_UNKNOWN: 'rule',
} as const satisfies Readonly<Record<string, 'state' | 'rule'>>;

export type RefusalCode = keyof typeof REFUSAL_CODES;

/** A refusal with its kind taken from the catalogue. */
export function refuse(code: RefusalCode, basis: readonly string[], detail: string): Refusal {
  return { code, basis, detail, kind: REFUSAL_CODES[code] };
}
