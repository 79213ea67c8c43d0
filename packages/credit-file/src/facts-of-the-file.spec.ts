import type { EventData, EventType } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { agency, authority, filingOf, given, paper, type Step } from '../testing/scenario.ts';
import { adverse, bySystem, commitmentOf, department, ON_FILE, reportOf, URUMQI } from '../testing/steps.ts';
import { type CreditFile, emptyFile } from './credit-file.ts';
import { evolve, foldFile } from './evolve.ts';
import type { FileEvent } from './file-event.ts';

/** An event of a day in May 2025, as the ledger would hold it. */
const event = <Type extends EventType>(
  type: Type,
  data: Partial<EventData<Type>>,
  more: object = {},
): FileEvent =>
  ({
    stream: `agency-${URUMQI}`,
    revision: 7,
    id: '00000000-0000-4000-8000-000000000007',
    type,
    data,
    metadata: {
      schema: 1,
      occurredAt: '2025-05-12T10:00:00+08:00',
      recordedAt: '2025-05-12T10:00:00+08:00',
      actor: authority,
      basis: ['XJ-11-1'],
      rulebook: 'xj-measures-draft@2024-01-01',
      ...more,
    },
  }) as unknown as FileEvent;

describe('a file before its first act', () => {
  it('knows nothing: no fact, no list, no standing', () => {
    const { fileId, standing, foundByDocument, annualReportExempt, ...facts } = emptyFile(URUMQI);
    expect({ fileId, standing, foundByDocument, annualReportExempt }).toEqual({
      fileId: URUMQI,
      standing: { status: 'none' },
      foundByDocument: false,
      annualReportExempt: false,
    });
    expect(Object.values(facts).filter((fact) => !(fact === undefined || isEmpty(fact)))).toEqual([]);
    expect(foldFile(URUMQI, [])).toEqual(emptyFile(URUMQI));
  });
});

function isEmpty(fact: unknown): boolean {
  return Array.isArray(fact) && fact.length === 0;
}

