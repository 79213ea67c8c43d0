import { asFileEvent, type Clock, emptyFile, evolve, runningClocks } from '@ledger/credit-file';
import type { Projection } from '@ledger/projection-engine';
import { rulebookById } from '@ledger/rulebooks';
import { type FileId, parseFileId } from '@ledger/schemas';
import { STATE_COUNCIL_CALENDAR, STATE_COUNCIL_NOTICES } from '@ledger/statutory-calendar';
import type { WorklistRow } from './worklist-row.ts';

/** Raised when the meaning of the row changes. */
const FORM = 1;
const NOTICES_MAX = 1_000;

/**
 * The worklist: every file with the terms that run on it, each counted under the rulebook of the file's newest act.
 *
 * A new notice of the State Council may move a date that was provisional (G-10), so the notices are part of the version:
 * a release that knows one more builds the rows anew. How a date was counted is not kept; `explainClock` finds it again.
 *
 * Shape: one row a file, whatever its standing: one that no term runs on may still have something due.
 */
export const worklist: Projection<WorklistRow> = {
  name: 'worklist',
  version: FORM * NOTICES_MAX + STATE_COUNCIL_NOTICES.length,
  key: (event) => event.fileId,
  // Only `key` makes keys, and it makes file ids.
  initial: (fileId) => plain({ fileId: fileId as FileId, file: emptyFile(fileId as FileId), clocks: [] }),
  apply(row, event) {
    const known = asFileEvent(event);
    if (known === undefined) return row;
    const file = evolve(row.file, known);
    return plain({ ...row, file, clocks: clocksOf(file) });
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
      of: ({ clocks }) => [...new Set(clocks.flatMap(({ kind }) => [kind, familyOf(kind)]))],
      index: 'gin',
    },
    next_last_day: { type: 'text', of: ({ clocks }) => clocks[0]?.lastDay ?? null, index: 'btree' },
  },
};

/** The kind of a clock without the period it is about: `report-2025` and `report-2025-H1` are `report`. */
export function familyOf(kind: Clock['kind']): string {
  return kind.replace(/-\d{4}(-H[12])?$/, '');
}

function clocksOf(file: WorklistRow['file']): readonly Clock[] {
  const rulebook = file.rulebook === undefined ? undefined : rulebookById(file.rulebook);
  return rulebook === undefined ? [] : runningClocks(file, { rulebook, calendar: STATE_COUNCIL_CALENDAR });
}

/** The divisions whose officers look after a file: of its address and of its reviewer, with those around them. */
function divisionsOf({ file: { division, routedTo } }: WorklistRow): readonly string[] {
  const known = [division, routedTo].filter((one) => one !== undefined && /^\d{6}$/.test(one)) as string[];
  return [...new Set(known.flatMap((one) => [one, `${one.slice(0, 4)}00`, `${one.slice(0, 2)}0000`]))];
}

/** The row as JSON keeps it. */
function plain(row: WorklistRow): WorklistRow {
  return JSON.parse(JSON.stringify(row));
}
