import type { Instant } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../../testing/law.ts';
import { agency, given, type Scenario, type Step } from '../../testing/scenario.ts';
import {
  bySystem,
  GANZHOU,
  GANZHOU_OFFICER,
  ON_FILE,
  ON_FILE_IN_LIAONING,
  ON_FILE_IN_ZHANGYE,
  officerOf,
  reportOf,
  SHENYANG,
} from '../../testing/steps.ts';
import { systemDuties } from '../duties.ts';
import { runningClocks } from '../processes.ts';

/** A reminder of the report for 2024, thirty days before. */
const remind = (at: string, changes: Readonly<Record<string, unknown>> = {}): Step =>
  bySystem('remind', at, { about: 'XJ-11-1', dueDate: '2025-06-30', daysLeft: 30, ...changes });
const report = (at: string, data = reportOf(2024)): Step => ({ name: 'report', at, by: agency, data });

/** What the system would do at an instant, by name. */
const duties = ({ history }: Scenario, now: string, law = LAW_OF.xinjiang) =>
  systemDuties(history.file, law, now as Instant);

describe('XJ-11-1, XJ-11-2: the report is due on 30 June, and late is revoked by the system', () => {
  it.each([
    ['2025-06-29T23:59:59+08:00', []],
    ['2025-06-30T23:59:59+08:00', []],
    ['2025-07-01T00:00:00+08:00', ['2025-07-01T00:00:00+08:00']],
    ['2025-07-05T09:00:00+08:00', ['2025-07-01T00:00:00+08:00']],
  ])('at %s the declaration is due: %j', (now, at) =>
    expect(
      duties(given(ON_FILE), now)
        .filter(({ name }) => name === 'declare-report-overdue')
        .map((duty) => duty.at),
    ).toEqual(at),
  );

  it('made days late by a system that was down, it counts from 00:00 on 1 July all the same', () => {
    const story = given(ON_FILE);
    const [duty] = duties(story, '2025-07-05T09:00:00+08:00').filter(({ name }) => name !== 'route');
    const revoked = story
      .when({
        ...bySystem('declare-report-overdue', '2025-07-05T09:00:00+08:00', duty?.data),
        occurredAt: duty?.at ?? '',
      })
      .thenEvents('report-overdue', 'revoked', 'published');
    expect(revoked.history.file.standing).toMatchObject({ since: '2025-07-01T00:00:00+08:00' });
    expect(duties(revoked, '2025-07-05T09:00:00+08:00')).toEqual([]);
  });

  it('first falls due in the year after the filing (G-06)', () =>
    expect(runningClocks(given(ON_FILE).history.file, LAW_OF.xinjiang)).toContainEqual(
      expect.objectContaining({ kind: 'report-2024', rule: 'XJ-11-1', lastDay: '2025-06-30' }),
    ));
});

