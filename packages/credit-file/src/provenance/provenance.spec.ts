import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../../testing/law.ts';
import { agency, authority, filingOf, given, paper, type Step } from '../../testing/scenario.ts';
import {
  adverse,
  bySystem,
  department,
  ON_FILE,
  ON_FILE_IN_LIAONING,
  SHENYANG,
  SHENYANG_OFFICER,
} from '../../testing/steps.ts';
import { emptyFile } from '../credit-file.ts';
import { decide } from '../decide.ts';
import { fileAt } from '../history.ts';
import { viewOf } from '../view.ts';
import { provenanceOf } from './provenance.ts';

const amended: readonly Step[] = [
  {
    name: 'amend',
    at: '2025-04-01T10:00:00+08:00',
    by: agency,
    data: {
      field: 'agency_name',
      before: '示例信用服务有限公司',
      after: '示例新名信用服务有限公司',
      changedOn: '2025-03-25',
    },
  },
  { name: 'accept-amendment', at: '2025-04-08T10:00:00+08:00', by: authority, data: {} },
];

describe('LNR-35-1: everything a file states shows its source and the reason of its change', () => {
  it('each change of a fact once, and only of what is a fact', () => {
    const { history } = given(ON_FILE.slice(0, 2));
    expect(provenanceOf(history).map(({ type, fact }) => [type, fact])).toEqual([
      ['filed', 'standing'],
      ['filed', 'filedAt'],
      ['filed', 'name'],
      ['filed', 'division'],
      ['filed', 'registeredOn'],
      ['filed', 'rulebook'],
      ['filed', 'serviceKinds'],
      ['filed', 'dossier'],
      ['filed', 'principals'],
      ['committed', 'commitment'],
      ['committed', 'cases'],
    ]);
  });

  it('nothing of a file that nobody has written', () => expect(provenanceOf(given([]).history)).toEqual([]));

  it.each([
    ['reason', { reason: '更名' }, '更名'],
    ['reasons', { reasons: '拖欠' }, '拖欠'],
    ['ground', { ground: 'SCOPE' }, 'SCOPE'],
    ['first its own words', { reason: '甲', reasons: '乙', ground: '丙' }, '甲'],
    ['a list of reasons is no sentence', { reasons: ['甲'] }, undefined],
    ['none', {}, undefined],
  ])('the reason in the words of the act: %s', (_, said, reason) => {
    const { history } = given(ON_FILE.slice(0, 1));
    const events = history.events.map((event) => ({ ...event, data: { ...event.data, ...said } }));
    expect(provenanceOf({ ...history, events: events as never })[0]?.reason).toBe(reason);
  });

  it('the name: by the filing, then by the accepted change', () => {
    const changes = provenanceOf(given([...ON_FILE, ...amended]).history).filter(
      ({ fact }) => fact === 'name',
    );
    expect(changes).toMatchObject([
      {
        value: '示例信用服务有限公司',
        type: 'filed',
        revision: 0,
        source: { actor: { kind: 'agency', org: 'agency-1' } },
        basis: ['XJ-8-2'],
        occurredAt: '2024-03-04T10:00:00+08:00',
      },
      {
        value: '示例新名信用服务有限公司',
        type: 'amendment-accepted',
        source: { actor: { kind: 'authority' } },
      },
    ]);
  });

  it('the standing: by the revocation, with its ground', () => {
    const { history } = given([
      ...ON_FILE,
      bySystem('declare-report-overdue', '2025-07-01T00:00:00+08:00', { reportYear: 2024 }),
    ]);
    expect(provenanceOf(history).findLast(({ fact }) => fact === 'standing')).toMatchObject({
      type: 'revoked',
      reason: 'LATE-REPORT',
      basis: ['XJ-11-2'],
      source: { actor: { kind: 'system' } },
    });
  });

  it('a determination: by its document', () => {
    const { history } = given(
      [
        ...ON_FILE_IN_LIAONING,
        {
          name: 'penalise',
          at: '2025-02-03T10:00:00+08:00',
          by: department,
          document: { ...paper, number: '示例罚字〔2025〕1号' },
          basis: ['LNR-53-1'],
          data: { measure: '罚款', amountFen: 8_000_000, violation: 'FALSE-SOLICITATION', target: 'agency' },
        },
      ],
      SHENYANG,
    );
    expect(provenanceOf(history).find(({ fact }) => fact === 'records')).toMatchObject({
      source: { actor: { org: 'market-supervision' }, document: { number: '示例罚字〔2025〕1号' } },
    });
  });

  it('leaves no fact without a source, and invents none', () => {
    const { history } = given([...ON_FILE, ...amended]);
    const told = new Map(provenanceOf(history).map(({ fact, value }) => [fact as string, value]));
    const empty = emptyFile(history.fileId);
    for (const [fact, value] of Object.entries(history.file)) {
      if (['fileId', 'revision', 'acts'].includes(fact)) continue;
      expect([fact, told.has(fact) ? told.get(fact) : empty[fact as keyof typeof empty]]).toEqual([
        fact,
        value,
      ]);
    }
  });
});

