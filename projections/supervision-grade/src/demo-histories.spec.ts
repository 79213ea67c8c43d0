import { rulebookById, ruleIsCitable } from '@ledger/rulebooks';
import { EVENT_TYPES, type JournalledEvent } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { demoJournal } from '../testing/demo-journal.ts';
import { gradeOf } from './grade-of.ts';
import type { GradeRow } from './grade-row.ts';
import { supervisionGrade } from './supervision-grade.ts';

const journal = demoJournal();

function rowsOf(events: readonly JournalledEvent[]): Map<string, GradeRow> {
  const rows = new Map<string, GradeRow>();
  for (const event of events) {
    const key = supervisionGrade.key(event);
    if (key !== undefined)
      rows.set(key, supervisionGrade.apply(rows.get(key) ?? supervisionGrade.initial(key), event));
  }
  return rows;
}

const rows = rowsOf(journal);
const shown = [...rows.values()].filter((row) => supervisionGrade.isShown?.(row) ?? true);

function row(fileId: string): GradeRow {
  const found = rows.get(fileId);
  if (found === undefined) throw new Error(`the demo has no file ${fileId}`);
  return found;
}

describe('the demo histories', () => {
  it('374 events make 24 graded files, and none for the outside agency without a file', () => {
    expect(journal).toHaveLength(374);
    expect(shown).toHaveLength(24);
    expect(row('620700-91620102MAFAKE238F').result).toBeNull();
  });

  it('星垣: the authority said A after B; the points say A too', () => {
    const { result, recorded } = row('650000-91650102MAFAKE019H');
    expect(recorded.map(({ grade, score }) => [grade, score])).toEqual([
      ['B', 82],
      ['A', 93],
    ]);
    expect(result).toMatchObject({
      grade: 'A',
      decidedBy: 'authority',
      inspectionRatioBp: 100,
      computed: { grade: 'A' },
    });
  });

  it('伊犁: breach, interview and order make a C; so did the authority on the day', () => {
    const fileId = '650000-91654002MAFAKE0781';
    const atGrading = journal.filter((event) => event.fileId === fileId && event.revision < 14);
    expect(rowsOf(atGrading).get(fileId)?.result).toMatchObject({ grade: 'C', decidedBy: 'computation' });
    expect(row(fileId).recorded).toMatchObject([{ grade: 'C', score: 68 }]);
  });

  it('鞍山: D while listed on a legal document, B again once delisted', () => {
    const fileId = '210000-91210302MAFAKE182P';
    const listing = journal.filter((event) => event.fileId === fileId && event.revision <= 8);
    expect(listing.at(-1)?.type).toBe('listed');
    expect(rowsOf(listing).get(fileId)?.result).toMatchObject({
      grade: 'D',
      decidedBy: 'computation',
      computed: { score: 35 },
    });
    expect(row(fileId).result).toMatchObject({
      grade: 'B',
      decidedBy: 'authority',
      computed: { grade: 'B' },
    });
  });

  it('石河子: the restored revocation counts nothing', () => {
    const { points, result } = row('650000-91659001MAFAKE1584');
    const revocation = points.find(({ event }) => event.type === 'revoked');
    const restoration = journal.find(
      ({ fileId, type }) => fileId === '650000-91659001MAFAKE1584' && type === 'restored',
    );
    expect(revocation).toMatchObject({ points: -15, undoneBy: restoration?.id });
    expect(result?.computed.score).toBeGreaterThanOrEqual(80);
  });

  it('one agency in two provinces has two grades', () => {
    expect(row('210000-91210102MAFAKE166P').result?.grade).toBe('A');
    expect(row('650000-91210102MAFAKE166P').result).toMatchObject({ grade: 'C', computed: { score: 65 } });
  });

  it('every point rests on a rule its file may cite and on an event of that file', () => {
    for (const { fileId, points, result } of shown) {
      const rulebook = rulebookById(result?.rulebook ?? '');
      for (const { rule, event } of points) {
        expect(rulebook && ruleIsCitable(rulebook, rule)).toBe(true);
        expect(journal[event.position - 1]).toMatchObject({
          fileId,
          id: event.id,
          type: event.type,
          revision: event.revision,
        });
      }
    }
  });

  it('folding twice makes the same rows, and a file alone the same as among others', () => {
    expect(rowsOf(journal)).toEqual(rows);
    for (const { fileId, result } of shown) {
      const rulebook = rulebookById(result?.rulebook ?? '');
      const alone = journal.filter((event) => event.fileId === fileId);
      expect(rulebook && gradeOf(alone, rulebook)?.result).toEqual(result);
    }
  });

  it('no rulebook gives points for an event the ledger does not know', () => {
    const known: readonly string[] = EVENT_TYPES;
    for (const { result } of shown) {
      const { points, reversals } = rulebookById(result?.rulebook ?? '')?.grading ?? {
        points: [],
        reversals: [],
      };
      expect(points.length).toBeGreaterThan(0);
      for (const { value } of points) expect(known).toContain(value.event);
      for (const { value } of reversals)
        expect(known).toEqual(expect.arrayContaining([value.event, value.reverses]));
    }
  });
});
