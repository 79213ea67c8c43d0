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
  INSTRUMENT_NOT_IN_FORCE: 'rule',
  LIST_UNKNOWN: 'rule',
  LIST_FIELD_UNKNOWN: 'rule',
  NOTICE_REQUIRED: 'rule',
  STATEMENT_TERM_RUNNING: 'rule',
  PRINCIPAL_ROLE_UNKNOWN: 'rule',
  MEASURE_NOT_OVER: 'rule',
  ADDRESSEE_UNKNOWN: 'rule',
  CLOCK_STOPPED: 'state',
  CLOCK_NOT_STOPPED: 'state',
  ALREADY_ANNOTATED: 'state',
  NOT_ANNOTATED: 'state',
  CORRECTION_REQUIRED: 'rule',
  DETERMINED_BY_ANOTHER: 'rule',
  WRITTEN_RESULT_REQUIRED: 'rule',
  NO_SUCH_RECORD: 'rule',
  REPAIR_TOO_EARLY: 'rule',
  REPAIR_METHOD_UNKNOWN: 'rule',
  REPAIR_CONDITION_OPEN: 'rule',
  FEE_FORBIDDEN: 'rule',
  PUBLICATION_RUNNING: 'rule',
  STANDARD_UNKNOWN: 'rule',
  REPORT_VALIDITY_REQUIRED: 'rule',
  REPORT_DELIVERED_EARLY: 'rule',
  OPINION_REQUIRED: 'rule',
  COMMITMENT_NOT_PUBLISHED: 'rule',
  PUBLICITY_RUNNING: 'rule',
  REPORT_IS_USABLE: 'rule',
  MATTER_UNKNOWN: 'rule',
  SELF_CERTIFICATION_REQUIRED: 'rule',
  CERTIFICATE_IN_USE: 'rule',
  NOT_DECLARED_TRUE: 'rule',
  SUPPLY_FORM_UNKNOWN: 'rule',
  PILOT_TOO_SMALL: 'rule',
  CLEAN_RECORD_NOT_SHOWN: 'rule',
  ACT_NOT_PROVIDED: 'rule',
  NOT_ADMITTED: 'rule',
  FILE_OF_ANOTHER: 'rule',
  LISTING_RUNNING: 'rule',
  COMMITMENT_INCOMPLETE: 'rule',
  CLAUSE_NOT_COMMITTED: 'rule',
  REPORT_INCOMPLETE: 'rule',
  REPORT_TOO_LATE: 'rule',
  NOT_OVERDUE: 'rule',
  NO_SUCH_TERM: 'rule',
  RUNG_SKIPPED: 'rule',
  VIOLATION_UNKNOWN: 'rule',
  MEASURE_NOT_LISTED: 'rule',
  GRADE_OUT_OF_BAND: 'rule',
  SUPERVISION_INCOMPLETE: 'rule',
} as const satisfies Readonly<Record<string, 'state' | 'rule'>>;

export type RefusalCode = keyof typeof REFUSAL_CODES;

/** A refusal with its kind taken from the catalogue. */
export function refuse(code: RefusalCode, basis: readonly string[], detail: string): Refusal {
  return { code, basis, detail, kind: REFUSAL_CODES[code] };
}