describe('what a file knows after an act', () => {
  const { file } = given(ON_FILE).history;

  it.each<[string, FileEvent, Partial<CreditFile>]>([
    [
      'verified, that it passed and when',
      event('verified', {}),
      { verification: 'passed', verifiedAt: '2025-05-12T10:00:00+08:00' },
    ],
    [
      'found wanting, that it failed and when',
      event('verification-failed', {}),
      { verification: 'failed', verifiedAt: '2025-05-12T10:00:00+08:00' },
    ],
    [
      'routed, to which division',
      event('routed', { reviewer: 'authority-650100', division: '650100' }),
      { routedTo: '650100' },
    ],
    [
      'routed to an office without a division, to which',
      event('routed', { reviewer: 'desk-7' }),
      { routedTo: 'desk-7' },
    ],
    [
      'a review overdue, which and since when',
      event('review-overdue', { of: 'amendment', dueDate: '2025-05-09' }),
      { overdueReviews: [{ of: 'amendment', dueDate: '2025-05-09' }] },
    ],
    [
      'a change not reported, which',
      event('amendment-overdue', { field: 'agency_name', changedOn: '2025-03-03' }),
      { overdueAmendments: [{ field: 'agency_name', changedOn: '2025-03-03' }] },
    ],
    [
      'a half year not reported on, which',
      event('work-report-overdue', { year: 2024, half: 'H2' }),
      { overdueWorkReports: ['2024-H2'] },
    ],
    [
      'a half year reported on, which',
      event('work-reported', { year: 2024, half: 'H2' }),
      { workReports: ['2024-H2'] },
    ],
    [
      'a year reported on, which and when',
      event('reported', { reportYear: 2024 }),
      { annualReports: [{ year: 2024, occurredAt: '2025-05-12T10:00:00+08:00' }] },
    ],
    [
      'a year not reported on, which',
      event('report-overdue', { reportYear: 2024 }),
      { overdueReportYears: [2024] },
    ],
    [
      'an order, its term, its rule and from when it runs',
      event('rectification-ordered', { term: { amount: 15, unit: 'working-day' } }),
      {
        rectificationOrder: {
          servedAt: '2025-05-12T10:00:00+08:00',
          basis: 'XJ-11-1',
          amount: 15,
          unit: 'working-day',
        },
      },
    ],
    [
      'a market ban on the agency, from its day to its last',
      event('exposed', { target: 'agency', banMonths: 6, banLastDay: '2025-11-12' }),
      { marketBan: { basis: 'XJ-11-1', start: '2025-05-12', lastDay: '2025-11-12' } },
    ],
    [
      'a bar, from its day to its last',
      event('barred', { months: 12, start: '2025-05-12', lastDay: '2026-05-12' }),
      { bar: { basis: 'XJ-11-1', start: '2025-05-12', lastDay: '2026-05-12', expired: false } },
    ],
    [
      'a ban on a practitioner, nothing of the agency',
      event('exposed', { target: 'practitioner', banLastDay: '2025-11-12' }),
      { marketBan: undefined },
    ],
    ['an exposure without a ban, no ban', event('exposed', { target: 'agency' }), { marketBan: undefined }],
  ])('%s', (_, act, expected) => expect(evolve(file, act)).toMatchObject(expected));

  it.each<[string, FileEvent, string]>([
    ['selected', event('selected', { agencyName: '示例三' }), '示例三'],
    ['a report of an agency from outside', event('credit-report-filed', { agencyName: '示例四' }), '示例四'],
  ])('%s, the name while nothing was filed, and never a filed one', (_, act, name) => {
    expect(evolve(emptyFile(URUMQI), act).name).toBe(name);
    expect(evolve(file, act).name).toBe(file.name);
  });

  it('and each time which revision it is at, under which rulebook, and the act itself', () =>
    expect(evolve(file, event('graded', { grade: 'B' }, { rulebook: 'r@2025-01-01' }))).toMatchObject({
      revision: 7,
      rulebook: 'r@2025-01-01',
      acts: [...file.acts, 'graded'],
    }));

  it('keeps a ban when another exposure sets none', () => {
    const banned = evolve(file, event('exposed', { target: 'agency', banLastDay: '2025-11-12' }));
    expect(evolve(banned, event('exposed', { target: 'agency' })).marketBan).toEqual(banned.marketBan);
  });

  it.each([
    ['agency_name', 'name'],
    ['registered_area', 'division'],
  ] as const)('an accepted change of %s is what the file then says', (field, fact) => {
    const pending = evolve(file, event('amended', { field, after: '650203' }));
    expect(pending.pendingAmendment).toEqual({
      field,
      after: '650203',
      filedAt: '2025-05-12T10:00:00+08:00',
    });
    expect(evolve(pending, event('amendment-accepted', {}))).toMatchObject({
      [fact]: '650203',
      pendingAmendment: undefined,
    });
    expect(evolve(pending, event('amendment-refused', {}))).toMatchObject({
      [fact]: file[fact],
      pendingAmendment: undefined,
    });
  });

  it('an accepted change of anything else leaves name and place', () => {
    const pending = evolve(file, event('amended', { field: 'registered_capital', after: '1' }));
    const { pendingAmendment, name, division } = evolve(pending, event('amendment-accepted', {}));
    expect({ pendingAmendment, name, division }).toEqual({
      pendingAmendment: undefined,
      name: file.name,
      division: file.division,
    });
  });

  it('accepting where nothing was asked changes nothing of it', () => {
    const after = evolve(file, event('amendment-accepted', {}));
    expect({ name: after.name, division: after.division }).toEqual({
      name: file.name,
      division: file.division,
    });
  });

  it('an adverse act on paper is remembered, one without is not, nor is a paper that weighs on nobody (G-13)', () => {
    const found = (type: EventType, document?: object) =>
      evolve(file, event(type, {}, document === undefined ? {} : { document })).foundByDocument;
    expect([found('interviewed', paper), found('interviewed'), found('inspected', paper)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('a new filing', () => {
  const life: readonly Step[] = [
    ...ON_FILE,
    bySystem('remind', '2025-05-31T00:00:00+08:00', {
      about: 'XJ-11-1',
      dueDate: '2025-06-30',
      daysLeft: 30,
    }),
    { name: 'report', at: '2025-06-02T10:00:00+08:00', by: agency, data: reportOf(2024) },
    bySystem('fail-verification', '2025-06-03T10:00:00+08:00', { checks: { licenceStatus: 'fail' } }),
    {
      name: 'amend',
      at: '2025-06-04T10:00:00+08:00',
      by: agency,
      data: { field: 'agency_name', after: '示例二', changedOn: '2025-06-02' },
    },
    adverse('interview', '2025-06-05T10:00:00+08:00', { code: 'FALSE-PUBLICITY' }, { basis: ['XJ-15-2'] }),
    adverse(
      'order-rectification',
      '2025-06-05T11:00:00+08:00',
      { term: { amount: 5, unit: 'working-day' } },
      { basis: ['XJ-15-2'] },
    ),
    adverse('refuse-rectification', '2025-06-20T10:00:00+08:00', { reason: '拒不整改' }),
    adverse(
      'revoke',
      '2025-06-23T10:00:00+08:00',
      { ground: 'REFUSED-RECTIFICATION' },
      { basis: ['XJ-15-3'] },
    ),
    bySystem('expire-bar', '2026-06-24T00:00:00+08:00'),
  ];
  const refiled: Step = {
    name: 'refile',
    at: '2026-07-01T10:00:00+08:00',
    by: agency,
    data: filingOf({ agencyName: '示例新名', registeredArea: '650203', businessScope: '信用服务' }),
  };
  const { file } = given([...life, refiled]).history;

  it('begins anew: of the registration before it nothing counts', () => {
    const fresh = given([{ ...refiled, name: 'file' }]).history.file;
    const { cases: _, revision: __, acts, ...known } = file;
    const { cases: ___, revision: ____, acts: begun, ...expected } = fresh;
    // What was found and checked before stays on record; no case of it is open any more.
    expect(known).toEqual({
      ...expected,
      verifiedAt: '2025-06-03T10:00:00+08:00',
      foundByDocument: true,
      rectificationOrder: expect.anything(),
    });
    expect([acts, begun]).toEqual([['refiled'], ['filed']]);
  });

  it('and every case of it is over', () =>
    expect(file.cases.map(({ kind, step }) => [kind, step])).toEqual([
      ['commitment', 'ended'],
      ['amendment', 'ended'],
      ['discipline', 'ended'],
    ]));

  it('counts from its own instant, not from the revocation', () =>
    expect(file.standing).toEqual({ status: 'under-review', since: '2026-07-01T10:00:00+08:00' }));

  it('still stands on a list that runs, and may be refused for it', () => {
    const list = '严重失信主体名单';
    const listed: readonly Step[] = [
      {
        name: 'notify-listing',
        at: '2024-10-21T10:00:00+08:00',
        by: department,
        data: { list, reasons: '拖欠', remedies: '复议', exitConditions: '履行' },
      },
      {
        name: 'list',
        at: '2024-11-04T10:00:00+08:00',
        by: department,
        basis: ['XJ-15-1'],
        document: paper,
        data: { list },
      },
      adverse('revoke', '2024-11-08T10:00:00+08:00', { ground: 'LISTED' }, { basis: ['XJ-15-1'] }),
      { ...refiled, at: '2025-07-01T10:00:00+08:00' },
    ];
    const again = given([...ON_FILE, ...listed]).history.file;
    expect(again.acts).toEqual(['listed', 'refiled']);
    expect(again.listings).toHaveLength(1);
  });

  it('brings its own commitment', () => {
    const committed = given([
      ...life,
      refiled,
      {
        name: 'commit',
        at: '2026-07-01T11:00:00+08:00',
        by: agency,
        data: commitmentOf({ commitmentVersion: 2 }),
      },
    ]).history.file;
    expect(committed.commitment).toMatchObject({ version: 2, checkedAt: undefined });
  });
});
