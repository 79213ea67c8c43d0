import { LAW, rulebookOrThrow } from '@ledger/rulebooks';
import type { JournalledEvent } from '@ledger/schemas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Act, act, onPaper, story, under } from '../testing/grading-story.ts';
import { gradeOf } from './grade-of.ts';
import type { GradeRow } from './grade-row.ts';
import { supervisionGrade } from './supervision-grade.ts';

const xinjiang = rulebookOrThrow('xj-measures-draft@2024-01-01');
const liaoning = rulebookOrThrow('ln-regulation@2022-01-01');

const filed = act('filed', {
  uscc: '91650102MAFAKE019H',
  agencyName: '新疆星垣信用科技有限公司（示例）',
  registeredArea: '650102',
  registeredOn: '2019-05-20',
  serviceKinds: ['信用评价'],
  registeredCapitalFen: 500_000_000,
  documents: [],
  annualReportExempt: false,
  seniorManagers: [],
  professionals: [],
});
const accepted = act('accepted', { fileNo: 'XJ-2025-0001', reviewDays: 3 });
const reported = act('reported', { reportYear: 2024, parts: ['project-list'], projects: [] });
const cleanInspection = act('inspected', { kind: 'random', result: 'no-problem', checklist: [] });
const badInspection = act('inspected', { kind: 'special', result: 'commitment-breach', checklist: [] });
const breached = act('commitment-breached', { clause: '登记信息真实' });
const interviewed = act('interviewed', {});
const listed = act('listed', { list: '严重失信主体名单（示例）' });
const delisted = act('delisted', {});
const refusedToRectify = act('rectification-refused', { reason: '期限届满未提交整改报告' });
const revokedAs = (ground: 'LATE-REPORT' | 'REFUSED-RECTIFICATION' | 'UNLICENSED' | 'LISTED') =>
  act('revoked', { ground, automatic: false });
const restored = act('restored', { reversesType: 'revoked', reason: '年度报告已于期限内提交' });
const gradedAs = (grade: 'A' | 'B' | 'C' | 'D', score: number) =>
  act('graded', { grade, score, inspectionRatioBp: 100, model: 'model@1' });

function rowOf(events: readonly JournalledEvent[]): GradeRow {
  return events.reduce(supervisionGrade.apply, supervisionGrade.initial('650000-91650102MAFAKE019H'));
}

/** given(…).isGraded(…): the grade of a file with this history. */
function given(...acts: readonly Act[]) {
  const events = story(...acts);
  const row = rowOf(events);
  return {
    row,
    events,
    isGraded: (expected: object) => expect(row.result).toMatchObject(expected),
    hasNoGrade: () => expect([row.result, supervisionGrade.isShown?.(row)]).toEqual([null, false]),
  };
}

describe('G-25: a file is graded from its first filing on', () => {
  it('an agency that never filed has no grade', () => given(interviewed).hasNoGrade());

  it('a new file is a B, inspected once a year, one in ten', () => {
    given(filed).isGraded({
      grade: 'B',
      decidedBy: 'computation',
      inspectionRatioBp: 1000,
      inspectionsPerYear: { min: 1, max: 1 },
      computed: { grade: 'B', score: 80 },
      recorded: null,
      initialScore: 80,
      rulebook: xinjiang.id,
    });
  });

  it('what happened before the filing counts once there is a file', () => {
    given(interviewed, filed).isGraded({ computed: { score: 77 } });
  });

  it('shows the thresholds it was held against', () => {
    expect(given(filed).row.result?.thresholds).toEqual(xinjiang.grading.bands.value);
  });
});

describe('第十四条第二款: every point names its event and its rule', () => {
  it('a report in time and a clean inspection lead to an A', () => {
    const { row, events } = given(filed, accepted, reported, cleanInspection);
    expect(row.result).toMatchObject({ grade: 'A', inspectionRatioBp: 200, computed: { score: 90 } });
    expect(row.points).toEqual([
      {
        points: 5,
        rule: 'XJ-11-1',
        documented: false,
        event: {
          id: events[2]?.id,
          type: 'reported',
          revision: 2,
          position: 3,
          occurredAt: '2025-03-05T10:00:00+08:00',
        },
      },
      {
        points: 5,
        rule: 'XJ-14-1',
        documented: false,
        event: {
          id: events[3]?.id,
          type: 'inspected',
          revision: 3,
          position: 4,
          occurredAt: '2025-03-06T10:00:00+08:00',
        },
      },
    ]);
  });

  it('an inspection with a finding gives none, the finding’s own events do', () => {
    expect(given(filed, badInspection).row.points).toEqual([]);
    given(filed, badInspection, breached, interviewed).isGraded({
      computed: { grade: 'C', score: 67 },
      grade: 'C',
    });
  });

  it.each([
    ['LATE-REPORT', 65, 'XJ-11-2'],
    ['REFUSED-RECTIFICATION', 60, 'XJ-15-3'],
    ['UNLICENSED', 50, 'XJ-15-4'],
  ] as const)('a revocation on %s counts by its ground: %i', (ground, score, rule) => {
    const { row } = given(filed, revokedAs(ground));
    expect(row.result?.computed.score).toBe(score);
    expect(row.points.map((point) => point.rule)).toEqual([rule]);
  });

  it('the score stays between 0 and 100', () => {
    given(filed, ...Array.from({ length: 6 }, () => reported)).isGraded({
      computed: { score: 100, grade: 'A' },
    });
    given(filed, ...Array.from({ length: 3 }, () => onPaper(listed))).isGraded({
      computed: { score: 0, grade: 'D' },
    });
  });
});

