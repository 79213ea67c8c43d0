export { act, journalOf, type MadeAct } from './history.ts';
export { journalOfImport } from './import-journal.ts';
export { rowsOfJournal } from './rows.ts';