describe('what an agency owes', () => {
  const [filing, commitment] = ON_FILE as readonly [Step, Step, Step];
  const acceptedLate: Step = {
    name: 'accept',
    at: '2025-07-10T10:00:00+08:00',
    by: officerOf('650100'),
    data: { fileNo: 'F-1' },
  };

  it('is no report whose day had passed before it was accepted', () => {
    const story = given([filing, commitment, acceptedLate]);
    expect(runningClocks(story.history.file, LAW_OF.xinjiang)).toContainEqual(
      expect.objectContaining({ kind: 'report-2025', lastDay: '2026-06-30' }),
    );
    story
      .when(bySystem('declare-report-overdue', '2025-07-11T00:00:00+08:00', { reportYear: 2024 }))
      .thenRefused('REPORT_NOT_DUE', 'XJ-11-2')
      .thenSays('the report owed is that for 2025, not that for 2024');
  });

  it.each([
    ['2025-06-30T23:59:59+08:00', ['report-2024']],
    ['2025-07-01T10:00:00+08:00', ['report-2025']],
  ])('is the report whose last day is the day of acceptance, but none of the day before: %s', (at, owed) =>
    expect(
      runningClocks(given([filing, commitment, { ...acceptedLate, at }]).history.file, LAW_OF.xinjiang)
        .map(({ kind }) => kind)
        .filter((kind) => kind.startsWith('report')),
    ).toEqual(owed),
  );

  it('names all that is owed when another is declared late', () =>
    given(ON_FILE)
      .when(bySystem('declare-report-overdue', '2026-07-01T00:00:00+08:00', { reportYear: 2023 }))
      .thenRefused('REPORT_NOT_DUE', 'XJ-11-2')
      .thenSays('the report owed is that for 2024, that for 2025, that for 2026, not that for 2023'));

  it('is nothing while it is not on file', () => {
    const review = given([filing, commitment]).history.file;
    expect(runningClocks(review, LAW_OF.xinjiang).map(({ kind }) => kind)).toEqual(['review']);
    expect(duties(given([filing, commitment]), '2026-07-02T00:00:00+08:00').map(({ name }) => name)).toEqual([
      'route',
      'declare-review-overdue',
    ]);
  });

  it('is none of the years before it filed', () =>
    given(ON_FILE)
      .when(bySystem('declare-report-overdue', '2025-07-01T00:00:00+08:00', { reportYear: 2020 }))
      .thenRefused('REPORT_NOT_DUE'));

  it('is late from the day after, even while the system is down (XJ-11-2)', () => {
    given(ON_FILE)
      .when(report('2025-07-02T09:00:00+08:00'))
      .thenRefused('REPORT_TOO_LATE', 'XJ-11-2')
      .thenSays(
        'the report for 2024 was due to the end of 2025-06-30; an authority records one that was handed in by then',
      );
    given(ON_FILE)
      .when({
        ...report('2025-07-02T09:00:00+08:00'),
        by: officerOf('650100'),
        occurredAt: '2025-06-30T23:59:59+08:00',
      })
      .thenEvents('reported');
  });

  it('may be made up once the revocation was undone', () =>
    given([
      ...ON_FILE,
      bySystem('declare-report-overdue', '2025-07-01T00:00:00+08:00', { reportYear: 2024 }),
      {
        name: 'restore',
        at: '2025-07-03T10:00:00+08:00',
        by: officerOf('650100'),
        data: { reason: '行政复议决定撤销' },
      },
    ])
      .when(report('2025-07-04T10:00:00+08:00'))
      .thenEvents('reported'));

  it('after a restoration is the next one, the missed year being settled', () => {
    const story = given([
      ...ON_FILE,
      bySystem('declare-report-overdue', '2025-07-01T00:00:00+08:00', { reportYear: 2024 }),
      {
        name: 'restore',
        at: '2025-07-03T10:00:00+08:00',
        by: officerOf('650100'),
        data: { reason: '行政复议决定撤销' },
      },
    ]);
    expect(duties(story, '2026-06-30T10:00:00+08:00').map(({ name }) => name)).toEqual(['remind']);
    expect(duties(story, '2026-07-01T00:00:00+08:00')).toContainEqual({
      name: 'declare-report-overdue',
      data: { reportYear: 2025 },
      at: '2026-07-01T00:00:00+08:00',
    });
  });
});

describe('XJ-11-3, XJ-11-4, XJ-11-5: the report has three parts', () => {
  const parts = ['market-supervision-annual-report', 'regional-business-summary', 'project-list'];
  it('is taken with all three, its projects in rows', () =>
    given(ON_FILE)
      .when(report('2025-04-15T11:00:00+08:00'))
      .thenEvents('reported')
      .thenData(0, { due: { date: '2025-06-30', rule: 'XJ-11-1' }, projects: [{ client: '示例单位' }] }));
  it.each(parts)('is not without the %s', (left) => {
    given(ON_FILE)
      .when(
        report('2025-04-15T11:00:00+08:00', reportOf(2024, { parts: parts.filter((part) => part !== left) })),
      )
      .thenRefused('REPORT_INCOMPLETE', 'XJ-11-1')
      .thenSays(`the report lacks ${left}`);
  });
});

