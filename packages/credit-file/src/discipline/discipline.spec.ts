import { rulebookOrThrow } from '@ledger/rulebooks';
import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../../testing/law.ts';
import { agency, authority, given, paper, type Step } from '../../testing/scenario.ts';
import {
  adverse,
  department,
  GANZHOU,
  GANZHOU_OFFICER,
  ON_FILE,
  ON_FILE_IN_LIAONING,
  ON_FILE_IN_ZHANGYE,
  SHENYANG,
  SHENYANG_OFFICER,
} from '../../testing/steps.ts';
import { runningClocks } from '../processes.ts';

const interview = (code: string, basis = 'XJ-14-4'): Step =>
  adverse(
    'interview',
    '2025-09-23T10:00:00+08:00',
    { code, minutesSha256: 'c'.repeat(64) },
    { basis: [basis] },
  );
const order = (basis: string): Step =>
  adverse(
    'order-rectification',
    '2025-09-23T11:00:00+08:00',
    { term: { amount: 10, unit: 'working-day' }, demands: ['明示收费标准'] },
    { basis: [basis] },
  );
const rectify: Step = {
  name: 'rectify',
  at: '2025-10-10T10:00:00+08:00',
  by: agency,
  data: { evidence: [{ kind: 'fee-schedule', sha256: 'd'.repeat(64) }] },
};
const confirm = (result: string, at = '2025-10-13T10:00:00+08:00'): Step => ({
  name: 'confirm-rectification',
  at,
  by: authority,
  data: { result },
});
/** An act of the authority of Shenyang. */
const inShenyang = (step: Step): Step => ({ ...step, by: SHENYANG_OFFICER });

/** An interview on each violation is taken under the rulebook, and its code stands on the file. */
function takes(codes: readonly string[]): void {
  it.each(codes)('%s is a finding that an interview may name', (code) => {
    given(ON_FILE).when(interview(code)).thenEvents('interviewed').thenData(0, { code });
  });
}

describe('XJ-13-1: acting within the business scope', () => takes(['SCOPE-EXCEEDED']));
describe('XJ-13-2: no false publicity, no promised result', () =>
  takes(['FALSE-PUBLICITY', 'PROMISED-GRADE']));
describe('XJ-13-3: no result linked to the fee', () => takes(['FEE-LINKED']));
describe('XJ-13-4: no conflict of interest', () => takes(['CONFLICT']));
describe('XJ-13-5: no false evaluation', () => takes(['FALSE-EVALUATION']));
describe('XJ-13-6: no lent certificate', () => takes(['CERTIFICATE-LENT']));
describe('XJ-19-1: no fee that is not shown', () => takes(['UNDISCLOSED-FEE']));
describe('XJ-4-1: the principles of conduct', () => takes(['PRINCIPLES-VIOLATED']));
describe('XJ-20-1: the archive is kept', () => takes(['ARCHIVE-NOT-KEPT']));
describe('XJ-23-2: what is learnt in the business is kept secret', () => takes(['CONFIDENTIALITY-BREACHED']));

describe('XJ-16-1, XJ-16-2, XJ-16-3, XJ-16-4, XJ-16-5: violations handled under other law', () => {
  it.each([
    ['XJ-16-1', 'ILLEGAL-COLLECTION'],
    ['XJ-16-2', 'LEAK-TAMPER-FABRICATE'],
    ['XJ-16-3', 'UNAUTHORISED-QUERY'],
    ['XJ-16-4', 'FALSE-SOLICITATION'],
    ['XJ-16-5', 'MALICIOUS-EVALUATION'],
  ])('%s: %s is penalised by the department that is competent', (rule, violation) => {
    given(ON_FILE)
      .when({
        name: 'penalise',
        at: '2025-11-14T10:00:00+08:00',
        by: department,
        basis: [rule],
        document: paper,
        data: { measure: '罚款', amountFen: 10_000_000, violation },
      })
      .thenEvents('penalised');
  });

  it('or referred to it', () =>
    given(ON_FILE)
      .when({
        name: 'refer',
        at: '2025-11-14T10:00:00+08:00',
        by: authority,
        basis: ['XJ-16-1'],
        data: { to: 'public-security', violation: 'ILLEGAL-COLLECTION' },
      })
      .thenEvents('referred'));

  it('a violation that the law does not list is none', () =>
    given(ON_FILE)
      .when(interview('BAD-MANNERS'))
      .thenRefused('VIOLATION_UNKNOWN', 'XJ-14-4')
      .thenSays(
        'BAD-MANNERS is no violation under xj-measures-draft@2024-01-01; there are PRINCIPLES-VIOLATED, ARCHIVE-NOT-KEPT, CONFIDENTIALITY-BREACHED, SCOPE-EXCEEDED, FALSE-PUBLICITY, PROMISED-GRADE, FEE-LINKED, CONFLICT, FALSE-EVALUATION, CERTIFICATE-LENT, INSPECTION-OBSTRUCTED, ILLEGAL-COLLECTION, LEAK-TAMPER-FABRICATE, UNAUTHORISED-QUERY, FALSE-SOLICITATION, MALICIOUS-EVALUATION, UNDISCLOSED-FEE, AMENDMENT-LATE',
      ));

  it('and none is borrowed from another province', () =>
    given(ON_FILE).when(interview('NO-CONSENT')).thenRefused('VIOLATION_UNKNOWN'));
});

