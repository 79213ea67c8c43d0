import type { Instant } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../../testing/law.ts';
import { agency, authority, filingOf, given, paper, type Step, system } from '../../testing/scenario.ts';
import {
  bySystem,
  department,
  GANZHOU,
  GANZHOU_OFFICER,
  ON_FILE,
  ON_FILE_IN_LIAONING,
  ON_FILE_IN_ZHANGYE,
  SHENYANG,
  URUMQI,
} from '../../testing/steps.ts';
import { systemDuties } from '../duties.ts';

const filed: Step = { name: 'file', at: '2025-03-03T10:00:00+08:00', by: agency, data: filingOf() };
const verified: Step = {
  name: 'pass-verification',
  at: '2025-03-03T10:10:00+08:00',
  by: system,
  data: { checks: { usccCheckDigit: 'pass' } },
};
const accepted: Step = {
  name: 'accept',
  at: '2025-03-11T15:30:00+08:00',
  by: authority,
  data: { fileNo: 'XJ-2025-0001' },
};

describe('XJ-7-1, XJ-8-2: an agency files by itself', () => {
  it('puts the file under review', () =>
    given([]).when(filed).thenEvents('filed').thenStatus('under-review'));

  it('exempts an agency registered less than a year before from the annual report (XJ-8-8)', () =>
    given([])
      .when({ ...filed, data: filingOf({ registeredOn: '2024-03-04' }) })
      .thenData(0, { annualReportExempt: true }));

  it('exempts it no longer on the anniversary', () =>
    given([])
      .when({ ...filed, data: filingOf({ registeredOn: '2024-03-03' }) })
      .thenData(0, { annualReportExempt: false }));

  it('takes one filing at a time', () => given([filed]).when(filed).thenRefused('FILE_IN_OTHER_STATE'));

  it('is not for services outside the definition (XJ-3-1)', () =>
    given([])
      .when({ ...filed, data: filingOf({ serviceKinds: ['占卜'] }) })
      .thenRefused('SERVICE_NOT_COVERED', 'XJ-3-1')
      .thenSays('占卜 is no credit service here; there are 信用评价、信用咨询、信用培训和宣传'));

  it('names each that is not', () =>
    given([])
      .when({ ...filed, data: filingOf({ serviceKinds: ['占卜', '信用评价', '算命'] }) })
      .thenRefused('SERVICE_NOT_COVERED', 'XJ-3-1')
      .thenSays('占卜、算命 is no credit service here; there are 信用评价、信用咨询、信用培训和宣传'));
});

describe('XJ-10-1: review of a filing', () => {
  it('accepts, counts the working days of the review, and publishes', () =>
    given([filed, verified])
      .when(accepted)
      .thenEvents('accepted', 'published', 'forwarded')
      .thenData(0, { fileNo: 'XJ-2025-0001', reviewDays: 6 })
      .thenStatus('on-file'));

  it('does not accept while a verification has failed', () =>
    given([filed, { ...verified, name: 'fail-verification' }])
      .when(accepted)
      .thenRefused('VERIFICATION_OPEN', 'XJ-10-1')
      .thenSays('the last verification failed; ask for a supplement, verify again, or refuse'));

  it('does not accept a dossier that lacks a document', () =>
    given([{ ...filed, data: filingOf({ documents: [] }) }])
      .when(accepted)
      .thenRefused(
        'DOSSIER_INCOMPLETE',
        'XJ-8-3',
        'XJ-8-4',
        'XJ-8-5',
        'XJ-8-6',
        'XJ-8-7',
        'XJ-8-9',
        'XJ-8-10',
        'XJ-10-1',
      )
      .thenSays(
        'the dossier lacks application-form, business-licence, articles, senior-managers, professionals, annual-report, commitment, fee-schedule; ask for a supplement',
      ));

  it('accepts after the supplement', () => {
    const documents = filingOf()['documents'] as readonly { kind: string }[];
    const lacking = documents.filter(({ kind }) => kind !== 'fee-schedule');
    given([
      { ...filed, data: filingOf({ documents: lacking }) },
      {
        name: 'request-supplement',
        at: '2025-03-05T09:00:00+08:00',
        by: authority,
        data: { missing: ['fee-schedule'] },
      },
      {
        name: 'supplement',
        at: '2025-03-06T09:00:00+08:00',
        by: agency,
        data: { documents: [{ kind: 'fee-schedule', sha256: 'd'.repeat(64) }] },
      },
    ])
      .thenStatus('under-review')
      .when(accepted)
      // G-03: the complete dossier of 6 March starts the count anew.
      .thenData(0, { reviewDays: 3 });
  });

  it('does not accept twice', () =>
    given([filed, accepted]).when(accepted).thenRefused('FILE_IN_OTHER_STATE'));
});

