import type { Actor, FileId } from '@ledger/schemas';
import { STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { agency, authority, filingOf, given, paper, type Step } from '../../testing/scenario.ts';
import {
  bySystem,
  department,
  GANZHOU,
  ON_FILE,
  ON_FILE_IN_LIAONING,
  ON_FILE_IN_ZHANGYE,
  officerOf,
  SHENYANG,
  URUMQI,
} from '../../testing/steps.ts';
import { admit } from '../admit.ts';

/** An agency registered in a division files in Xinjiang and is routed. */
function routedFrom(division: string, fileId: FileId = URUMQI) {
  return given(
    [
      {
        name: 'file',
        at: '2025-03-03T10:00:00+08:00',
        by: agency,
        data: filingOf({ registeredArea: division }),
      },
    ],
    fileId,
  ).when(bySystem('route', '2025-03-03T10:00:01+08:00'));
}

const acceptBy = (division: string): Step => ({
  name: 'accept',
  at: '2025-03-11T15:30:00+08:00',
  by: officerOf(division),
  data: { fileNo: 'XJ-2025-0001' },
});

describe('XJ-10-4: in the region, the prefecture reviews and sends the file up', () => {
  it('routes to the prefecture', () =>
    routedFrom('650102')
      .thenEvents('routed')
      .thenData(0, { reviewer: 'authority-650100', division: '650100' }));

  it('sends a copy to the region with the acceptance', () =>
    routedFrom('650102')
      .when(acceptBy('650100'))
      .thenEvents('accepted', 'published', 'forwarded')
      .thenData(2, { to: 'authority-650000' }));

  it.each(['650000', '653100', '650102'])('is not reviewed by %s', (division) => {
    routedFrom('650102').when(acceptBy(division)).thenRefused('AUTHOR_NOT_ENTITLED', 'XJ-10-4');
  });

  it('is refused, too, by the prefecture only', () =>
    routedFrom('650102')
      .when({ ...acceptBy('653100'), name: 'refuse', document: paper, data: { ground: 'SCOPE' } })
      .thenRefused('AUTHOR_NOT_ENTITLED', 'XJ-10-4')
      .thenSays(
        'refused is for the authority of 650100, which reviews agencies of 650102; send it from there',
      ));

  it('a city without a prefecture goes to the region (G-19), which copies to nobody', () =>
    routedFrom('659001')
      .thenData(0, { division: '650000' })
      .when(acceptBy('650000'))
      .thenEvents('accepted', 'published'));
});

describe('who is not judged by place', () => {
  const inspection = { kind: 'key', result: 'no-problem', checklist: [] };
  const imported = (type: string, by: Actor, data: object, history = given(ON_FILE).history) =>
    admit(
      history,
      {
        type,
        data,
        occurredAt: '2025-05-13T14:00:00+08:00',
        actor: by,
        basis: ['XJ-14-1'],
        rulebook: 'xj-measures-draft@2024-01-01',
      },
      STATE_COUNCIL_CALENDAR,
    );
  const office: Actor = { kind: 'authority', id: 'office-1', org: 'drc' };

  it('an authority of imported history, of which the office is known and not the place', () => {
    expect(imported('inspected', office, inspection)).toBeUndefined();
    const review = given(ON_FILE.slice(0, 2)).history;
    expect(imported('accepted', office, { fileNo: 'F-1', reviewDays: 3 }, review)).toBeUndefined();
  });

  it('a department, which acts by its own law', () => {
    const elsewhere: Actor = { ...department, division: '210100' };
    expect(imported('inspected', elsewhere, inspection)).toBeUndefined();
    const review = given(ON_FILE.slice(0, 2)).history;
    expect(imported('accepted', elsewhere, { fileNo: 'F-1', reviewDays: 3 }, review)).toBeUndefined();
  });
});

describe('XJ-10-3: from outside, the region reviews', () => {
  it('routes to the region', () => routedFrom('110108').thenData(0, { division: '650000' }));
  it('no prefecture may accept it', () =>
    routedFrom('110108').when(acceptBy('650100')).thenRefused('AUTHOR_NOT_ENTITLED', 'XJ-10-3'));
  it('the region accepts it', () => routedFrom('110108').when(acceptBy('650000')).thenStatus('on-file'));
});

describe('XJ-2-1: the measures apply where an agency is active, wherever it is registered', () => {
  it('takes the filing of an agency registered in Beijing', () =>
    given([])
      .when({
        name: 'file',
        at: '2025-03-03T10:00:00+08:00',
        by: agency,
        data: filingOf({ registeredArea: '110108' }),
      })
      .thenEvents('filed'));
});

describe('XJ-5-1, XJ-5-3: every authority of the region supervises in its own area', () => {
  const inspectBy = (division: string): Step => ({
    name: 'inspect',
    at: '2025-05-13T14:00:00+08:00',
    by: officerOf(division),
    data: { kind: 'key', result: 'no-problem', checklist: ['服务档案'] },
  });

  it.each([
    ['the region', '650000'],
    ['the prefecture', '650100'],
    ['the county', '650102'],
    ['another prefecture, where the agency is active', '653100'],
  ])('%s inspects', (_, division) => {
    given(ON_FILE).when(inspectBy(division)).thenEvents('inspected');
  });

  it('an authority of another province does not', () =>
    given(ON_FILE)
      .when(inspectBy('210100'))
      .thenRefused('AUTHOR_NOT_ENTITLED', 'XJ-2-1')
      .thenSays(
        'the authority of 210100 does not supervise an agency of 650102 under xj-measures-draft@2024-01-01; one of its own place does',
      ));

  it('who has not filed it does not revoke it', () =>
    given(ON_FILE)
      .when({
        name: 'revoke',
        at: '2025-05-13T14:00:00+08:00',
        by: officerOf('653100'),
        basis: ['XJ-15-4'],
        document: paper,
        data: { ground: 'UNLICENSED' },
      })
      .thenRefused('AUTHOR_NOT_ENTITLED', 'XJ-10-4'));
});

describe('XJ-5-2: the region looks over every file of its prefectures', () => {
  it('and acts on one where supervision is its own', () =>
    given(ON_FILE)
      .when({
        name: 'inspect',
        at: '2025-05-13T14:00:00+08:00',
        by: officerOf('650000'),
        data: { kind: 'special', result: 'no-problem', checklist: [] },
      })
      .thenEvents('inspected'));
});

describe('XJ-5-4: other departments take part', () => {
  it('a matter is referred to the one that is competent', () =>
    given(ON_FILE)
      .when({
        name: 'refer',
        at: '2025-05-13T14:00:00+08:00',
        by: authority,
        basis: ['XJ-5-4'],
        data: { to: 'cyberspace-administration', violation: 'ILLEGAL-COLLECTION' },
      })
      .thenEvents('referred'));

  it('and a department penalises by its own law', () =>
    given(ON_FILE)
      .when({
        name: 'penalise',
        at: '2025-05-13T14:00:00+08:00',
        by: department,
        basis: ['XJ-17-1'],
        document: paper,
        data: { measure: '罚款', amountFen: 10_000_000 },
      })
      .thenEvents('penalised'));
});

describe('LNO-1.2-1: in Liaoning by place of registration only', () => {
  it('routes to the city', () =>
    given(ON_FILE_IN_LIAONING.slice(0, 1), SHENYANG)
      .when(bySystem('route', '2024-03-04T10:00:01+08:00'))
      .thenData(0, { division: '210100' }));

  it('takes no agency from outside', () =>
    given([], SHENYANG)
      .when({ name: 'file', at: '2025-03-03T10:00:00+08:00', by: agency, data: filingOf() })
      .thenRefused('NOT_ADMITTED', 'LNO-1.2-1')
      .thenSays(
        'an agency registered in 650102 has no file here; file where it is registered, or register in a division of 21',
      ));

  it.each([
    ['210000', 'inspected'],
    ['210100', 'inspected'],
    ['210102', 'inspected'],
  ])('%s, in whose area it is registered, inspects', (division, event) => {
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when({
        name: 'inspect',
        at: '2025-05-13T14:00:00+08:00',
        by: officerOf(division),
        data: { kind: 'key', result: 'no-problem', checklist: [] },
      })
      .thenEvents(event);
  });

  it('another city does not', () =>
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when({
        name: 'inspect',
        at: '2025-05-13T14:00:00+08:00',
        by: officerOf('210200'),
        data: { kind: 'key', result: 'no-problem', checklist: [] },
      })
      .thenRefused('AUTHOR_NOT_ENTITLED', 'LNO-1.2-1'));
});

describe('LNO-2.1-1, LNR-6-1: each area registers its own agencies', () => {
  it('the same agency has a file for each jurisdiction, and each authority its own', () => {
    given(ON_FILE_IN_LIAONING, SHENYANG).thenStatus('on-file');
    given(ON_FILE_IN_LIAONING.slice(0, 1), SHENYANG)
      .when(acceptBy('210200'))
      .thenRefused('AUTHOR_NOT_ENTITLED', 'LNO-1.2-1')
      .when(acceptBy('210100'))
      .thenEvents('accepted', 'published');
  });
});

describe('ZY-5-6: the city’s credit office guides and supervises', () => {
  it('interviews on its own rule', () =>
    given(ON_FILE_IN_ZHANGYE, GANZHOU)
      .when({
        name: 'interview',
        at: '2026-01-22T10:00:00+08:00',
        by: officerOf('620700'),
        document: paper,
        data: { code: 'WORK-REPORT-OVERDUE' },
      })
      .thenEvents('interviewed'));

  it('takes no file of an agency from outside, whose reports it files one by one (ZY-4-7)', () =>
    given([], GANZHOU)
      .when({
        name: 'file',
        at: '2025-03-03T10:00:00+08:00',
        by: agency,
        data: filingOf({ registeredArea: '620102', serviceKinds: ['信用评级'] }),
      })
      .thenRefused('NOT_ADMITTED', 'ZY-4-7'));
});

describe('an act that the law of the place does not know', () => {
  it('is refused: Xinjiang has no warning', () =>
    given(ON_FILE)
      .when({
        name: 'warn',
        at: '2025-05-13T14:00:00+08:00',
        by: authority,
        basis: ['XJ-14-4'],
        document: paper,
        data: { code: 'CONFLICT' },
      })
      .thenRefused('ACT_NOT_PROVIDED'));
});

describe('XJ-10-3, LNO-1.2-1: who acts for an authority acts for one of a place', () => {
  const nowhere: Actor = { kind: 'authority', id: 'officer-9', org: 'some-authority' };

  it.each(['accept', 'interview'] as const)('an officer whose place is not known may not %s', (name) => {
    const before = name === 'accept' ? ON_FILE.slice(0, 2) : ON_FILE;
    given(before)
      .when({
        name,
        at: '2025-03-20T10:00:00+08:00',
        by: nowhere,
        document: paper,
        data: name === 'accept' ? { fileNo: 'F-1' } : { code: 'FALSE-PUBLICITY' },
      })
      .thenRefused('AUTHOR_NOT_ENTITLED')
      .thenSays(
        `${name === 'accept' ? 'accepted' : 'interviewed'} is for the authority of a place, and that of some-authority is not known; send it with its division`,
      );
  });
});

describe('XJ-15-2: who breaks a commitment is interviewed by the authority that he has filed with', () => {
  const interview = (division: string, basis: string): Step => ({
    name: 'interview',
    at: '2025-04-08T10:00:00+08:00',
    by: officerOf(division),
    document: paper,
    basis: [basis],
    data: {},
  });

  it('and by no other of the region', () => {
    given(ON_FILE).when(interview('653100', 'XJ-15-2')).thenRefused('AUTHOR_NOT_ENTITLED', 'XJ-10-4');
    given(ON_FILE).when(interview('650100', 'XJ-15-2')).thenEvents('interviewed');
  });

  it('while any authority of the region interviews within its powers', () =>
    given(ON_FILE).when(interview('653100', 'XJ-14-4')).thenEvents('interviewed'));
});
