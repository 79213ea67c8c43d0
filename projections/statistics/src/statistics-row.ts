import type { Clock, CreditFile, Status } from '@ledger/credit-file';
import type { EventId, FileId } from '@ledger/schemas';

/** A term that ran on a file and ended. Units: `month` is YYYY-MM, of the act that ended it. */
export interface EndedTerm {
  /** The clock's kind without the period it was about: `report`, not `report-2025`. */
  readonly kind: string;
  readonly rule: string;
  /** `met` when the act came on the last day or before, else `missed`. */
  readonly outcome: 'met' | 'missed';
  readonly month: string;
}

/** An adverse act. Shape: `standing` is false once it was invalidated, withdrawn or reversed. */
export interface Sanction {
  readonly eventId: EventId;
  readonly type: string;
  readonly rules: readonly string[];
  readonly month: string;
  readonly standing: boolean;
}

/** The file changed its standing. Units: `month` is YYYY-MM. */
export interface Move {
  readonly month: string;
  readonly from: Status;
  readonly to: Status;
}

/** What one file adds to the figures. */
export interface StatisticsRow {
  readonly fileId: FileId;
  readonly file: CreditFile;
  /** The terms that run after the newest event. */
  readonly running: readonly Clock[];
  readonly ended: readonly EndedTerm[];
  readonly sanctions: readonly Sanction[];
  readonly moves: readonly Move[];
}
