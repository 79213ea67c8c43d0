import type { Projection } from '@ledger/projection-engine';
import { type JournalledEvent, parseFileId } from '@ledger/schemas';
import { applyEvent } from './apply.ts';
import { emptyRow, type RegisterRow } from './row.ts';
import { REGISTER_COLUMNS } from './search/columns.ts';

/**
 * The public register: one row for each file, of which the public sees `publication` and nothing else.
 *
 * The row of a file that has no publication is kept out of the table. What the law lets nobody see is masked or dropped when an
 * event is folded, so that no row holds it.
 * Law: XJ-7-2, XJ-10-2, XJ-18-2, LNO-2.1-4, LNR-17-1, ZY-5-4.
 */
export const publicRegister: Projection<RegisterRow> = {
  name: 'public-register',
  version: 2,
  byStream: true,
  key: (event: JournalledEvent) => event.fileId,
  initial(key) {
    const parsed = parseFileId(key);
    if (parsed === undefined) throw new Error(`not a file id: ${key}`);
    return emptyRow(parsed.fileId);
  },
  apply: applyEvent,
  isShown: (row) => row.publication !== undefined,
  columns: REGISTER_COLUMNS,
  feed: { name: 'register', item: (row) => row.publication },
};
