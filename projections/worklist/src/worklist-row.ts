import type { CreditFile } from '@ledger/credit-file';
import type { FileId } from '@ledger/schemas';

/** A file as far as terms depend on it; `clocksOf` tells those that run on it. */
export interface WorklistRow {
  readonly fileId: FileId;
  /** The fold of the file's events without the types of its acts; members that are undefined are missing. */
  readonly file: CreditFile;
}
