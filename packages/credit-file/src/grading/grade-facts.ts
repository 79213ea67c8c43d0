import { isAdverse } from '@ledger/schemas';
import type { CreditFile } from '../credit-file.ts';
import type { FileEvent } from '../file-event.ts';

/** Keeps the grade that the authority gave, and whether an adverse act rests on a document. Law: XJ-14-3; decision G-13. */
export function foldGrade(file: CreditFile, event: FileEvent): CreditFile {
  if (event.type === 'graded') return { ...file, grade: event.data.grade };
  const found = isAdverse(event.type) && event.metadata.document !== undefined;
  return found && !file.foundByDocument ? { ...file, foundByDocument: true } : file;
}
