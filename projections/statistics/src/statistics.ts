import { asFileEvent, emptyFile, evolve } from '@ledger/credit-file';
import type { Projection } from '@ledger/projection-engine';
import { type FileId, parseFileId } from '@ledger/schemas';
import { STATE_COUNCIL_NOTICES } from '@ledger/statutory-calendar';
import { evolveSanctions } from './sanctions.ts';
import type { Move, StatisticsRow } from './statistics-row.ts';
import { endedBy, termsRunningOn } from './terms.ts';

/** Raised when the meaning of the row changes. */
const FORM = 1;

/** Between the parts of a text that is counted as one value. */
export const BETWEEN = '|';

/**
 * The figures of supervision: what each file adds to the counts of agencies, terms and sanctions.
 *
 * The columns hold each fact as one text, so that a tally of them is a table: `ended` as `kind|rule|outcome|month`, `sanctions` as
 * `rule|type|standing or withdrawn|month`, `moves` as `month|from|to`.
 *
 * Shape: one row a file. A new notice of the State Council may move a last day, so it counts in the version (G-10).
 */
export const statistics: Projection<StatisticsRow> = {
  name: 'statistics',
  version: FORM + STATE_COUNCIL_NOTICES.length,
  key: (event) => event.fileId,
  // Only `key` makes keys, and it makes file ids.
  initial: (key) => plain(emptyRow(key as FileId)),
  apply(row, event) {
    const known = asFileEvent(event);
    if (known === undefined) return row;
    const file = evolve(row.file, known);
    const running = termsRunningOn(file, row.running);
    return plain({
      fileId: row.fileId,
      file,
      running,
      ended: [...row.ended, ...endedBy(known, row.running, running)],
      sanctions: evolveSanctions(row.sanctions, known),
      moves: [...row.moves, ...movesOf(row, file.standing.status, known.metadata.occurredAt)],
    });
  },
  columns: {
    jurisdiction: {
      type: 'text',
      of: ({ fileId }) => parseFileId(fileId)?.jurisdiction ?? null,
      index: 'btree',
    },
    status: { type: 'text', of: ({ file }) => file.standing.status },
    division: { type: 'text', of: ({ file }) => file.division ?? null },
    services: { type: 'text[]', of: ({ file }) => file.serviceKinds },
    running: { type: 'text[]', of: (row) => row.running.map(({ kind, rule }) => joined(kind, rule)) },
    ended: {
      type: 'text[]',
      of: (row) => row.ended.map(({ kind, rule, outcome, month }) => joined(kind, rule, outcome, month)),
    },
    sanctions: {
      type: 'text[]',
      of: (row) =>
        row.sanctions.flatMap(({ rules, type, standing, month }) =>
          rules.map((rule) => joined(rule, type, standing ? 'standing' : 'withdrawn', month)),
        ),
    },
    moves: { type: 'text[]', of: (row) => row.moves.map(({ month, from, to }) => joined(month, from, to)) },
  },
};

function emptyRow(fileId: FileId): StatisticsRow {
  return { fileId, file: emptyFile(fileId), running: [], ended: [], sanctions: [], moves: [] };
}

function movesOf({ file }: StatisticsRow, to: Move['to'], occurredAt: string): readonly Move[] {
  const from = file.standing.status;
  return from === to ? [] : [{ month: occurredAt.slice(0, 7), from, to }];
}

function joined(...parts: readonly string[]): string {
  return parts.join(BETWEEN);
}

/** The row as JSON keeps it. */
function plain(row: StatisticsRow): StatisticsRow {
  return JSON.parse(JSON.stringify(row));
}