describe('XJ-9-1, XJ-9-2, XJ-9-3, XJ-9-4: the grounds of refusal', () => {
  const refusal: Step = {
    name: 'refuse',
    at: '2025-03-11T15:30:00+08:00',
    by: authority,
    document: paper,
    basis: ['XJ-9-1'],
    data: { ground: 'SCOPE' },
  };

  it('refuses on a ground of the article', () =>
    given([filed]).when(refusal).thenEvents('refused').thenStatus('refused'));

  it('needs a document', () => {
    const { document: _, ...bare } = refusal;
    given([filed]).when(bare).thenRefused('DOCUMENT_REQUIRED');
  });

  it.each(['SCOPE', 'LISTED', 'FALSE'])('refuses on %s without further words', (ground) => {
    given([filed])
      .when({ ...refusal, data: { ground } })
      .thenEvents('refused')
      .thenData(0, { ground, reviewDays: 6 });
  });

  it('refuses on no ground that the article does not have', () =>
    given([filed])
      .when({ ...refusal, data: { ground: 'TOO-SMALL' } })
      .thenRefused('GROUND_UNKNOWN', 'XJ-9-1')
      .thenSays(
        'TOO-SMALL is no ground of refusal under xj-measures-draft@2024-01-01: it names SCOPE, LISTED, FALSE, OTHER',
      ));

  it('refuses nothing in Liaoning, whose texts name no ground', () =>
    given(ON_FILE_IN_LIAONING.slice(0, 1), SHENYANG)
      .when({
        name: 'refuse',
        at: '2025-03-11T15:30:00+08:00',
        by: { ...authority, division: '210100' },
        document: paper,
        data: { ground: 'SCOPE' },
      })
      .thenRefused('GROUND_UNKNOWN', 'LNO-2.1-1')
      .thenSays('SCOPE is no ground of refusal under ln-regulation@2022-01-01: it names none'));

  it.each(['', '  '])('with “%s” nothing is stated', (reason) => {
    given([filed])
      .when({ ...refusal, basis: ['XJ-9-4'], data: { ground: 'OTHER', reason } })
      .thenRefused('REASON_REQUIRED', 'XJ-9-4');
  });

  it('states another reason in words, and that will do', () =>
    given([filed])
      .when({ ...refusal, basis: ['XJ-9-4'], data: { ground: 'OTHER', reason: '材料互相矛盾' } })
      .thenEvents('refused'));

  it('states the reason when the ground is “other”', () =>
    given([filed])
      .when({ ...refusal, basis: ['XJ-9-4'], data: { ground: 'OTHER' } })
      .thenRefused('REASON_REQUIRED', 'XJ-9-4')
      .thenSays('a refusal on the ground OTHER states its reason in words'));

  it('bars nobody: the agency may file again at once', () =>
    given([filed, refusal])
      .when({ ...filed, name: 'refile', at: '2025-03-12T09:00:00+08:00' })
      .thenEvents('refiled')
      .thenData(0, { previousRefusal: 'SCOPE' })
      .thenStatus('under-review'));

  it('cites no other province', () =>
    given([filed])
      .when({ ...refusal, basis: ['LNR-53-1'] })
      .thenRefused('FOREIGN_BASIS', 'XJ-9-1', 'XJ-9-2', 'XJ-9-3', 'XJ-9-4')
      .thenSays(
        'refused cites LNR-53-1; under xj-measures-draft@2024-01-01 cite a rule of that rulebook or of the national notice',
      ));
});

describe('XJ-3-1: what makes a credit-service agency', () => {
  it.each(['信用评价', '信用咨询', '信用培训和宣传'])('%s is a credit service', (kind) => {
    given([])
      .when({ ...filed, data: filingOf({ serviceKinds: [kind] }) })
      .thenEvents('filed');
  });
});