describe('G-04: the system warns 30, 7 and 1 days before', () => {
  /** The reminders of a system that runs once a day from one day to another. */
  function remindersBetween(first: number, last: number): readonly unknown[] {
    let story = given(ON_FILE);
    const sent: unknown[] = [];
    for (let day = first; day <= last; day++) {
      const now = new Date(Date.UTC(2025, 4, day)).toISOString().slice(0, 10);
      for (const duty of duties(story, `${now}T08:00:00+08:00`).filter(({ name }) => name === 'remind')) {
        sent.push([duty.at.slice(0, 10), duty.data['daysLeft']]);
        story = story.when(bySystem('remind', duty.at, duty.data)).thenEvents('reminded');
      }
    }
    return sent;
  }

  it('once each, day by day', () =>
    expect(remindersBetween(1, 61)).toEqual([
      ['2025-05-31', 30],
      ['2025-06-23', 7],
      ['2025-06-29', 1],
    ]));

  it('after a standstill only the latest, and with the days that are left', () =>
    expect(remindersBetween(56, 57)).toEqual([['2025-06-25', 5]]));

  it('of each year anew, whatever was sent the year before', () => {
    const reminded = given([
      ...ON_FILE,
      remind('2025-06-29T00:00:00+08:00', { daysLeft: 1 }),
      report('2025-06-29T11:00:00+08:00'),
    ]);
    expect(duties(reminded, '2026-05-31T08:00:00+08:00')).toEqual([
      {
        name: 'remind',
        data: { about: 'XJ-11-1', dueDate: '2026-06-30', daysLeft: 30 },
        at: '2026-05-31T00:00:00+08:00',
      },
    ]);
  });

  it('an agency taken on the file that day from then on', () => {
    const [filing, commitment, acceptance] = ON_FILE as readonly [Step, Step, Step];
    const story = given([filing, commitment, { ...acceptance, at: '2025-05-31T15:30:00+08:00' }]);
    expect(duties(story, '2025-05-31T16:00:00+08:00').map(({ name, at }) => [name, at])).toEqual([
      ['remind', '2025-05-31T15:30:00+08:00'],
    ]);
  });

  it('of the next report while an older one is late and not yet declared', () =>
    given(ON_FILE)
      .when(remind('2026-05-31T00:00:00+08:00', { dueDate: '2026-06-30', daysLeft: 30 }))
      .thenEvents('reminded'));

  it.each([
    ['of the right day under another rule', { about: 'XJ-12-1' }],
    ['with a day too few', { daysLeft: 29 }],
    ['with a day too many', { daysLeft: 31 }],
  ])(
    'never %s',
    (_, wrong) =>
      void given(ON_FILE).when(remind('2025-05-31T08:00:00+08:00', wrong)).thenRefused('NO_SUCH_TERM'),
  );

  it('not once the report is there', () =>
    expect(
      duties(given([...ON_FILE, report('2025-04-15T11:00:00+08:00')]), '2025-06-29T08:00:00+08:00'),
    ).toEqual([]));

  it('of nothing that does not run', () =>
    given(ON_FILE)
      .when(
        bySystem('remind', '2025-05-31T08:00:00+08:00', {
          about: 'XJ-11-1',
          dueDate: '2026-06-30',
          daysLeft: 30,
        }),
      )
      .thenRefused('NO_SUCH_TERM', 'XJ-11-1')
      .thenSays('no term under XJ-11-1 ends on 2026-06-30, 30 days from now; remind of a running one'));
});