describe('XJ-17-1: liability under other law keeps its own measure and amount', () => {
  it('takes any amount, since the measures set no range', () =>
    given(ON_FILE)
      .when({
        name: 'penalise',
        at: '2025-11-14T10:00:00+08:00',
        by: department,
        basis: ['XJ-17-1'],
        document: paper,
        data: { measure: '责令停业', amountFen: 1 },
      })
      .thenEvents('penalised'));
});

describe('XJ-14-4: an authority may interview or urge to rectify', () => {
  it('interviews', () => given(ON_FILE).when(interview('UNDISCLOSED-FEE')).thenEvents('interviewed'));
  it('or orders without an interview', () =>
    given(ON_FILE).when(order('XJ-14-4')).thenEvents('rectification-ordered'));
});

describe('XJ-15-2: after a breach the interview comes first, then the order with its term', () => {
  it('no order without the interview', () =>
    given(ON_FILE)
      .when(order('XJ-15-2'))
      .thenRefused('RUNG_SKIPPED', 'XJ-15-2')
      .thenSays(
        'rectification-ordered comes after interviewed, which this case has not seen; do that first',
      ));
  it('the order behind it, due 10 working days from its service', () =>
    given([...ON_FILE, interview('FEE-LINKED', 'XJ-15-2')])
      .when(order('XJ-15-2'))
      .thenEvents('rectification-ordered')
      .thenData(0, { due: { date: '2025-10-13', rule: 'XJ-15-2', amount: 10, unit: 'working-day' } }));
  it('an interview of a case that is over does not count for the next', () =>
    given([...ON_FILE, interview('FEE-LINKED', 'XJ-15-2'), order('XJ-15-2'), rectify, confirm('accepted')])
      .when({ ...order('XJ-15-2'), at: '2025-11-03T10:00:00+08:00' })
      .thenRefused('RUNG_SKIPPED', 'XJ-15-2'));
});

describe('XJ-14-5: interviews and rectification enter the credit file', () => {
  const ordered = [...ON_FILE, interview('UNDISCLOSED-FEE'), order('XJ-14-4')];

  it('from the interview to the end', () => {
    const { file } = given([...ordered, rectify, confirm('accepted')]).history;
    expect(file.acts.slice(-4)).toEqual([
      'interviewed',
      'rectification-ordered',
      'rectified',
      'rectification-verified',
    ]);
    expect(file.cases.find(({ kind }) => kind === 'discipline')?.step).toBe('verified');
  });

  it('the order runs as a term until it is done, and again when that would not do', () => {
    const terms = (...steps: readonly Step[]) =>
      runningClocks(given([...ON_FILE, ...steps]).history.file, LAW_OF.xinjiang).filter(
        ({ kind }) => kind === 'rectification',
      );
    const running = {
      kind: 'rectification',
      rule: 'XJ-14-4',
      caseId: 'discipline-1',
      startedOn: '2025-09-23',
      lastDay: '2025-10-13',
      provisional: false,
    };
    const [interviewed, orders] = [interview('UNDISCLOSED-FEE'), order('XJ-14-4')];
    expect(terms(interviewed)).toEqual([]);
    expect(terms(interviewed, orders)).toStrictEqual([running]);
    expect(terms(interviewed, orders, rectify)).toEqual([]);
    expect(terms(interviewed, orders, rectify, confirm('rejected'))).toStrictEqual([running]);
    expect(terms(interviewed, orders, rectify, confirm('accepted'))).toEqual([]);
  });

  it('what will not do leaves the order standing', () => {
    const story = given([...ordered, rectify]).when(confirm('rejected'));
    expect(story.history.file.cases.find(({ kind }) => kind === 'discipline')?.step).toBe('ordered');
    expect(runningClocks(story.history.file, LAW_OF.xinjiang)).toContainEqual(
      expect.objectContaining({ kind: 'rectification', lastDay: '2025-10-13' }),
    );
    story.when({ ...rectify, at: '2025-10-14T10:00:00+08:00' }).thenEvents('rectified');
  });
});