describe('ZY-1-1: Zhangye knows other services than Xinjiang', () => {
  const inZhangye = (kind: string): Step => ({
    ...filed,
    data: filingOf({ registeredArea: '620702', serviceKinds: [kind] }),
  });
  it.each(['信用评级', '信用保险', '履约担保', '信用管理咨询及培训'])('%s is a credit service', (kind) => {
    given([], GANZHOU).when(inZhangye(kind)).thenEvents('filed');
  });
  it('信用评价 is none', () =>
    given([], GANZHOU).when(inZhangye('信用评价')).thenRefused('SERVICE_NOT_COVERED', 'ZY-1-1'));
});

describe('ZY-2.1-1: agencies enter by a batch of public selection', () => {
  it('the selected agency files', () => {
    const [filing] = ON_FILE_IN_ZHANGYE;
    given([filing as Step], GANZHOU)
      .when({
        name: 'accept',
        at: '2024-03-13T15:30:00+08:00',
        by: GANZHOU_OFFICER,
        data: { fileNo: 'ZY-1' },
      })
      .thenEvents('accepted', 'published');
  });
});

describe('XJ-7-1, LNO-2.1-5, LNO-1.2-2: filing is the agency’s own act, and voluntary', () => {
  it.each([
    ['Xinjiang', ON_FILE, URUMQI],
    ['Liaoning', ON_FILE_IN_LIAONING, SHENYANG],
    ['Zhangye', ON_FILE_IN_ZHANGYE, GANZHOU],
  ])('in %s the agency files by itself', (_, [filing], fileId) => {
    given([], fileId)
      .when(filing as Step)
      .thenEvents('filed')
      .thenStatus('under-review');
  });

  it('who has not filed is in no breach: the system has nothing to do', () =>
    expect(
      systemDuties(given([]).history.file, LAW_OF.xinjiang, '2025-07-01T00:00:00+08:00' as Instant),
    ).toEqual([]));

  it('and may take it back before a decision', () =>
    given([filed])
      .when({ name: 'withdraw-filing', at: '2025-03-04T10:00:00+08:00', by: agency })
      .thenStatus('none'));
});

describe('XJ-8-1: each submission is bound to who made it, when, and its bytes', () => {
  it('in the event itself', () => {
    expect(given([filed]).history.events[0]).toMatchObject({
      metadata: { actor: agency, occurredAt: filed.at, basis: ['XJ-8-2'] },
      data: { documents: expect.arrayContaining([{ kind: 'articles', sha256: 'b'.repeat(64) }]) },
    });
  });
  it('an agency cannot date it back', () =>
    given([])
      .when({ ...filed, occurredAt: '2025-02-01T10:00:00+08:00' })
      .thenRefused('AUTHOR_NOT_ENTITLED'));
});

describe('XJ-8-3, XJ-8-4, XJ-8-5, XJ-8-6, XJ-8-7, XJ-8-9, XJ-8-10: every document of the list', () => {
  const lacking = (kind: string, registeredOn = '2019-05-06'): Step => ({
    ...filed,
    data: filingOf({
      registeredOn,
      documents: (filingOf()['documents'] as readonly { kind: string }[]).filter((one) => one.kind !== kind),
    }),
  });

  it.each([
    ['application-form', 'XJ-8-3'],
    ['business-licence', 'XJ-8-4'],
    ['articles', 'XJ-8-4'],
    ['senior-managers', 'XJ-8-5'],
    ['professionals', 'XJ-8-6'],
    ['annual-report', 'XJ-8-7'],
    ['commitment', 'XJ-8-9'],
    ['fee-schedule', 'XJ-8-10'],
  ])('without %s nothing is accepted (%s)', (kind, rule) => {
    given([lacking(kind)])
      .when(accepted)
      .thenRefused('DOSSIER_INCOMPLETE', rule, 'XJ-10-1');
  });

  it('XJ-8-8: without an annual report an agency in its first year is accepted', () =>
    given([lacking('annual-report', '2024-03-04')])
      .when(accepted)
      .thenEvents('accepted', 'published', 'forwarded'));

  it('XJ-8-8: and on the anniversary no longer', () =>
    given([lacking('annual-report', '2024-03-03')])
      .when(accepted)
      .thenRefused('DOSSIER_INCOMPLETE', 'XJ-8-7', 'XJ-10-1'));

  it('XJ-8-11: what is offered beyond the list is taken', () => {
    const documents = filingOf()['documents'] as readonly object[];
    given([])
      .when({
        ...filed,
        data: filingOf({
          documents: [...documents, { kind: 'voluntary', sha256: 'd'.repeat(64), voluntary: true }],
        }),
      })
      .thenEvents('filed');
  });

  it('XJ-6-2, XJ-6-3, XJ-6-4, XJ-23-1: staff, internal systems and protection level are put on record', () =>
    given([])
      .when({
        ...filed,
        data: filingOf({
          protectionLevel: 3,
          professionals: [{ name: '从业测试', certificateKind: '信用管理师' }],
          documents: [{ kind: 'internal-systems', sha256: 'd'.repeat(64) }],
        }),
      })
      .thenEvents('filed')
      .thenData(0, { protectionLevel: 3 }));
});

