import type { Projection } from '@ledger/projection-engine';
import { isDraft, rulebookById } from '@ledger/rulebooks';
import { parseFileId } from '@ledger/schemas';
import { evolveFacts, NO_FACTS } from './grade-facts.ts';
import { resultOf } from './grade-of.ts';
import type { GradeRow } from './grade-row.ts';

/**
 * The supervision grade of every file, each event counted under the rulebook that governed it.
 *
 * For officers and auditors only: a grade says where to look, it is no verdict on the agency (G-25).
 *
 * Shape: one row a file, shown from its first filing on; an event under a rulebook that is not shipped leaves the row as it is.
 */
export const supervisionGrade: Projection<GradeRow> = {
  name: 'supervision-grade',
  version: 1,
  byStream: true,
  key: (event) => event.fileId,
  initial: (fileId) => ({ fileId, ...NO_FACTS, result: null }),
  apply(row, event) {
    const rulebook = rulebookById(event.metadata.rulebook);
    if (rulebook === undefined) return row;
    const { fileId, result, ...before } = row;
    const facts = evolveFacts(before, event, rulebook);
    if (facts === before && (result === null || result.rulebook === rulebook.id)) return row;
    return { fileId, ...facts, result: facts.filed ? resultOf(facts, rulebook) : null };
  },
  isShown: (row) => row.result !== null,
  columns: {
    jurisdiction: {
      type: 'text',
      of: ({ fileId }) => parseFileId(fileId)?.jurisdiction ?? null,
      index: 'btree',
    },
    grade: { type: 'text', of: ({ result }) => result?.grade ?? null, index: 'btree' },
    score: { type: 'integer', of: ({ result }) => result?.computed.score ?? null, index: 'btree' },
    decided_by: { type: 'text', of: ({ result }) => result?.decidedBy ?? null },
    inspection_ratio_bp: { type: 'integer', of: ({ result }) => result?.inspectionRatioBp ?? null },
  },
  feed: {
    name: 'grade',
    item: ({ fileId, result }) =>
      result && {
        fileId,
        grade: result.grade,
        decidedBy: result.decidedBy,
        score: result.computed.score,
        inspectionRatioBp: result.inspectionRatioBp,
        rulebook: result.rulebook,
        simulation: isDraft(result.rulebook),
      },
  },
};