describe('XJ-15-3: refusing to rectify', () => {
  const ordered = [...ON_FILE, interview('FEE-LINKED', 'XJ-15-2'), order('XJ-15-2')];
  const refusal = (at: string, express?: true): Step =>
    adverse('refuse-rectification', at, { reason: '期限届满未提交整改报告', ...(express && { express }) });

  it('may come after a rectification that would not do: the order stands', () =>
    given([
      ...ordered,
      {
        name: 'rectify',
        at: '2025-09-29T10:00:00+08:00',
        by: agency,
        data: { evidence: [{ kind: 'rectification-report', sha256: 'f'.repeat(64) }] },
      },
      {
        name: 'confirm-rectification',
        at: '2025-09-30T10:00:00+08:00',
        by: authority,
        data: { result: 'rejected' },
      },
    ])
      .when(refusal('2025-10-14T10:00:00+08:00'))
      .thenEvents('rectification-refused'));

  it.each(['2025-10-12T10:00:00+08:00', '2025-10-13T23:59:59+08:00'])(
    'by silence it is none before the term is over, at %s (G-12)',
    (at) => {
      given(ordered)
        .when(refusal(at))
        .thenRefused('NOT_OVERDUE', 'XJ-15-2')
        .thenSays(
          'the order runs to the end of 2025-10-13; silence is a refusal from the day after, an express one at once',
        );
    },
  );
  it('by silence it is one on the day after', () =>
    given(ordered).when(refusal('2025-10-14T00:00:00+08:00')).thenEvents('rectification-refused'));
  it('said expressly it is one at once', () =>
    given(ordered).when(refusal('2025-09-24T10:00:00+08:00', true)).thenEvents('rectification-refused'));
});

describe('LNO-3.3-3: in Liaoning, after the interview, by the gravity of the case', () => {
  const interviewed = [...ON_FILE_IN_LIAONING, inShenyang(interview('FALSE-EVALUATION', 'LNO-3.3-3'))];
  const rung = (name: Step['name'], data: Step['data'] = {}): Step =>
    inShenyang(adverse(name, '2025-10-09T10:00:00+08:00', data, { basis: ['LNO-3.3-3'] }));

  it.each([
    ['order-rectification', 'rectification-ordered', { term: { amount: 30, unit: 'calendar-day' } }],
    ['warn', 'warned', { code: 'FALSE-EVALUATION' }],
    ['criticise', 'criticised', { code: 'FALSE-EVALUATION' }],
    ['penalise', 'penalised', { measure: '罚款', amountFen: 8_000_000 }],
  ] as const)('%s follows the interview, no other rung before it', (name, event, data) => {
    given(interviewed, SHENYANG).when(rung(name, data)).thenEvents(event);
  });

  it.each([
    ['warn', {}],
    ['criticise', {}],
  ] as const)('%s without an interview follows nothing', (name, data) => {
    given(ON_FILE_IN_LIAONING, SHENYANG).when(rung(name, data)).thenRefused('CASE_AT_OTHER_STEP');
  });

  it('an order without an interview skips it', () =>
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(rung('order-rectification', { term: { amount: 30, unit: 'calendar-day' } }))
      .thenRefused('RUNG_SKIPPED', 'LNO-3.3-3'));
});

describe('LNO-2.6-7, LNR-43-2: false publicity, promised grades, false evaluation', () => {
  it.each(['FALSE-SOLICITATION', 'FALSE-EVALUATION'])('%s is penalised', (violation) => {
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(fine('LNR-53-1', { amountFen: 50_000_00, violation }))
      .thenEvents('penalised');
  });
});

describe('LNR-14-1, LNR-53-4: collecting personal information without consent', () => {
  it('is a violation with a fine, and something an inspector looks for', () => {
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(fine('LNR-53-1', { amountFen: 50_000_00, violation: 'NO-CONSENT' }))
      .thenEvents('penalised');
    expect(LAW_OF.liaoning.rulebook.supervision.checklist.value).toContain('采集个人信息的同意和告知');
  });
});

describe('LNR-53-6: other infringement', () => {
  it('is a violation with a fine', () =>
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(fine('LNR-53-1', { amountFen: 50_000_00, violation: 'RIGHTS-INFRINGED' }))
      .thenEvents('penalised'));
});

