import { EVENT_TYPES, type EventType } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { agency, authority, filingOf, given, paper, type Step } from '../../testing/scenario.ts';
import {
  bySystem,
  department,
  ON_FILE,
  ON_FILE_IN_LIAONING,
  SHENYANG,
  SHENYANG_OFFICER,
} from '../../testing/steps.ts';
import type { FileEvent } from '../file-event.ts';
import { archiveOf, type CatalogueItem, informationClassOf, itemOf } from './archive.ts';

const archive = (...steps: readonly Step[]) =>
  archiveOf(given([...ON_FILE_IN_LIAONING, ...steps], SHENYANG).history);
const at = '2025-02-03T10:00:00+08:00';
const act = (name: Step['name'], by: Step['by'], data: Step['data'], more: Partial<Step> = {}): Step => ({
  name,
  at,
  by,
  document: paper,
  data: data ?? {},
  ...more,
});

describe('LNO-1.2-4: filing, commitment and verification enter the credit file by themselves', () => {
  it('each under its item', () => {
    const filed = ON_FILE_IN_LIAONING.slice(0, 2);
    const verified = bySystem('pass-verification', '2024-03-04T10:06:00+08:00', {
      checks: { licenceStatus: 'pass' },
    });
    const entries = archiveOf(given([...filed, verified], SHENYANG).history);
    const kept = entries.map(({ type, item }) => [type, item]);
    expect(kept).toContainEqual(['filed', 'registration']);
    expect(kept).toContainEqual(['committed', 'commitment']);
    expect(kept).toContainEqual(['verified', 'verification']);
  });

  it('nothing that happens is left out', () => {
    const { history } = given(ON_FILE);
    expect(archiveOf(history)).toHaveLength(history.events.length);
  });
});

describe('LNO-3.3-4: everything of supervision goes on the credit file', () => {
  it.each([
    ['interview', { code: 'FALSE-SOLICITATION' }, 'supervision'],
    [
      'penalise',
      { measure: '罚款', amountFen: 8_000_000, violation: 'FALSE-SOLICITATION', target: 'agency' },
      'penalty',
    ],
  ] as const)('%s', (name, data, item) => {
    const entry = archive(
      act(name, SHENYANG_OFFICER, data, name === 'penalise' ? { basis: ['LNR-53-1'] } : {}),
    ).find(({ type }) => ['interviewed', 'penalised'].includes(type));
    expect(entry).toMatchObject({ item, adverse: true, document: { number: paper.number } });
  });
});

describe('LNR-3-1: public information is what organs produce in their duty', () => {
  it('such as an acceptance', () =>
    expect(archive().find(({ type }) => type === 'accepted')?.informationClass).toBe('public'));
});

describe('LNR-3-2: market information is what collectors produce in their business', () => {
  it('such as what an agency files', () =>
    expect(archive().find(({ type }) => type === 'filed')?.informationClass).toBe('market'));
});

describe('LNR-3-1, LNR-3-2: of which class information is goes by who produced it', () => {
  it.each([
    ['authority', 'public'],
    ['department', 'public'],
    ['system', 'public'],
    ['agency', 'market'],
    ['public', 'market'],
    ['association', 'market'],
  ])('%s: %s', (kind, expected) =>
    expect(informationClassOf({ metadata: { actor: { kind } } } as never)).toBe(expected),
  );

  it('and each entry tells who that was, when, and in which act of the file', () => {
    const { history } = given(ON_FILE);
    expect(archiveOf(history)[0]).toEqual({
      item: 'registration',
      informationClass: 'market',
      type: 'filed',
      eventId: history.events[0]?.id,
      revision: 0,
      occurredAt: '2024-03-04T10:00:00+08:00',
      by: 'agency-1',
      adverse: false,
      document: undefined,
    });
  });
});

describe('LNR-11-1: commitments and their fulfilment are an item', () => {
  it('of the catalogue', () => {
    const checked = act('check-commitment', SHENYANG_OFFICER, { year: 2024, fulfilled: true });
    expect(
      archive(checked)
        .filter(({ item }) => item === 'commitment')
        .map(({ type }) => type),
    ).toEqual(['committed', 'commitment-checked']);
  });
});

describe('LNR-11-2: honours are an item', () => {
  it('of the catalogue', () => {
    const honour = act('record-honour', SHENYANG_OFFICER, {
      honour: '诚信示范单位',
      by: 'ln-drc',
      on: '2025-02-01',
    });
    expect(archive(honour).at(-1)).toMatchObject({ item: 'honour', informationClass: 'public' });
  });
});