describe('ZY-5-7: the work report of every half year', () => {
  const work = (at: string, data: Step['data'] = { half: 'H1', year: 2025 }): Step => ({
    name: 'report-work',
    at,
    by: agency,
    data: data ?? {},
  });
  const first = [
    { ...work('2024-07-05T10:00:00+08:00'), data: { half: 'H1', year: 2024 } },
    { ...work('2025-01-08T10:00:00+08:00'), data: { half: 'H2', year: 2024 } },
  ];
  const onFile = [...ON_FILE_IN_ZHANGYE, ...first];

  it('is due 10 working days after the half year (G-08)', () =>
    expect(runningClocks(given(onFile, GANZHOU).history.file, LAW_OF.zhangye)).toContainEqual(
      expect.objectContaining({ kind: 'report-2025-H1', rule: 'ZY-5-7', lastDay: '2025-07-14' }),
    ));

  it.each([
    ['2025-07-11', undefined],
    ['2025-07-14', undefined],
    ['2025-07-15', true],
  ])('handed in on %s it is late: %s', (day, late) => {
    const { decision } = given(onFile, GANZHOU).when(work(`${day}T23:59:59+08:00`));
    const data = decision !== undefined && 'events' in decision ? decision.events[0]?.data : undefined;
    expect((data as { late?: boolean } | undefined)?.late).toBe(late);
  });

  it('is on a half year that is over', () =>
    given(onFile, GANZHOU).when(work('2025-06-30T10:00:00+08:00')).thenRefused('REPORT_NOT_DUE'));

  it('is made once', () =>
    given([...onFile, work('2025-07-07T10:00:00+08:00')], GANZHOU)
      .when(work('2025-07-08T10:00:00+08:00'))
      .thenRefused('REPORT_ALREADY_MADE', 'ZY-5-7')
      .thenSays('the report for 2025-H1 was made'));

  it('is not overdue on the last day', () =>
    given(onFile, GANZHOU)
      .when(bySystem('declare-work-report-overdue', '2025-07-14T23:59:59+08:00', { half: 'H1', year: 2025 }))
      .thenRefused('REPORT_NOT_DUE', 'ZY-5-7'));

  it('late is flagged by the system on the day after, and no more', () => {
    const story = given(onFile, GANZHOU);
    const due = duties(story, '2025-07-15T00:00:00+08:00', LAW_OF.zhangye).filter(
      ({ name }) => name === 'declare-work-report-overdue',
    );
    expect(due).toEqual([
      {
        name: 'declare-work-report-overdue',
        data: { half: 'H1', year: 2025 },
        at: '2025-07-15T00:00:00+08:00',
      },
    ]);
    story
      .when(bySystem('declare-work-report-overdue', '2025-07-15T00:00:00+08:00', { half: 'H1', year: 2025 }))
      .thenEvents('work-report-overdue')
      .thenData(0, { dueDate: '2025-07-14' })
      .thenStatus('on-file')
      .when(work('2025-07-20T10:00:00+08:00'))
      .thenEvents('work-reported')
      .thenData(0, { late: true });
  });

  it('is never declared overdue by a day that no notice has confirmed (G-10)', () => {
    const reported = [
      work('2025-07-07T10:00:00+08:00'),
      work('2026-01-08T10:00:00+08:00', { half: 'H2', year: 2025 }),
      work('2026-07-07T10:00:00+08:00', { half: 'H1', year: 2026 }),
    ];
    const story = given([...onFile, ...reported], GANZHOU);
    expect(duties(story, '2027-03-01T00:00:00+08:00', LAW_OF.zhangye)).toEqual([]);
    story
      .when(bySystem('declare-work-report-overdue', '2027-03-01T00:00:00+08:00', { half: 'H2', year: 2026 }))
      .thenRefused('REPORT_NOT_DUE', 'ZY-5-7')
      .thenSays(
        'the report for 2026-H2 is in time to the end of 2027-01-15, a day that no notice has confirmed',
      );
  });

  it('is nothing that Liaoning asks for', () =>
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when({ ...work('2025-07-07T10:00:00+08:00'), basis: ['LNO-2.1-5'] })
      .thenRefused('ACT_NOT_PROVIDED'));

  it('may be recorded by the office for an agency that handed it in on paper', () =>
    given(onFile, GANZHOU)
      .when({
        ...work('2025-07-16T10:00:00+08:00'),
        by: GANZHOU_OFFICER,
        occurredAt: '2025-07-10T10:00:00+08:00',
      })
      .thenEvents('work-reported'));
});
