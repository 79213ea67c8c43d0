/** What can be wrong with a line of an import, with the rule it breaks and what its author can do. */
const FAULTS = {
  IMPORT_NOT_UTF8: {
    rule: 'an import is UTF-8 text (RFC 3629)',
    remedy: 'save the file as UTF-8 and import it again',
  },
  IMPORT_LINE_TOO_LONG: {
    rule: 'a line holds at most 1 MiB',
    remedy: 'give large papers by their SHA-256 instead of including them',
  },
  IMPORT_NOT_JSON: {
    rule: 'each line is one JSON object (RFC 8259)',
    remedy: 'correct the line; a line cut off at the end means that the file was not copied completely',
  },
  IMPORT_DUPLICATE_KEY: {
    rule: 'an object names each of its fields once (RFC 8785)',
    remedy: 'remove the repeated field, keeping the value that is true',
  },
  IMPORT_NUMBER_UNSAFE: {
    rule: 'a number is one that every reader keeps exactly: finite, an integer up to 2^53 − 1',
    remedy: 'write identifiers as text and amounts in yuan with at most two decimals',
  },
  IMPORT_TEXT_BROKEN: {
    rule: 'text is complete Unicode characters without control characters',
    remedy: 'write the field again; the source has half a character or a control character in it',
  },
  IMPORT_FIELD_MISSING: {
    rule: 'a line states every field that its event requires',
    remedy: 'add the field',
  },
  IMPORT_FIELD_UNKNOWN: {
    rule: 'a line states nothing that its event does not have',
    remedy: 'remove the field, or write it as the schema names it',
  },
  IMPORT_FIELD_INVALID: {
    rule: 'a field keeps to the schema of its event',
    remedy: 'correct the value',
  },
  IMPORT_DATE_IMPOSSIBLE: {
    rule: 'a date is a day of the calendar, an instant a time of such a day',
    remedy: 'correct the date',
  },
  IMPORT_TYPE_UNKNOWN: {
    rule: 'an event is of a type the ledger knows',
    remedy: 'use a type from the list of events in schemas/json-schema',
  },
  IMPORT_USCC_MALFORMED: {
    rule: 'a unified social credit code is 18 characters of GB 32100-2015',
    remedy:
      'copy the code from the business licence; a wrong check character alone would be accepted and noted',
  },
  IMPORT_JURISDICTION_UNKNOWN: {
    rule: 'a file belongs to XJ, LN, ZY or ND',
    remedy: 'name the jurisdiction whose rulebook governs the file',
  },
  IMPORT_VERSION_OUT_OF_ORDER: {
    rule: 'the versions of a file run 1, 2, 3 … in the order of its lines, without a gap and without a repetition',
    remedy: 'export the whole file again from its first event, in order',
  },
  IMPORT_RECORDED_BACKWARDS: {
    rule: 'what stands later in a file was not recorded earlier',
    remedy: 'correct recorded_at, or the order of the lines',
  },
  IMPORT_EVENT_ID_REPEATED: {
    rule: 'an event id names one event; the same line may come twice, another one may not bear its id',
    remedy: 'give the second event an id of its own, or remove the line that is wrong',
  },
  IMPORT_FILE_MIXED: {
    rule: 'one agency_id stands for one USCC in one jurisdiction',
    remedy: 'correct agency_id, uscc or jurisdiction',
  },
  IMPORT_CAUSE_UNKNOWN: {
    rule: 'causation_id names an earlier event of the same file',
    remedy: 'correct the id, or leave it empty',
  },
} as const satisfies Readonly<Record<string, { readonly rule: string; readonly remedy: string }>>;

export type ImportFaultCode = keyof typeof FAULTS;

/** Every code an import can be refused with, with the rule behind it and the remedy. */
export const IMPORT_FAULTS: Readonly<
  Record<ImportFaultCode, { readonly rule: string; readonly remedy: string }>
> = FAULTS;

/** One thing wrong with an import. */
export interface ImportFault {
  /** Units: one-based, every physical line counts. */
  readonly line: number;
  readonly code: ImportFaultCode;
  readonly rule: string;
  /** As the source names it: `data.registered_on`; absent when the whole line is at fault. */
  readonly field?: string;
  readonly reason: string;
  readonly remedy: string;
  /** The source's name of the file, as far as the line gives it away. */
  readonly agencyId?: string;
}

/** A fault before it is known where it stands. */
export interface Objection {
  readonly code: ImportFaultCode;
  readonly reason: string;
  readonly field?: string;
}

/** The fault an objection makes on a line. Never throws. */
export function faultAt(line: number, objection: Objection, agencyId: string | undefined): ImportFault {
  const { rule, remedy } = FAULTS[objection.code];
  return { line, ...objection, rule, remedy, ...(agencyId !== undefined && { agencyId }) };
}
