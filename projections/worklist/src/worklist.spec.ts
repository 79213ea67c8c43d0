import { type FileEvent, foldFile, historyOf } from '@ledger/credit-file';
import { agency, authority, filingOf, given } from '@ledger/credit-file/testing';
import type { FileId, JournalledEvent, Position } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { clocksOf, isOfKind } from './clocks-of.ts';
import { worklist } from './worklist.ts';
import type { WorklistRow } from './worklist-row.ts';

const FILE = '650000-91650102MAFAKE019H' as FileId;
type Step = Parameters<typeof given>[0][number];

const FILED: Step = { name: 'file', at: '2025-03-03T09:00:00+08:00', by: agency, data: filingOf() };
const STORY: readonly Step[] = [
  FILED,
  { name: 'route', at: '2025-03-03T09:00:01+08:00', by: { kind: 'system', id: 'clock', org: 'ledger' } },
  {
    name: 'commit',
    at: '2025-03-03T09:05:00+08:00',
    by: agency,
    data: {
      commitmentVersion: 1,
      clauses: ['登记信息真实', '信用状况', '服务内容', '违规违约责任'],
      signedBy: '法定代表人',
      sealed: true,
      sha256: 'e'.repeat(64),
    },
  },
  { name: 'accept', at: '2025-03-05T10:00:00+08:00', by: authority, data: { fileNo: 'XJ-2025-0001' } },
  {
    name: 'object',
    at: '2025-09-25T10:00:00+08:00',
    by: agency,
    data: { ref: 'O-1', claim: '信息有误', addressee: 'agency' },
  },
];

function journalled(events: readonly FileEvent[]): readonly JournalledEvent[] {
  return events.map((event, index) => ({
    ...event,
    fileId: FILE,
    position: (index + 1) as Position,
    hash: 'a'.repeat(64) as JournalledEvent['hash'],
  }));
}

function rowAfter(steps: readonly Step[]): WorklistRow {
  return journalled(given(steps, FILE).history.events).reduce(worklist.apply, worklist.initial(FILE));
}

const columnsOf = (row: WorklistRow) =>
  Object.fromEntries(Object.entries(worklist.columns).map(([name, column]) => [name, column.of(row)]));

describe('the worklist', () => {
  it('XJ-10-1, XJ-10-2: holds the review of a filing, 10 working days from the complete dossier', () =>
    expect(clocksOf(rowAfter([FILED]))).toEqual([
      expect.objectContaining({
        kind: 'review',
        rule: 'XJ-10-1',
        startedOn: '2025-03-03',
        lastDay: '2025-03-17',
        provisional: false,
      }),
    ]));

  it('XJ-11-1, XJ-22-2: holds every term of a file, the one that ends first in front', () => {
    const clocks = clocksOf(rowAfter(STORY));
    expect(clocks.map(({ lastDay }) => lastDay)).toEqual(clocks.map(({ lastDay }) => lastDay).toSorted());
    expect(clocks).toContainEqual(expect.objectContaining({ kind: 'objection', lastDay: '2025-10-15' }));
    expect(clocks).toContainEqual(expect.objectContaining({ kind: 'report-2025', lastDay: '2026-06-30' }));
  });

  it('has nothing urgent where nothing runs, and keeps the row all the same', () => {
    expect(worklist.isShown).toBeUndefined();
    expect(columnsOf(worklist.initial(FILE))).toEqual({
      jurisdiction: '650000',
      divisions: [],
      kinds: [],
      next_last_day: null,
    });
  });

  it('XJ-10-3: finds a file by its address, by its reviewer, and by the divisions around them', () =>
    expect(columnsOf(rowAfter(STORY))).toMatchObject({
      divisions: ['650102', '650100', '650000'],
      kinds: expect.arrayContaining(['report-2025', 'report', 'objection']),
    }));

  it('knows a report by its period and without it', () => {
    const clock = clocksOf(rowAfter(STORY)).find(({ kind }) => kind === 'report-2025');
    expect(
      clock && [isOfKind(clock, 'report-2025'), isOfKind(clock, 'report'), isOfKind(clock, 'review')],
    ).toEqual([true, true, false]);
  });

  it('folds the file that a decision would fold, though its row has been through JSON after each event', () => {
    const { events } = given(STORY, FILE).history;
    const row = rowAfter(STORY);
    const { acts: _, ...file } = foldFile(FILE, events);
    expect(row.file).toEqual(JSON.parse(JSON.stringify({ ...file, acts: [] })));
    expect(JSON.parse(JSON.stringify(row))).toStrictEqual(row);
    expect(historyOf(FILE, events).file.standing.status).toBe(row.file.standing.status);
  });

  it('leaves the row as it is for an event it does not know', () => {
    const row = rowAfter([FILED]);
    const [event] = journalled(given([FILED], FILE).history.events);
    if (event === undefined) throw new Error('the story has an event');
    expect(worklist.apply(row, { ...event, type: 'something-new' })).toBe(row);
  });
});