describe('G-13: never a D without a legal document', () => {
  it('the score alone makes no D', () => {
    given(filed, listed).isGraded({
      grade: 'C',
      inspectionRatioBp: 4000,
      computed: { grade: 'C', score: 35, heldBackFrom: 'D' },
    });
  });

  it('a document does', () => {
    const { row } = given(filed, onPaper(listed));
    expect(row.result).toMatchObject({
      grade: 'D',
      inspectionRatioBp: 10_000,
      inspectionsPerYear: { min: 2 },
    });
    expect(row.result?.computed).not.toHaveProperty('heldBackFrom');
  });

  it('one document is enough, whatever else has none', () => {
    given(filed, onPaper(listed), interviewed).isGraded({ grade: 'D', computed: { score: 32 } });
  });

  it('a C that the score itself makes is not held back from anything', () => {
    expect(given(filed, breached).row.result?.computed).toEqual({
      grade: 'C',
      score: 70,
      inspectionRatioBp: 4000,
      inspectionsPerYear: { min: 1, max: 2 },
    });
  });

  it('a document behind an act that is not adverse does not', () => {
    given(filed, listed, onPaper(cleanInspection), interviewed, interviewed).isGraded({
      grade: 'C',
      computed: { score: 34, heldBackFrom: 'D' },
    });
  });

  it('nor one behind an act that was undone', () => {
    given(filed, listed, onPaper(revokedAs('UNLICENSED')), restored).isGraded({
      grade: 'C',
      computed: { score: 35 },
    });
  });
});

describe('what is undone counts no longer', () => {
  it('a restoration takes away the points of the latest revocation, and stays to be seen', () => {
    const { row, events } = given(filed, revokedAs('UNLICENSED'), filed, revokedAs('LATE-REPORT'), restored);
    expect(row.result?.computed.score).toBe(50);
    expect(row.points.map(({ points, undoneBy }) => [points, undoneBy])).toEqual([
      [-30, undefined],
      [-15, events[4]?.id],
    ]);
  });

  it('a restoration that names a revocation takes away that one', () => {
    const [, first] = story(filed, revokedAs('UNLICENSED'));
    if (first === undefined) throw new Error('the story has two events');
    const named = act('restored', { reversesType: 'revoked', reversesEventId: first.id, reason: '复议' });
    given(filed, revokedAs('UNLICENSED'), filed, revokedAs('LATE-REPORT'), named).isGraded({
      computed: { score: 65 },
    });
  });

  it('a restoration with nothing to restore changes nothing', () => {
    given(filed, restored).isGraded({ computed: { score: 80 } });
  });

  it('an invalidated event counts no longer, until its invalidation is itself invalidated', () => {
    const [, wrong] = story(filed, listed);
    const invalidated = act('invalidated', { invalidates: wrong?.id ?? '', reason: '录入错误' });
    const before = given(filed, listed, invalidated);
    before.isGraded({ computed: { score: 80 } });
    const undone = act('invalidated', { invalidates: before.events[2]?.id ?? '', reason: '作废有误' });
    given(filed, listed, invalidated, undone).isGraded({ computed: { score: 35 } });
  });

  it('a delisting gives points back but does not wipe the listing out', () => {
    const { row } = given(filed, onPaper(listed), delisted);
    expect(row.result).toMatchObject({ grade: 'C', computed: { score: 70 } });
    expect(row.points.map(({ points }) => points)).toEqual([-45, 35]);
  });
});

describe('the authority’s own grade comes first, and the computed one stays in sight', () => {
  it('as recorded, with its ratio and model', () => {
    given(filed, gradedAs('A', 93)).isGraded({
      grade: 'A',
      decidedBy: 'authority',
      inspectionRatioBp: 100,
      inspectionsPerYear: { min: 0, max: 1 },
      computed: { grade: 'B', score: 80, inspectionRatioBp: 1000 },
      recorded: {
        grade: 'A',
        score: 93,
        model: 'model@1',
        event: { type: 'graded', position: 2 },
        pointsSince: 0,
      },
    });
  });

  it('and says how much has happened since', () => {
    given(filed, reported, gradedAs('A', 93), interviewed, breached).isGraded({
      grade: 'A',
      recorded: { pointsSince: 2 },
    });
  });

  it('the latest counts', () => {
    const { row } = given(filed, gradedAs('A', 93), gradedAs('C', 66));
    expect(row.result).toMatchObject({ grade: 'C', recorded: { score: 66 } });
    expect(row.recorded.map(({ grade }) => grade)).toEqual(['A', 'C']);
  });

  it('unless it was invalidated', () => {
    const [, , wrong] = story(filed, gradedAs('A', 93), gradedAs('C', 66));
    const invalidated = act('invalidated', { invalidates: wrong?.id ?? '', reason: '录入错误' });
    given(filed, gradedAs('A', 93), gradedAs('C', 66), invalidated).isGraded({
      grade: 'A',
      recorded: { score: 93 },
    });
  });
});

