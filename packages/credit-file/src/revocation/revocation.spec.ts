import { type Instant, STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../../testing/law.ts';
import { agency, authority, filingOf, given, paper, type Step, system } from '../../testing/scenario.ts';
import { adverse, bySystem, department, ON_FILE, reportOf } from '../../testing/steps.ts';
import { admit } from '../admit.ts';
import { systemDuties } from '../duties.ts';
import { fileAt } from '../history.ts';
import { runningClocks } from '../processes.ts';

const overdue: Step = {
  name: 'declare-report-overdue',
  at: '2025-07-01T00:00:00+08:00',
  by: system,
  data: { reportYear: 2024 },
};
const reported: Step = {
  name: 'report',
  at: '2025-06-30T23:59:59+08:00',
  by: agency,
  data: reportOf(2024),
};

describe('XJ-11-1: the annual report is due on 30 June', () => {
  it('is in time in the last second of the day', () => given(ON_FILE).when(reported).thenEvents('reported'));

  it('is not overdue on 30 June', () =>
    given(ON_FILE)
      .when({ ...overdue, at: '2025-06-30T23:59:59+08:00' })
      .thenRefused('REPORT_NOT_DUE', 'XJ-11-1')
      .thenSays('the report for 2024 is in time to the end of 2025-06-30'));

  it('is on a year that is over', () =>
    given(ON_FILE)
      .when({ ...reported, data: { ...reported.data, reportYear: 2025 } })
      .thenRefused('REPORT_NOT_DUE', 'XJ-11-1')
      .thenSays('2025 is not over; report on it after 2025-12-31'));

  it('is made once', () =>
    given([...ON_FILE, { ...reported, at: '2025-05-01T09:00:00+08:00' }])
      .when(reported)
      .thenRefused('REPORT_ALREADY_MADE', 'XJ-11-1')
      .thenSays('the report for 2024 was made on 2025-05-01T09:00:00+08:00'));
});

describe('XJ-11-2: late is revoked by the law itself', () => {
  it('revokes at 00:00 on 1 July and puts a notice in place of the page', () =>
    given(ON_FILE)
      .when(overdue)
      .thenEvents('report-overdue', 'revoked', 'published')
      .thenData(0, { dueDate: '2025-06-30' })
      .thenData(1, { ground: 'LATE-REPORT', automatic: true })
      .thenStatus('revoked'));

  it('spares an agency that has reported', () =>
    given([...ON_FILE, reported])
      .when(overdue)
      .thenRefused('REPORT_ALREADY_MADE'));

  it('carries no bar: the agency may file again the same day (G-02)', () =>
    given([...ON_FILE, overdue])
      .when({ name: 'refile', at: '2025-07-01T09:00:00+08:00', by: agency, data: filingOf() })
      .thenStatus('under-review'));

  it('is undone by a restoration, which works back to its date', () => {
    const story = given([...ON_FILE, overdue])
      .when({
        ...reported,
        by: authority,
        at: '2025-07-02T09:15:00+08:00',
        occurredAt: '2025-06-29T22:10:00+08:00',
      })
      .thenEvents('reported')
      .thenStatus('revoked')
      .when({
        name: 'restore',
        at: '2025-07-03T10:00:00+08:00',
        by: authority,
        data: { reason: '撤销决定自始无效' },
      })
      .thenEvents('restored', 'published')
      .thenStatus('on-file');
    expect(fileAt(story.history, '2025-07-02T23:59:59+08:00').standing).toMatchObject({
      status: 'on-file',
      since: '2024-03-13T15:30:00+08:00',
      fileNo: 'F-2024-0001',
    });
  });

  it('lets no agency date a report back', () =>
    given([...ON_FILE, overdue])
      .when({ ...reported, at: '2025-07-02T09:15:00+08:00', occurredAt: '2025-06-29T22:10:00+08:00' })
      .thenRefused('AUTHOR_NOT_ENTITLED')
      .thenSays(
        'only an authority records an act of an earlier time; leave occurredAt out, or hand the papers to the authority',
      ));
});

describe('XJ-15-2, XJ-15-3: interview, order, refusal, revocation, bar', () => {
  const interview: Step = {
    name: 'interview',
    at: '2024-09-13T10:00:00+08:00',
    by: authority,
    document: paper,
    basis: ['XJ-15-2'],
    data: { code: 'FALSE-PUBLICITY' },
  };
  const order: Step = {
    name: 'order-rectification',
    at: '2024-09-13T11:00:00+08:00',
    by: authority,
    document: paper,
    basis: ['XJ-15-2'],
    data: { term: { amount: 15, unit: 'working-day' } },
  };
  const refusal: Step = {
    name: 'refuse-rectification',
    at: '2024-10-12T10:00:00+08:00',
    by: authority,
    document: paper,
    data: { reason: '期限届满未提交整改报告' },
  };
  const revocation: Step = {
    name: 'revoke',
    at: '2024-10-16T10:00:00+08:00',
    by: authority,
    document: paper,
    basis: ['XJ-15-3'],
    data: { ground: 'REFUSED-RECTIFICATION', servedOn: '2024-10-15' },
  };
  const refiling: Step = { name: 'refile', at: '2025-10-15T09:00:00+08:00', by: agency, data: filingOf() };

  it('revokes and bars for 12 months from service, the last day the corresponding day', () =>
    given([...ON_FILE, interview, order, refusal])
      .when(revocation)
      .thenEvents('revoked', 'barred', 'published')
      .thenData(1, { months: 12, start: '2024-10-15', lastDay: '2025-10-15' }));

  it('presupposes the refusal to rectify', () =>
    given([...ON_FILE, interview, order])
      .when(revocation)
      .thenRefused('GROUND_NOT_PROVEN', 'XJ-15-3')
      .thenSays(
        'a revocation on REFUSED-RECTIFICATION presupposes rectification-refused, which the file lacks',
      ));

  it('takes no filing on the last day of the bar', () =>
    given([...ON_FILE, interview, order, refusal, revocation])
      .when(refiling)
      .thenRefused('BAR_RUNNING', 'XJ-15-3')
      .thenSays('no filing is taken up to and including 2025-10-15; file from the day after'));

  it('takes a filing on the day after', () =>
    given([...ON_FILE, interview, order, refusal, revocation])
      .when({ ...refiling, at: '2025-10-16T00:00:00+08:00' })
      .thenEvents('refiled')
      .thenStatus('under-review'));

  it('rectified and confirmed, the case is over and nothing is left to revoke for', () =>
    given([
      ...ON_FILE,
      interview,
      order,
      {
        name: 'rectify',
        at: '2024-09-20T10:00:00+08:00',
        by: agency,
        data: { evidence: [{ kind: 'rectification-report', sha256: 'f'.repeat(64) }] },
      },
      {
        name: 'confirm-rectification',
        at: '2024-09-25T10:00:00+08:00',
        by: authority,
        data: { result: 'accepted' },
      },
    ])
      .when(revocation)
      .thenRefused('GROUND_NOT_PROVEN'));

  it('confirms no rectification that was never handed in', () =>
    given([...ON_FILE, interview, order])
      .when({
        name: 'confirm-rectification',
        at: '2024-09-25T10:00:00+08:00',
        by: authority,
        data: { result: 'accepted' },
      })
      .thenRefused('CASE_AT_OTHER_STEP'));
});

describe('XJ-15-1: listed as seriously untrustworthy, revoked and published', () => {
  const notify: Step = {
    name: 'notify-listing',
    at: '2024-10-21T10:00:00+08:00',
    by: department,
    data: {
      list: '严重失信主体名单',
      reasons: '拖欠农民工工资',
      remedies: '行政复议',
      exitConditions: '履行义务',
    },
  };
  const list: Step = {
    name: 'list',
    at: '2024-11-04T10:00:00+08:00',
    by: department,
    basis: ['XJ-15-1'],
    document: paper,
    data: { list: '严重失信主体名单' },
  };
  const revoke: Step = {
    name: 'revoke',
    at: '2024-11-08T10:00:00+08:00',
    by: authority,
    basis: ['XJ-15-1'],
    document: paper,
    data: { ground: 'LISTED', servedOn: '2024-11-08' },
  };

  it('revokes, with a notice in place of the page and no bar', () =>
    given([...ON_FILE, notify, list])
      .when(revoke)
      .thenEvents('revoked', 'published')
      .thenData(0, { ground: 'LISTED', automatic: false })
      .thenData(1, { projection: 'revocation-notice', desensitised: true }));
  it('presupposes the listing', () =>
    given(ON_FILE).when(revoke).thenRefused('GROUND_NOT_PROVEN', 'XJ-15-1'));
  it('that still stands', () =>
    given([
      ...ON_FILE,
      notify,
      list,
      {
        name: 'delist',
        at: '2024-11-07T10:00:00+08:00',
        by: department,
        data: { list: '严重失信主体名单' },
      },
    ])
      .when(revoke)
      .thenRefused('GROUND_NOT_PROVEN', 'XJ-15-1')
      .thenSays('no listing with a document number runs on this file'));
});

describe('XJ-15-4: rating without a licence is revoked and referred', () => {
  it('to the central bank, in one decision', () =>
    given(ON_FILE)
      .when({
        name: 'revoke',
        at: '2025-07-08T10:00:00+08:00',
        by: authority,
        basis: ['XJ-15-4'],
        document: paper,
        data: { ground: 'UNLICENSED', finding: '未备案开展信用评级业务' },
      })
      .thenEvents('revoked', 'referred', 'published')
      .thenData(1, { to: 'central-bank-branch' }));
  it('on no ground that the measures do not have', () =>
    given(ON_FILE)
      .when({
        name: 'revoke',
        at: '2025-07-08T10:00:00+08:00',
        by: authority,
        basis: ['XJ-15-4'],
        document: paper,
        data: { ground: 'OTHER' },
      })
      .thenRefused('GROUND_UNKNOWN', 'XJ-15-4')
      .thenSays('OTHER is no ground of revocation under xj-measures-draft@2024-01-01'));
});

describe('XJ-15-5: the bar ends, and the agency files again', () => {
  const revoked: readonly Step[] = [
    ...ON_FILE,
    adverse('interview', '2024-09-13T10:00:00+08:00', { code: 'FALSE-PUBLICITY' }, { basis: ['XJ-15-2'] }),
    adverse(
      'order-rectification',
      '2024-09-13T11:00:00+08:00',
      { term: { amount: 15, unit: 'working-day' } },
      { basis: ['XJ-15-2'] },
    ),
    adverse('refuse-rectification', '2024-10-12T10:00:00+08:00', { reason: '期限届满未提交整改报告' }),
    adverse(
      'revoke',
      '2024-10-16T10:00:00+08:00',
      { ground: 'REFUSED-RECTIFICATION', servedOn: '2024-10-15' },
      { basis: ['XJ-15-3'] },
    ),
  ];
  const dutiesAt = (now: string) =>
    systemDuties(given(revoked).history.file, LAW_OF.xinjiang, now as Instant);

  it('is not over on its last day', () => {
    expect(dutiesAt('2025-10-15T23:59:59+08:00')).toEqual([]);
    given(revoked)
      .when(bySystem('expire-bar', '2025-10-15T23:59:59+08:00'))
      .thenRefused('BAR_RUNNING', 'XJ-15-3');
  });
  it('is declared over by the system at 00:00 of the next', () => {
    expect(dutiesAt('2025-10-16T00:00:00+08:00')).toEqual([
      { name: 'expire-bar', data: {}, at: '2025-10-16T00:00:00+08:00' },
    ]);
    const story = given(revoked)
      .when(bySystem('expire-bar', '2025-10-16T00:00:00+08:00'))
      .thenEvents('bar-expired')
      .thenData(0, { barLastDay: '2025-10-15' });
    expect(systemDuties(story.history.file, LAW_OF.xinjiang, '2025-10-17T00:00:00+08:00' as Instant)).toEqual(
      [],
    );
  });
  it('is declared over once', () =>
    given([...revoked, bySystem('expire-bar', '2025-10-16T00:00:00+08:00')])
      .when(bySystem('expire-bar', '2025-10-17T00:00:00+08:00'))
      .thenRefused('NO_BAR_RUNNING', 'XJ-15-5')
      .thenSays('no bar waits for its end on this file; there is nothing to declare over'));
  it('and never where none was set', () =>
    given([...ON_FILE, bySystem('declare-report-overdue', '2025-07-01T00:00:00+08:00', { reportYear: 2024 })])
      .when(bySystem('expire-bar', '2025-10-17T00:00:00+08:00'))
      .thenRefused('NO_BAR_RUNNING'));
  it('the new filing is linked to the old registration', () =>
    given([...revoked, bySystem('expire-bar', '2025-10-16T00:00:00+08:00')])
      .when({ name: 'refile', at: '2025-10-16T09:00:00+08:00', by: agency, data: filingOf() })
      .thenEvents('refiled')
      .thenData(0, { previousRevocation: 'REFUSED-RECTIFICATION' }));
  it('XJ-15-3: an attempt while it runs may be put on record by the authority', () =>
    given(revoked)
      .when({
        name: 'reject-filing',
        at: '2025-04-14T10:00:00+08:00',
        by: authority,
        data: { reason: 'BARRED' },
      })
      .thenEvents('filing-rejected')
      .thenData(0, { barLastDay: '2025-10-15' })
      .thenStatus('revoked'));
  it('XJ-15-3: on its last day as well', () =>
    given(revoked)
      .when({
        name: 'reject-filing',
        at: '2025-10-15T23:59:59+08:00',
        by: authority,
        data: { reason: 'BARRED' },
      })
      .thenEvents('filing-rejected'));
  it('XJ-15-3: and never where none was set', () =>
    given([...ON_FILE, overdue])
      .when({
        name: 'reject-filing',
        at: '2025-07-02T10:00:00+08:00',
        by: authority,
        data: { reason: 'BARRED' },
      })
      .thenRefused('NO_BAR_RUNNING', 'XJ-15-3'));
  it('runs as a clock of the file until it is declared over', () => {
    const barsOf = (steps: readonly Step[]) =>
      runningClocks(given(steps).history.file, LAW_OF.xinjiang).filter(({ kind }) => kind === 'bar');
    expect(barsOf(revoked)).toEqual([
      {
        kind: 'bar',
        rule: 'XJ-15-3',
        startedOn: '2024-10-15',
        lastDay: '2025-10-15',
        provisional: false,
      },
    ]);
    expect(barsOf([...revoked, bySystem('expire-bar', '2025-10-16T00:00:00+08:00')])).toEqual([]);
    expect(barsOf([...ON_FILE, overdue])).toEqual([]);
  });
  it('XJ-15-3: but not once it is over', () =>
    given(revoked)
      .when({
        name: 'reject-filing',
        at: '2025-10-16T10:00:00+08:00',
        by: authority,
        data: { reason: 'BARRED' },
      })
      .thenRefused('NO_BAR_RUNNING', 'XJ-15-3')
      .thenSays('no bar runs on that day, so the filing has to be taken and reviewed'));
});

describe('a restoration undoes the revocation and all that follows from it', () => {
  const refused: readonly Step[] = [
    ...ON_FILE,
    adverse('interview', '2024-09-13T10:00:00+08:00', { code: 'FALSE-PUBLICITY' }, { basis: ['XJ-15-2'] }),
    adverse(
      'order-rectification',
      '2024-09-13T11:00:00+08:00',
      { term: { amount: 15, unit: 'working-day' } },
      { basis: ['XJ-15-2'] },
    ),
    adverse('refuse-rectification', '2024-10-12T10:00:00+08:00', { reason: '期限届满未提交整改报告' }),
  ];
  const revoked = given(refused).when(
    adverse(
      'revoke',
      '2024-10-16T10:00:00+08:00',
      { ground: 'REFUSED-RECTIFICATION', servedOn: '2024-10-15' },
      { basis: ['XJ-15-3'] },
    ),
  );
  const restoration: Step = {
    name: 'restore',
    at: '2024-11-05T10:00:00+08:00',
    by: authority,
    data: { reason: '复议决定撤销' },
  };
  const { standing } = revoked.history.file;
  const eventId = standing.status === 'revoked' ? standing.eventId : '';

  it('names the revocation that it reverses, and counts from its instant', () => {
    const restored = revoked.when(restoration).thenEvents('restored', 'published');
    restored
      .thenData(0, { reversesType: 'revoked', reversesEventId: eventId })
      .thenData(1, { projection: 'public-register' });
    expect(restored.history.events.at(-1)?.metadata.effectiveFrom).toBe('2024-10-16T10:00:00+08:00');
  });

  it('takes the bar away, which nothing is left to carry', () => {
    const { file } = revoked.when(restoration).history;
    expect(file.bar).toBeUndefined();
    expect(runningClocks(file, LAW_OF.xinjiang).map(({ kind }) => kind)).not.toContain('bar');
    expect(systemDuties(file, LAW_OF.xinjiang, '2025-06-01T00:00:00+08:00' as Instant)).not.toContainEqual(
      expect.objectContaining({ name: 'expire-bar' }),
    );
  });

  const imported = (data: Readonly<Record<string, unknown>>, effectiveFrom?: string) =>
    admit(
      revoked.history,
      {
        type: 'restored',
        data: { reversesType: 'revoked', reason: '复议决定撤销', ...data },
        occurredAt: '2024-11-05T10:00:00+08:00',
        ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
        actor: authority,
        basis: ['XJ-11-2'],
        rulebook: 'xj-measures-draft@2024-01-01',
      },
      STATE_COUNCIL_CALENDAR,
    );

  it.each([
    ['with nothing said', {}, undefined],
    ['with its name', { reversesEventId: eventId }, undefined],
    ['with its instant', {}, '2024-10-16T10:00:00+08:00'],
  ])('is admitted from an import %s', (_, data, from) => expect(imported(data, from)).toBeUndefined());

  it.each([
    [
      'under the name of another act',
      { reversesEventId: '00000000-0000-4000-8000-00000000abcd' },
      undefined,
      `the revocation in force is ${eventId}, not 00000000-0000-4000-8000-00000000abcd`,
    ],
    [
      'as from another instant',
      {},
      '2024-10-17T10:00:00+08:00',
      'a restoration works back to 2024-10-16T10:00:00+08:00, the instant of the revocation',
    ],
  ])('is not admitted %s', (_, data, from, detail) =>
    expect(imported(data, from)).toMatchObject({ code: 'NO_SUCH_REVOCATION', detail }),
  );
});

describe('a revocation made by the system', () => {
  const listed: readonly Step[] = [
    ...ON_FILE,
    {
      name: 'notify-listing',
      at: '2024-10-21T10:00:00+08:00',
      by: department,
      data: {
        list: '严重失信主体名单',
        reasons: '拖欠农民工工资',
        remedies: '行政复议',
        exitConditions: '履行义务',
      },
    },
    {
      name: 'list',
      at: '2024-11-04T10:00:00+08:00',
      by: department,
      basis: ['XJ-15-1'],
      document: paper,
      data: { list: '严重失信主体名单' },
    },
  ];
  it.each([
    [authority, false],
    [system, true],
  ])(
    'says so: %j',
    (by, automatic) =>
      void given(listed)
        .when(
          adverse('revoke', '2024-11-08T10:00:00+08:00', { ground: 'LISTED' }, { basis: ['XJ-15-1'], by }),
        )
        .thenData(0, { automatic }),
  );
});

describe('G-02: only the ground that the rulebook gives a bar carries one', () => {
  const revoked = given([...ON_FILE, overdue]);
  it('also in imported history', () =>
    expect(
      admit(
        revoked.history,
        {
          type: 'barred',
          data: { months: 12, start: '2025-07-01', lastDay: '2026-07-01' },
          occurredAt: '2025-07-01T00:00:00+08:00',
          actor: authority,
          basis: ['XJ-15-3'],
          rulebook: 'xj-measures-draft@2024-01-01',
          document: paper,
        },
        STATE_COUNCIL_CALENDAR,
      ),
    ).toMatchObject({
      code: 'NO_BAR_RUNNING',
      basis: ['XJ-15-3'],
      detail: 'a revocation on LATE-REPORT carries no bar',
    }));
});
