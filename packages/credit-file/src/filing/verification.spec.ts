import { rulebookOrThrow } from '@ledger/rulebooks';
import type { FileId } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { agency, authority, filingOf, given, paper, type Step } from '../../testing/scenario.ts';
import { bySystem, commitmentOf, ON_FILE_IN_LIAONING, SHENYANG } from '../../testing/steps.ts';
import { awaitsVerification, type OutsideFacts, verificationDuty, verify } from './verification.ts';

const xinjiang = rulebookOrThrow('xj-measures-draft@2024-01-01');
const liaoning = rulebookOrThrow('ln-regulation@2022-01-01');

const clean: OutsideFacts = {
  licenceStands: true,
  approvedScope: '企业信用评估服务；信用咨询',
  agencyListed: false,
  listedRoles: [],
};

/** The file of a filing in Xinjiang, as it stands to be verified. */
function filed(changes: Readonly<Record<string, unknown>> = {}, fileId?: FileId) {
  const steps = [
    { name: 'file', at: '2025-03-03T10:00:00+08:00', by: agency, data: filingOf(changes) },
  ] as const;
  return given(steps, fileId).history.file;
}

describe('LNO-1.2-3: what an agency files by itself is verified by itself', () => {
  it('makes the checks of the rulebook, each with its result', () => {
    const { file } = given(ON_FILE_IN_LIAONING.slice(0, 1), SHENYANG).history;
    expect(verify(file, clean, liaoning)).toMatchObject({
      checks: {
        usccCheckDigit: 'pass',
        licenceStatus: 'pass',
        businessScope: 'pass',
        seriousListAgency: 'pass',
        seriousListPrincipals: 'pass',
        dossier: 'pass',
      },
      failed: [],
      grounds: [],
    });
  });

  it('leaves open what no register answered: neither passed nor failed', () => {
    expect(verify(filed(), {}, xinjiang).checks).toEqual({
      usccCheckDigit: 'pass',
      licenceStatus: 'unavailable',
      businessScope: 'unavailable',
      seriousListAgency: 'unavailable',
      seriousListPrincipals: 'unavailable',
      dossier: 'pass',
    });
  });

  it('is an event whichever way it goes, made by the system', () => {
    const story = given([{ name: 'file', at: '2025-03-03T10:00:00+08:00', by: agency, data: filingOf() }]);
    const act = (facts: OutsideFacts) => {
      const duty = verificationDuty(story.history.file, facts, xinjiang, '2025-03-03T10:10:00+08:00');
      return story.when(bySystem(duty.name, duty.at, duty.data));
    };
    act(clean).thenEvents('verified');
    act({ ...clean, licenceStands: false })
      .thenEvents('verification-failed')
      .thenData(0, { checks: { licenceStatus: 'fail' } })
      .thenStatus('under-review');
  });
});

describe('XJ-6-1: the code and the licence of market supervision', () => {
  it('takes a wrong check character for a finding', () => {
    const file = filed({ uscc: '91650102MAFAKE0199' }, '650000-91650102MAFAKE0199' as FileId);
    expect(verify(file, clean, xinjiang)).toMatchObject({ failed: ['usccCheckDigit'], grounds: [] });
  });

  it('finds a licence that no longer stands', () => {
    expect(verify(filed(), { ...clean, licenceStands: false }, xinjiang).failed).toEqual(['licenceStatus']);
  });

  it('keeps the registered capital as filed', () => {
    const filedEvent = given([
      { name: 'file', at: '2025-03-03T10:00:00+08:00', by: agency, data: filingOf() },
    ]).history.events[0];
    expect(filedEvent?.data).toMatchObject({ uscc: '91650102MAFAKE019H', registeredCapitalFen: 100_000_000 });
  });
});

describe('XJ-9-1: a scope without credit services', () => {
  it.each([
    ['企业管理咨询；会议服务', 'fail', ['SCOPE']],
    ['企业信用评估服务', 'pass', []],
  ])('%s: %s', (approvedScope, result, grounds) => {
    const made = verify(filed(), { ...clean, approvedScope }, xinjiang);
    expect([made.checks.businessScope, made.grounds]).toEqual([result, grounds]);
  });

  it('reads the scope that was filed when market supervision does not answer', () => {
    const { approvedScope: _, ...silent } = clean;
    expect(verify(filed({ businessScope: '信用服务' }), silent, xinjiang).checks.businessScope).toBe('pass');
  });
});

describe('XJ-9-2: the agency or one of its principals on a list of the seriously untrustworthy', () => {
  const managers = [
    { role: '法定代表人', name: '田测试' },
    { role: '总经理', name: '董卯' },
    { role: '监事', name: '从业测试' },
  ];

  it.each([
    ['the agency', { agencyListed: true }, ['seriousListAgency']],
    ['the general manager', { listedRoles: ['总经理'] }, ['seriousListPrincipals']],
    ['a supervisor, whom the article does not name', { listedRoles: ['监事'] }, []],
    ['a role that this agency does not have', { listedRoles: ['董事长'] }, []],
  ] as [string, OutsideFacts, string[]][])('%s', (_, facts, failed) => {
    const made = verify(filed({ seniorManagers: managers }), { ...clean, ...facts }, xinjiang);
    expect([made.failed, made.grounds]).toEqual([failed, failed.length === 0 ? [] : ['LISTED']]);
  });

  it('is no ground that Liaoning has, and remains a finding', () => {
    const { file } = given(ON_FILE_IN_LIAONING.slice(0, 1), SHENYANG).history;
    expect(verify(file, { ...clean, agencyListed: true }, liaoning)).toMatchObject({
      failed: ['seriousListAgency'],
      grounds: [],
    });
  });
});