describe('what would it be under another rulebook', () => {
  it('counts every event by that one, without touching the row', () => {
    const { events } = given(filed, onPaper(listed), onPaper(act('warned', {})));
    expect(gradeOf(events, xinjiang)?.result).toMatchObject({
      rulebook: xinjiang.id,
      computed: { score: 35 },
    });
    const asLiaoning = gradeOf(events, liaoning);
    expect(asLiaoning?.result).toMatchObject({ rulebook: liaoning.id, grade: 'D', computed: { score: 27 } });
    expect(asLiaoning?.points.map(({ rule }) => rule)).toEqual(['LNR-28-2', 'LNO-3.3-3']);
  });

  it('takes the first rule that fits: a penalty on a person weighs less than one on the agency', () => {
    const fine = { measure: '罚款', amountFen: 1_000_000 };
    const events = story(filed, act('penalised', { ...fine, target: 'person' }), act('penalised', fine));
    expect(gradeOf(events, liaoning)?.points.map(({ points, rule }) => [points, rule])).toEqual([
      [-5, 'LNR-53-2'],
      [-15, 'LNR-53-1'],
    ]);
  });

  it('is nothing for events without a filing', () =>
    expect(gradeOf(story(interviewed), xinjiang)).toBeNull());

  it('live, each event counts by the rulebook that governed it, and the newest sets the thresholds', () => {
    const { row } = given(filed, under(liaoning.id, act('warned', {})));
    expect(row.points.map(({ rule }) => rule)).toEqual(['LNO-3.3-3']);
    expect(row.result?.rulebook).toBe(liaoning.id);
  });

  it('an event under a rulebook nobody has leaves the row as it is', () => {
    const row = rowOf(story(filed));
    const [stranger] = story(under('xj-measures@2030-01-01', interviewed));
    expect(stranger && supervisionGrade.apply(row, stranger)).toBe(row);
  });
});

describe('as a projection', () => {
  it('leaves the very same row for an event that bears on no grade', () => {
    const row = rowOf(story(filed));
    for (const indifferent of story(
      accepted,
      badInspection,
      act('invalidated', { invalidates: '6a5f3c1e-0000-4000-8000-00000000ffff', reason: '录入错误' }),
    )) {
      expect(supervisionGrade.apply(row, indifferent)).toBe(row);
    }
  });

  it('makes rows and feed items that are plain JSON', () => {
    const { row } = given(filed, onPaper(listed), revokedAs('UNLICENSED'), restored, gradedAs('D', 35));
    const item = supervisionGrade.feed?.item(row);
    expect(JSON.parse(JSON.stringify(row))).toStrictEqual(row);
    expect(item).toStrictEqual({
      fileId: '650000-91650102MAFAKE019H',
      grade: 'D',
      decidedBy: 'authority',
      score: 35,
      inspectionRatioBp: 100,
      rulebook: xinjiang.id,
      simulation: true,
    });
  });

  it('keeps beside a row what officers search by', () => {
    const { row } = given(filed);
    const columns = Object.entries(supervisionGrade.columns).map(([name, { of }]) => [name, of(row)]);
    expect(Object.fromEntries(columns)).toEqual({
      jurisdiction: '650000',
      grade: 'B',
      score: 80,
      decided_by: 'computation',
      inspection_ratio_bp: 1000,
    });
  });

  it('is, whatever happens, the sum of its points that still count', () => {
    const acts = [
      filed,
      reported,
      cleanInspection,
      breached,
      interviewed,
      onPaper(listed),
      delisted,
      refusedToRectify,
      revokedAs('LATE-REPORT'),
      restored,
      gradedAs('C', 60),
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...acts), { maxLength: 25 }), (chosen) => {
        const events = story(filed, ...chosen);
        const row = rowOf(events);
        const sum = row.points.reduce(
          (total, { points, undoneBy }) => total + (undoneBy === undefined ? points : 0),
          80,
        );
        expect(row.result?.computed.score).toBe(Math.min(100, Math.max(0, sum)));
        expect(gradeOf(events, xinjiang)?.result).toEqual(row.result);
        expect(row.points.filter(({ undoneBy }) => undoneBy !== undefined).length).toBeLessThanOrEqual(
          events.filter(({ type }) => type === 'restored').length,
        );
      }),
    );
  });

  it('finds in every shipped rulebook a rule of its own catalogue behind every point', () => {
    for (const { grading } of LAW.rulebooks) {
      for (const { basis } of grading.points) expect(LAW.rules.has(basis)).toBe(true);
    }
  });
});