describe('LNR-35-2, LNO-1.2-6, LNO-2.6-6: bundling, infringed secrets, imprudent use', () => {
  it.each(['BUNDLING', 'SECRETS-INFRINGED', 'IMPRUDENT-USE'])('%s is a finding', (code) => {
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(inShenyang(interview(code, 'LNO-3.3-3')))
      .thenEvents('interviewed');
  });
});

describe('ZY-5-3: secrets and privacy in Zhangye', () => {
  it('their infringement is a finding', () =>
    given(ON_FILE_IN_ZHANGYE, GANZHOU)
      .when({ ...interview('SECRETS-INFRINGED', 'ZY-5-6'), by: GANZHOU_OFFICER })
      .thenEvents('interviewed'));
});

const fine = (rule: string, data: Readonly<Record<string, unknown>>): Step =>
  inShenyang(
    adverse('penalise', '2025-11-14T10:00:00+08:00', { measure: '罚款', ...data }, { basis: [rule] }),
  );

describe('LNR-53-1: the agency, 50 000 to 500 000 yuan, both included', () => {
  it.each([50_000_00, 500_000_00])('%i fen is taken, its range beside it', (amountFen) => {
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(fine('LNR-53-1', { amountFen }))
      .thenData(0, { amountFen, rangeFen: [50_000_00, 500_000_00] });
  });
  it.each([
    [49_999_99, '49999.99'],
    [500_000_01, '500000.01'],
  ])('%i fen is not', (amountFen, yuan) => {
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(fine('LNR-53-1', { amountFen }))
      .thenRefused('PENALTY_OUT_OF_RANGE', 'LNR-53-1')
      .thenSays(`a fine under 第五十三条 is 50000 to 500000 yuan, not ${yuan}`);
  });
  it('nor is a fine without an amount', () =>
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(fine('LNR-53-1', {}))
      .thenRefused('PENALTY_OUT_OF_RANGE', 'LNR-53-1')
      .thenSays('a fine under 第五十三条 is 50000 to 500000 yuan, and this one states none'));
});

describe('LNR-53-2: the responsible person, 10 000 to 100 000 yuan', () => {
  const onPerson = { target: 'person', person: '于测试' };
  it.each([10_000_00, 100_000_00])('%i fen is taken', (amountFen) => {
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(fine('LNR-53-2', { ...onPerson, amountFen }))
      .thenEvents('penalised');
  });
  it.each([9_999_99, 100_000_01])('%i fen is not', (amountFen) => {
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(fine('LNR-53-2', { ...onPerson, amountFen }))
      .thenRefused('PENALTY_OUT_OF_RANGE', 'LNR-53-2');
  });
  it('the range of the person is not for the agency', () =>
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(fine('LNR-53-2', { amountFen: 10_000_00 }))
      .thenRefused('PENALTY_OUT_OF_RANGE', 'LNR-53-2')
      .thenSays('第五十三条 is for the person, not the agency; cite the rule for the agency'));
  it('and the person has a name', () =>
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(fine('LNR-53-2', { target: 'person', amountFen: 10_000_00 }))
      .thenRefused('PENALTY_OUT_OF_RANGE', 'LNR-53-2')
      .thenSays('a penalty on a person names the person'));
});

describe('LNR-53-3: unlawful gains are confiscated', () => {
  it('with the amount', () =>
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(fine('LNR-53-3', { measure: '没收违法所得', confiscatedFen: 3_000_00 }))
      .thenEvents('penalised'));
  it('not without', () =>
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(fine('LNR-53-3', { measure: '没收违法所得' }))
      .thenRefused('PENALTY_OUT_OF_RANGE', 'LNR-53-3')
      .thenSays('a confiscation states the unlawful gain it takes'));
});

describe('LNR-24-1, LNR-24-2, LNR-25-1, LNR-25-2, LNR-26-1: only measures of the list in force', () => {
  const measure = (title: string, at = '2025-11-14T10:00:00+08:00'): Step =>
    inShenyang(adverse('penalise', at, { measure: title }, { basis: ['LNR-26-1'] }));

  it.each([
    '限制享受告知承诺、容缺受理等相关便利措施',
    '财政性资金分配和授信限制',
    '降低信用等次',
    '限制授予荣誉称号',
    '提高保证金比例',
  ])('%s is one of the five', (title) => {
    given(ON_FILE_IN_LIAONING, SHENYANG).when(measure(title)).thenEvents('penalised');
  });

  it('a measure that nobody put on the list is refused', () =>
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(measure('限制乘坐高铁'))
      .thenRefused('MEASURE_NOT_LISTED', 'LNR-26-1')
      .thenSays(
        '限制乘坐高铁 is no measure of the list in force on 2025-11-14; there are 罚款、没收违法所得、限制享受告知承诺、容缺受理等相关便利措施、财政性资金分配和授信限制、降低信用等次、限制授予荣誉称号、提高保证金比例',
      ));

  it('each names its code, its field and its days of force', () => {
    for (const { value } of LAW_OF.liaoning.rulebook.discipline.measures)
      expect(value).toMatchObject({
        code: expect.any(String),
        field: expect.any(String),
        inForceFrom: '2022-01-01',
      });
  });
});

