import type { CreditFile } from '@ledger/credit-file';
import type { FileId } from '@ledger/schemas';

/** A file as the next decision will find it; `clocksOf` tells the terms that run on it. */
export interface WorklistRow {
  readonly fileId: FileId;
  /** The fold of the file's events; read back from a row, members that are undefined are missing. */
  readonly file: CreditFile;
}