describe('LNR-18-1: the file can be read at every moment of its life, before, during and after', () => {
  const { history } = given([
    ...ON_FILE,
    bySystem('declare-report-overdue', '2025-07-01T00:00:00+08:00', { reportYear: 2024 }),
  ]);
  it.each([
    ['2024-03-04T09:59:59+08:00', 'none'],
    ['2024-03-04T10:00:00+08:00', 'under-review'],
    ['2024-03-13T15:30:00+08:00', 'on-file'],
    ['2025-06-30T23:59:59+08:00', 'on-file'],
    ['2025-07-01T00:00:00+08:00', 'revoked'],
  ])('at %s it is %s', (at, status) => {
    expect(fileAt(history, at).standing.status).toBe(status);
  });
});

describe('LNR-8-1: what decisions look at and answers tell holds no person', () => {
  it('neither names, ids, numbers nor accounts of anybody', () => {
    const secret = '秘密测试';
    const { file } = given(
      [
        {
          name: 'file',
          at: '2024-03-04T10:00:00+08:00',
          by: agency,
          data: filingOf({
            uscc: '91210102MAFAKE166P',
            registeredArea: '210102',
            seniorManagers: [
              { role: '法定代表人', name: secret, residentId: '990000199001010017', mobile: '13800001234' },
            ],
            professionals: [{ name: secret, certificateNo: 'CERT-SECRET' }],
            contactPerson: secret,
            contactMobile: '13800001234',
          }),
        },
        ...ON_FILE_IN_LIAONING.slice(1),
        {
          name: 'penalise',
          at: '2025-02-03T10:00:00+08:00',
          by: department,
          document: paper,
          basis: ['LNR-53-2'],
          data: {
            measure: '罚款',
            amountFen: 1_000_000,
            violation: 'FALSE-SOLICITATION',
            target: 'person',
            person: secret,
          },
        },
        {
          name: 'complain',
          at: '2025-02-04T10:00:00+08:00',
          by: { kind: 'public', id: 'p-1', org: 'public' },
          data: { ground: 'BUNDLING', identityWithheld: true, complainant: secret, contact: '13800001234' },
        },
        {
          name: 'record-practitioner',
          at: '2025-02-05T10:00:00+08:00',
          by: agency,
          data: {
            name: secret,
            residentId: '990000199001010017',
            certificateNo: 'CERT-SECRET',
            selfCertified: true,
          },
        },
      ],
      SHENYANG,
    ).history;
    const told = JSON.stringify([file, viewOf(file, { ...LAW_OF.liaoning, position: undefined })]);
    expect(told).toContain('法定代表人');
    expect(told).not.toMatch(/秘密测试|990000199001010017|13800001234|CERT-SECRET/);
  });
});

describe('XJ-25-1: every act of an officer carries the officer, in a chain that shows tampering', () => {
  it('the id, the office and the division', () => {
    const { events } = given([
      ...ON_FILE,
      adverse('interview', '2025-05-13T10:00:00+08:00', { code: 'FALSE-PUBLICITY' }, { basis: ['XJ-15-2'] }),
    ]).history;
    const acts = events.filter(({ metadata }) => metadata.actor.kind === 'authority');
    expect(acts.map(({ type }) => type)).toEqual(['accepted', 'interviewed']);
    for (const { metadata } of acts) expect(metadata.actor).toEqual(authority);
    expect(events.slice(1).every(({ metadata }) => metadata.prior !== undefined)).toBe(true);
  });
});

describe('LNR-52-1: a command that the law refuses says which rules it would have broken', () => {
  it('with the actor unchanged, so that the unit can be named', () => {
    const { history } = given(ON_FILE_IN_LIAONING, SHENYANG);
    const command = { name: 'list', actor: SHENYANG_OFFICER, data: { list: '失信行为记录名单' } } as const;
    const now = '2025-03-03T10:00:00+08:00' as never;
    expect(decide(history, command, { ...LAW_OF.liaoning, now })).toMatchObject({
      refused: { code: 'LIST_UNKNOWN', basis: ['LNR-28-2'] },
    });
  });
});
