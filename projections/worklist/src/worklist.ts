import { asFileEvent, type CreditFile, emptyFile, evolve } from '@ledger/credit-file';
import type { Projection } from '@ledger/projection-engine';
import { type FileId, parseFileId } from '@ledger/schemas';
import { STATE_COUNCIL_NOTICES } from '@ledger/statutory-calendar';
import { clocksOf, familyOf } from './clocks-of.ts';
import type { WorklistRow } from './worklist-row.ts';

/** Raised when the meaning of the row changes. */
const FORM = 2;

/**
 * The worklist: every file, found by the terms that run on it.
 *
 * A new notice of the State Council may move a date that was provisional (G-10), so the version counts the notices
 * too: a release that knows one more builds the rows anew. Neither the terms nor how they were counted are kept in the row:
 * `clocksOf` and `explainClock` find them again.
 *
 * Shape: one row a file, whatever its standing: one that no term runs on may still have something due.
 */
export const worklist: Projection<WorklistRow> = {
  name: 'worklist',
  version: FORM + STATE_COUNCIL_NOTICES.length,
  byStream: true,
  key: (event) => event.fileId,
  // Only `key` makes keys, and it makes file ids.
  initial: (fileId) => plain({ fileId: fileId as FileId, file: emptyFile(fileId as FileId) }),
  apply(row, event) {
    const known = asFileEvent(event);
    if (known === undefined) return row;
    return { ...row, file: plainFile(evolve(row.file, known), row.file) };
  },
  columns: {
    jurisdiction: {
      type: 'text',
      of: ({ fileId }) => parseFileId(fileId)?.jurisdiction ?? null,
      index: 'btree',
    },
    divisions: { type: 'text[]', of: divisionsOf, index: 'gin' },
    kinds: {
      type: 'text[]',
      of: (row) => [...new Set(clocksOf(row).flatMap(({ kind }) => [kind, familyOf(kind)]))],
      index: 'gin',
    },
    next_last_day: { type: 'text', of: (row) => clocksOf(row)[0]?.lastDay ?? null, index: 'btree' },
  },
};

/** The divisions whose officers look after a file: of its address and of its reviewer, with those around them. */
function divisionsOf({ file: { division, routedTo } }: WorklistRow): readonly string[] {
  const known = [division, routedTo].filter((one) => one !== undefined && /^\d{6}$/.test(one)) as string[];
  return [...new Set(known.flatMap((one) => [one, `${one.slice(0, 4)}00`, `${one.slice(0, 2)}0000`]))];
}

/**
 * The file as JSON keeps it, without the types of its acts: no term looks at them, and a long file has thousands.
 *
 * What the event left as it was is taken over unseen.
 */
function plainFile(after: CreditFile, before: CreditFile): CreditFile {
  const members = Object.entries(after).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (name === 'acts') return [[name, []]];
    return [[name, plainMember(value, before[name as keyof CreditFile])]];
  });
  // The same members, those that are undefined apart.
  return Object.fromEntries(members) as CreditFile;
}

function plainMember(after: unknown, before: unknown): unknown {
  if (after === before) return after;
  if (!Array.isArray(after) || !Array.isArray(before)) return plain(after);
  return after.map((element, index) => (element === before[index] ? element : plain(element)));
}

/** The value as JSON keeps it. */
function plain<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}