describe('LNO-2.6-1, LNO-2.6-3, LNR-43-1, ND-3.1-1, ZY-5-1, ZY-5-2: codes and systems may be handed in', () => {
  it.each([
    [LAW_OF.liaoning, ['code-of-conduct', 'compliance-system']],
    [LAW_OF.zhangye, ['code-of-conduct', 'information-security']],
  ])('as documents of the dossier', ({ rulebook }, documents) => {
    const offered = rulebook.filing.dossier
      .filter(({ value }) => value.needed === 'if-offered')
      .map(({ value }) => value.document);
    expect(offered).toEqual(documents);
  });
});

describe('XJ-10-1: ten working days, then a flag and no fiction', () => {
  // 3 March 2025 is a Monday; the tenth working day after it is 17 March.
  const overdueDuties = (now: string) =>
    systemDuties(given([filed]).history.file, LAW_OF.xinjiang, now as Instant).filter(
      ({ name }) => name === 'declare-review-overdue',
    );

  it('states the day with the filing', () =>
    given([])
      .when(filed)
      .thenData(0, { due: { date: '2025-03-17', rule: 'XJ-10-1', amount: 10, unit: 'working-day' } }));
  it('is not overdue on the last day', () => {
    expect(overdueDuties('2025-03-17T23:59:59+08:00')).toEqual([]);
    given([filed])
      .when(bySystem('declare-review-overdue', '2025-03-17T23:59:59+08:00', { of: 'filing' }))
      .thenRefused('NOT_OVERDUE', 'XJ-10-1')
      .thenSays('the review of the filing is in time to the end of 2025-03-17, or already flagged');
  });
  it('is flagged by the system on the day after, once, and stays under review', () => {
    const [duty] = overdueDuties('2025-03-18T00:00:00+08:00');
    expect(duty).toEqual({
      name: 'declare-review-overdue',
      data: { of: 'filing' },
      at: '2025-03-18T00:00:00+08:00',
    });
    given([filed])
      .when(bySystem('declare-review-overdue', '2025-03-18T00:00:00+08:00', duty?.data))
      .thenEvents('review-overdue')
      .thenData(0, { dueDate: '2025-03-17' })
      .thenStatus('under-review')
      .when(bySystem('declare-review-overdue', '2025-03-19T00:00:00+08:00', duty?.data))
      .thenRefused('NOT_OVERDUE', 'XJ-10-1')
      .when({ ...accepted, at: '2025-03-20T10:00:00+08:00' })
      .thenStatus('on-file');
  });
  it('has no term in Liaoning, so nothing is overdue there', () =>
    expect(
      systemDuties(
        given(ON_FILE_IN_LIAONING.slice(0, 1), SHENYANG).history.file,
        LAW_OF.liaoning,
        '2026-01-01T00:00:00+08:00' as Instant,
      ).map(({ name }) => name),
    ).toEqual(['route']));
});

