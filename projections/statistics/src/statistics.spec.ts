import type { FileEvent } from '@ledger/credit-file';
import { agency, authority, filingOf, given } from '@ledger/credit-file/testing';
import type { FileId, JournalledEvent, Position } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { statistics } from './statistics.ts';
import type { StatisticsRow } from './statistics-row.ts';

const FILE = '650000-91650102MAFAKE019H' as FileId;
type Step = Parameters<typeof given>[0][number];

const DOCUMENT = {
  kind: '行政约谈通知书',
  number: '新信用约字〔2025〕1号',
  organ: '自治区发展改革委',
  date: '2025-05-06',
  sha256: 'a'.repeat(64),
};
const FILED: Step = { name: 'file', at: '2025-03-03T09:00:00+08:00', by: agency, data: filingOf() };
const COMMITTED: Step = {
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
};
/** Ten working days from 3 March end on 17 March. */
const acceptedOn = (day: string): Step => ({
  name: 'accept',
  at: `${day}T10:00:00+08:00`,
  by: authority,
  data: { fileNo: 'XJ-2025-0001' },
});
const INTERVIEWED: Step = {
  name: 'interview',
  at: '2025-05-06T10:00:00+08:00',
  by: authority,
  data: { note: '信用评价依据不足' },
  document: DOCUMENT,
};

function journalled(events: readonly FileEvent[]): readonly JournalledEvent[] {
  return events.map((event, index) => ({
    ...event,
    fileId: FILE,
    position: (index + 1) as Position,
    hash: 'a'.repeat(64) as JournalledEvent['hash'],
  }));
}

function rowAfter(steps: readonly Step[]): StatisticsRow {
  return journalled(given(steps, FILE).history.events).reduce(statistics.apply, statistics.initial(FILE));
}

const columnsOf = (row: StatisticsRow) =>
  Object.fromEntries(Object.entries(statistics.columns).map(([name, column]) => [name, column.of(row)]));

describe('the statistics of a file', () => {
  it('know where it stands, and when it came there', () =>
    expect(columnsOf(rowAfter([FILED, COMMITTED, acceptedOn('2025-03-05')]))).toMatchObject({
      jurisdiction: '650000',
      status: 'on-file',
      division: '650102',
      services: ['信用评价'],
      moves: ['2025-03|none|under-review', '2025-03|under-review|on-file'],
    }));

  it.each([
    ['2025-03-05', 'met'],
    ['2025-03-17', 'met'],
    ['2025-03-18', 'missed'],
  ])('XJ-10-1: a review that is accepted on %s was %s', (day, outcome) =>
    expect(columnsOf(rowAfter([FILED, COMMITTED, acceptedOn(day)]))['ended']).toContain(
      `review|XJ-10-1|${outcome}|2025-03`,
    ),
  );

  it('count no term that lapsed because the filing was withdrawn in time', () => {
    const withdrawn: Step = {
      name: 'withdraw-filing',
      at: '2025-03-10T09:00:00+08:00',
      by: agency,
      data: { reason: '材料有误' },
    };
    expect(rowAfter([FILED, withdrawn]).ended).toEqual([]);
  });

  it('count an adverse act under its rule, and say so once it was declared invalid', () => {
    const steps = [FILED, COMMITTED, acceptedOn('2025-03-05'), INTERVIEWED];
    const row = rowAfter(steps);
    expect(row.sanctions).toEqual([
      expect.objectContaining({ type: 'interviewed', month: '2025-05', standing: true }),
    ]);
    const [sanction] = row.sanctions;
    const last = journalled(given(steps, FILE).history.events).at(-1);
    if (last === undefined || sanction === undefined) throw new Error('the story has a sanction');
    const invalidated: JournalledEvent = {
      ...last,
      id: 'f0000000-0000-4000-8000-000000000001' as JournalledEvent['id'],
      type: 'invalidated',
      data: { invalidates: sanction.eventId, reason: '录入有误' },
    };
    const after = columnsOf(statistics.apply(row, invalidated))['sanctions'] as readonly string[];
    expect(after).toHaveLength(sanction.rules.length);
    for (const one of after) expect(one).toMatch(/\|interviewed\|withdrawn\|2025-05$/);
  });

  it('leave the row as it is for an event they do not know', () => {
    const row = rowAfter([FILED]);
    const [event] = journalled(given([FILED], FILE).history.events);
    if (event === undefined) throw new Error('the story has an event');
    expect(statistics.apply(row, { ...event, type: 'something-new' })).toBe(row);
    expect(JSON.parse(JSON.stringify(row))).toStrictEqual(row);
  });
});