describe('LNO-2.2-3: whoever violates the law is restrained by a measure with its legal basis', () => {
  it('and by a document', () => {
    const { document: _, ...bare } = fine('LNR-53-1', { amountFen: 50_000_00 });
    given(ON_FILE_IN_LIAONING, SHENYANG).when(bare).thenRefused('DOCUMENT_REQUIRED');
  });
});

describe('ND-3.4-2: exposure and market ban, on agencies and practitioners', () => {
  const expose = (data: Readonly<Record<string, unknown>>): Step =>
    adverse('expose', '2025-01-15T10:00:00+08:00', { reason: '虚假评价', ...data });
  const leave: readonly Step[] = [
    {
      name: 'apply-deregistration',
      at: '2025-02-10T10:00:00+08:00',
      by: agency,
      data: { reason: 'DISSOLUTION' },
    },
    { name: 'deregister', at: '2025-02-12T10:00:00+08:00', by: authority, data: { reason: 'DISSOLUTION' } },
  ];
  const banned = [...ON_FILE, expose({ target: 'agency', banMonths: 12 }), ...leave];
  const refile = (at: string): Step => ({ name: 'refile', at, by: agency, data: ON_FILE[0]?.data ?? {} });

  it('counts the ban in months from the decision, and shows it as a clock', () => {
    const story = given(ON_FILE)
      .when(expose({ target: 'agency', banMonths: 12 }))
      .thenData(0, { banLastDay: '2026-01-15' });
    expect(runningClocks(story.history.file, LAW_OF.xinjiang)).toContainEqual(
      expect.objectContaining({ kind: 'market-ban', rule: 'ND-3.4-2', lastDay: '2026-01-15' }),
    );
  });
  it.each(['2026-01-14T10:00:00+08:00', '2026-01-15T23:59:59+08:00'])('takes no filing at %s', (at) => {
    given(banned)
      .when(refile(at))
      .thenRefused('BAR_RUNNING', 'ND-3.4-2')
      .thenSays('the agency is kept from the market up to and including 2026-01-15; file from the day after');
  });
  it('takes one on the day after', () =>
    given(banned).when(refile('2026-01-16T00:00:00+08:00')).thenEvents('refiled'));
  it('names the practitioner whom it exposes', () =>
    given(ON_FILE)
      .when(expose({ target: 'practitioner', person: '于测试' }))
      .thenEvents('exposed')
      .when(expose({ target: 'practitioner' }))
      .thenRefused('REASON_REQUIRED', 'ND-3.4-2')
      .thenSays('an exposure of a practitioner names the practitioner'));
  it('a ban on a practitioner keeps no agency from the market', () =>
    expect(
      given(ON_FILE).when(expose({ target: 'practitioner', person: '于测试', banMonths: 6 })).history.file
        .marketBan,
    ).toBeUndefined());
});

describe('LNR-31-1: leniency in a circumstance that the law names', () => {
  it.each(['MINOR-PERSON', 'FORCE-MAJEURE', 'UNINTENTIONAL-MINOR'])(
    '%s stands beside the finding',
    (mitigation) => {
      given(ON_FILE_IN_LIAONING, SHENYANG)
        .when(fine('LNR-53-1', { amountFen: 50_000_00, mitigation }))
        .thenData(0, { mitigation });
    },
  );
  it('and no other', () =>
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(fine('LNR-53-1', { amountFen: 50_000_00, mitigation: 'GOOD-FRIENDS' }))
      .thenRefused('GROUND_UNKNOWN', 'LNR-53-1')
      .thenSays(
        'GOOD-FRIENDS is no circumstance of leniency under ln-regulation@2022-01-01; there are MINOR-PERSON, FORCE-MAJEURE, UNINTENTIONAL-MINOR',
      ));
});

describe('ND-3.1-2: honest performance, service and fees', () => {
  it('is a code of the national notice', () =>
    expect(
      rulebookOrThrow('nd-notice@2018-02-02').discipline.violations.map(({ value, basis }) => [
        value.code,
        basis,
      ]),
    ).toContainEqual(['NOT-INDEPENDENT', 'ND-3.1-2']));
});
