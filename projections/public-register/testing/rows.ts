import type { JournalledEvent } from '@ledger/schemas';
import { publicRegister } from '../src/public-register.ts';
import type { RegisterRow } from '../src/row.ts';

/** The rows a journal folds to, by file id, as the engine would keep them. */
export function rowsOfJournal(journal: Iterable<JournalledEvent>): Map<string, RegisterRow> {
  const rows = new Map<string, RegisterRow>();
  for (const event of journal) {
    const key = publicRegister.key(event);
    if (key === undefined) continue;
    rows.set(key, publicRegister.apply(rows.get(key) ?? publicRegister.initial(key), event));
  }
  return rows;
}
