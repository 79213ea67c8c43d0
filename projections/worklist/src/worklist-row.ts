import type { Clock, CreditFile } from '@ledger/credit-file';
import type { FileId } from '@ledger/schemas';

/** A file as the next decision will find it, with the terms that run on it. */
export interface WorklistRow {
  readonly fileId: FileId;
  /** The fold of the file's events; read back from a row, members that are undefined are missing. */
  readonly file: CreditFile;
  /** The one that ends first in front; empty where nothing runs. */
  readonly clocks: readonly Clock[];
}