describe('XJ-8-2: completeness of the dossier', () => {
  it('fails on a lacking document and passes once it is supplemented', () => {
    const all = filingOf()['documents'] as readonly { kind: string }[];
    const story = given([
      {
        name: 'file',
        at: '2025-03-03T10:00:00+08:00',
        by: agency,
        data: filingOf({ documents: all.filter(({ kind }) => kind !== 'fee-schedule') }),
      },
      { name: 'commit', at: '2025-03-03T10:01:00+08:00', by: agency, data: commitmentOf() },
    ]);
    expect(verify(story.history.file, clean, xinjiang).failed).toEqual(['dossier']);
    const complete = story
      .when({
        name: 'request-supplement',
        at: '2025-03-04T10:00:00+08:00',
        by: authority,
        document: paper,
        data: { missing: ['fee-schedule'] },
      })
      .thenData(0, { due: { date: '2025-03-11', rule: 'XJ-8-2' } })
      .when({
        name: 'supplement',
        at: '2025-03-05T10:00:00+08:00',
        by: agency,
        data: { documents: [{ kind: 'fee-schedule', sha256: 'd'.repeat(64) }] },
      });
    expect(verify(complete.history.file, clean, xinjiang).failed).toEqual([]);
  });
});

describe('LNO-1.2-3, XJ-9-2: the result of a verification is explained item by item', () => {
  const { file } = given([
    {
      name: 'file',
      at: '2025-03-03T10:00:00+08:00',
      by: agency,
      data: filingOf({
        documents: [{ kind: 'articles', sha256: 'b'.repeat(64) }],
        businessScope: '餐饮服务',
      }),
    },
  ]).history;
  const facts: OutsideFacts = {
    agencyListed: true,
    told: { agencyListed: { from: 'ledger', says: '严重失信主体名单 of 2025-01-06 names the agency' } },
    noted: [{ from: 'ledger', says: 'a market ban runs to the end of 2026-01-06' }],
  };

  it('each check with its rule, who answered, and what', () => {
    const { explained } = verify(file, facts, xinjiang);
    expect(explained.map(({ check, result, rule, from }) => [check, result, rule, from])).toEqual([
      ['usccCheckDigit', 'pass', 'XJ-6-1', 'filing'],
      ['licenceStatus', 'unavailable', 'XJ-6-1', 'nobody'],
      ['businessScope', 'fail', 'XJ-9-1', 'filing'],
      ['seriousListAgency', 'fail', 'XJ-9-2', 'ledger'],
      ['seriousListPrincipals', 'unavailable', 'XJ-9-2', 'nobody'],
      ['dossier', 'fail', 'XJ-8-2', 'filing'],
      ['noted', 'noted', undefined, 'ledger'],
    ]);
    expect(explained[2]?.says).toBe('the scope holds none of 信用、征信、资信');
    expect(explained[3]?.says).toBe('严重失信主体名单 of 2025-01-06 names the agency');
    expect(explained[5]?.says).toContain('business-licence');
  });

  it('and stands so on the file', () => {
    const { data } = verificationDuty(file, facts, xinjiang, '2025-03-03T10:10:00+08:00');
    expect(data['explained']).toEqual(verify(file, facts, xinjiang).explained);
  });
});

describe('LNO-1.2-3: a filing waits for its verification', () => {
  const filing: Step = { name: 'file', at: '2025-03-03T10:00:00+08:00', by: agency, data: filingOf() };
  const verified = bySystem('pass-verification', '2025-03-03T10:00:01+08:00', { checks: {} });
  const awaited = (...steps: readonly Step[]) => awaitsVerification(given(steps).history.file, xinjiang);

  it('from its filing until it is verified', () => {
    expect(awaited(filing)).toBe('2025-03-03T10:00:00+08:00');
    expect(awaited(filing, verified)).toBeUndefined();
  });

  it('and anew from each supplement', () =>
    expect(
      awaited(
        filing,
        verified,
        {
          name: 'request-supplement',
          at: '2025-03-04T10:00:00+08:00',
          by: authority,
          data: { missing: ['articles'] },
        },
        {
          name: 'supplement',
          at: '2025-03-05T10:00:00+08:00',
          by: agency,
          data: { documents: [{ kind: 'articles', sha256: 'd'.repeat(64) }] },
        },
      ),
    ).toBe('2025-03-05T10:00:00+08:00'));

  it('not once it is decided, and not where nothing was filed', () => {
    const refused: Step = {
      name: 'refuse',
      at: '2025-03-04T10:00:00+08:00',
      by: authority,
      document: paper,
      data: { ground: 'SCOPE' },
    };
    expect([awaited(filing, refused), awaited()]).toEqual([undefined, undefined]);
  });
});