describe('a flag belongs to the term that it found overdue', () => {
  const flaggedAt = (at: string) => bySystem('declare-review-overdue', at, { of: 'filing' });
  const supplemented: readonly Step[] = [
    filed,
    flaggedAt('2025-03-18T00:00:00+08:00'),
    {
      name: 'request-supplement',
      at: '2025-03-18T10:00:00+08:00',
      by: authority,
      data: { missing: ['articles'] },
    },
    {
      name: 'supplement',
      at: '2025-03-19T10:00:00+08:00',
      by: agency,
      data: { documents: [{ kind: 'articles', sha256: 'd'.repeat(64) }] },
    },
  ];
  const due = (steps: readonly Step[], now: string) =>
    systemDuties(given(steps).history.file, LAW_OF.xinjiang, now as Instant)
      .filter(({ name }) => name === 'declare-review-overdue')
      .map(({ at, data }) => [at, data['of']]);

  it('the term that a supplement began anew has its own', () => {
    expect(due(supplemented, '2025-04-02T00:00:00+08:00')).toEqual([]);
    expect(due(supplemented, '2025-04-03T00:00:00+08:00')).toEqual([['2025-04-03T00:00:00+08:00', 'filing']]);
    given(supplemented).when(flaggedAt('2025-04-03T00:00:00+08:00')).thenEvents('review-overdue');
  });

  it('and none runs while the agency is asked, nor once it is on file', () => {
    given(supplemented.slice(0, 3))
      .when(flaggedAt('2025-06-03T00:00:00+08:00'))
      .thenRefused('FILE_IN_OTHER_STATE');
    given(ON_FILE)
      .when(flaggedAt('2025-06-03T00:00:00+08:00'))
      .thenRefused('NOT_OVERDUE', 'XJ-10-1')
      .thenSays('no review of a filing with a term runs on this file');
  });
});

describe('XJ-9-2: while a listing runs nothing is accepted (G-28)', () => {
  const list: Step = {
    name: 'list',
    at: '2025-03-12T10:00:00+08:00',
    by: department,
    document: paper,
    basis: ['XJ-15-1'],
    data: { list: '严重失信主体名单' },
  };
  const notify: Step = {
    name: 'notify-listing',
    at: '2025-03-04T10:00:00+08:00',
    by: department,
    data: {
      list: '严重失信主体名单',
      reasons: '拖欠农民工工资',
      remedies: '行政复议',
      exitConditions: '履行义务',
    },
  };
  const delist: Step = {
    name: 'delist',
    at: '2025-03-13T10:00:00+08:00',
    by: department,
    data: { list: '严重失信主体名单' },
  };

  it('the filing waits or is refused', () =>
    given([filed, notify, list])
      .when({ ...accepted, at: '2025-03-12T15:30:00+08:00' })
      .thenRefused('LISTING_RUNNING', 'XJ-9-2')
      .thenSays(
        'the agency stands on the list 严重失信主体名单; refuse on the ground LISTED, or wait for its removal',
      ));
  it('and is accepted after the removal', () =>
    given([filed, notify, list, delist])
      .when({ ...accepted, at: '2025-03-14T15:30:00+08:00' })
      .thenStatus('on-file'));
});

describe('LNR-54-1: credit reporting itself is the central bank’s', () => {
  it('a licence of the central bank has its field', () =>
    given([], SHENYANG)
      .when({
        ...filed,
        data: filingOf({
          registeredArea: '210102',
          serviceKinds: ['征信'],
          pbocLicence: '征信备〔2024〕示例1号',
        }),
      })
      .thenData(0, { pbocLicence: '征信备〔2024〕示例1号' }));
  it('and a matter of its law is referred to it', () =>
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when({
        name: 'refer',
        at: '2025-05-13T14:00:00+08:00',
        by: { ...authority, division: '210100' },
        basis: ['LNR-54-1'],
        data: { to: 'central-bank-branch', reason: '征信业务' },
      })
      .thenEvents('referred'));
});

describe('one agency, one file a jurisdiction', () => {
  it('nobody files in the file of another', () =>
    given([], URUMQI)
      .when({ ...filed, data: filingOf({ uscc: '91650203MAFAKE0270' }) })
      .thenRefused('FILE_OF_ANOTHER', 'XJ-8-2')
      .thenSays(
        'this is the file of 91650102MAFAKE019H; an agency with the code 91650203MAFAKE0270 files in its own',
      ));
});