describe('LNR-11-3: decisions by document are an item, with number, organ and day', () => {
  it('of the catalogue', () => {
    const penalty = act(
      'penalise',
      department,
      { measure: '罚款', amountFen: 8_000_000, violation: 'FALSE-SOLICITATION', target: 'agency' },
      { basis: ['LNR-53-1'] },
    );
    expect(archive(penalty).find(({ item }) => item === 'penalty')?.document).toMatchObject({
      number: paper.number,
      organ: paper.organ,
      date: paper.date,
    });
  });
});

describe('LNR-11-4: false material is an item', () => {
  it('when a filing is refused for it', () => {
    const refused = given([
      { name: 'file', at: '2025-02-03T10:00:00+08:00', by: agency, data: filingOf() },
      {
        name: 'refuse',
        at: '2025-02-10T10:00:00+08:00',
        by: authority,
        document: paper,
        data: { ground: 'FALSE', reason: '提交虚假材料' },
      },
    ]);
    expect(archiveOf(refused.history).at(-1)).toMatchObject({ type: 'refused', item: 'false-material' });
  });
});

describe('LNR-11-4: false material is an item in Liaoning, whatever act finds it', () => {
  it.each([
    ['interview', { code: 'FALSE-MATERIAL' }],
    ['penalise', { measure: '罚款', amountFen: 8_000_000, violation: 'FALSE-MATERIAL', target: 'agency' }],
  ] as const)('%s', (name, data) => {
    const found = given(
      [
        ...ON_FILE_IN_LIAONING,
        { name, at: '2025-04-07T10:00:00+08:00', by: SHENYANG_OFFICER, document: paper, data },
      ],
      SHENYANG,
    );
    expect(archiveOf(found.history).at(-1)?.item).toBe('false-material');
  });
});

/** The items of the catalogue with the types of act that are kept under each; false material is known by its code, not its type. */
const CATALOGUE: Readonly<Partial<Record<CatalogueItem, string>>> = {
  registration: `
    accepted amended amendment-accepted amendment-refused database-disposed deregistered
    deregistration-applied filed filing-rejected filing-withdrawn forwarded holiday-calendar-published
    published refiled refused reported routed rule-pack-activated rule-pack-expired supplement-requested
    supplemented unpublished work-reported
  `,
  cooperation: `
    agreement-signed authorised commissioned data-shared industry-report-filed pilot-applied
    pilot-designated practitioner-recorded selected
  `,
  supervision: `
    amendment-overdue bar-expired barred graded inspected inspection-obstructed interviewed
    issue-reported rectification-ordered rectification-refused rectification-verified rectified referred
    reminded report-overdue review-overdue revocation-confirmed revocation-proposed revoked sampled
    work-report-overdue
  `,
  penalty: `
    association-disciplined criticised exposed penalised warned
  `,
  verification: `
    certificate-conflict-detected checked verification-failed verified
  `,
  rights: `
    clock-resumed clock-suspended complainant-notified complained complaint-accepted complaint-overdue
    complaint-resolved complaint-transferred objected objection-annotated objection-annotation-removed
    objection-escalated objection-notified objection-overdue objection-referred objection-replied
    objection-resolved objection-verified repair-accepted repair-applied repair-refused repaired
  `,
  commitment: `
    commitment-breached commitment-checked committed
  `,
  correction: `
    corrected invalidated restored withdrawn
  `,
  'credit-report': `
    credit-report-accepted credit-report-cleared credit-report-filed credit-report-objected
    credit-report-objection-denied credit-report-published credit-report-refused credit-report-rejected
    credit-report-used pbc-reviewed
  `,
  list: `
    delisted listed listing-notified measure-ended statement-heard
  `,
  honour: `
    honour-recorded incentive-applied participation-recorded
  `,
};
const itemOfType = (type: EventType) =>
  itemOf({ type, data: {}, metadata: { rulebook: 'xj-measures-draft@2024-01-01' } } as FileEvent);

describe('LNO-3.2-1: commitment, collection, evaluation and grading are kept apart', () => {
  it.each(Object.entries(CATALOGUE))('under %s', (item, types) =>
    expect(EVENT_TYPES.filter((type) => itemOfType(type) === item).toSorted()).toEqual(
      types.trim().split(/\s+/),
    ),
  );

  it('and every type of act under one of them', () =>
    expect(
      Object.values(CATALOGUE)
        .flatMap((types) => types.trim().split(/\s+/))
        .toSorted(),
    ).toEqual(EVENT_TYPES.toSorted()));
});
