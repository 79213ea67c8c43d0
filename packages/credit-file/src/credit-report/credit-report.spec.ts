import type { Actor, FileId } from '@ledger/schemas';
import type { LegalDate } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../../testing/law.ts';
import { agency, given, paper, type Scenario, type Step, system } from '../../testing/scenario.ts';
import { department, GANZHOU, GANZHOU_OFFICER, ON_FILE_IN_ZHANGYE } from '../../testing/steps.ts';
import { systemDuties } from '../duties.ts';
import { runningClocks } from '../processes.ts';
import { usabilityOf } from './usability.ts';

const LANZHOU = '620700-91620102MAFAKE238F' as FileId;
const branch: Actor = { kind: 'department', id: 'pboc-1', org: 'pboc-zhangye-branch' };
const anyone: Actor = { kind: 'public', id: 'objector-5', org: 'public' };

/** An act on one report. */
const act = (name: Step['name'], at: string, by: Actor, data: Step['data'] = {}): Step => ({
  name,
  at,
  by,
  data: { reportNo: 'R-1', ...data },
});
const filed = (data: Step['data'] = {}, at = '2025-09-23T10:00:00+08:00'): Step =>
  act('file-credit-report', at, agency, {
    uscc: '91620702MAFAKE22XE',
    agencyName: '示例信用服务有限公司',
    subject: '示例企业01',
    standard: 'GB/T 26817-2023',
    issuedOn: '2025-09-22',
    validTo: '2026-09-21',
    deliveredOn: '2025-09-24',
    sha256: 'd'.repeat(64),
    use: '招标投标',
    ...data,
  });
const reviewed = (opinion = '合法'): Step =>
  act('review-credit-report', '2025-09-22T10:00:00+08:00', branch, {
    opinion,
    opinionNo: '张银信审〔2025〕1号',
  });
const filedOutside = filed({ opinionNo: '张银信审〔2025〕1号' });
const accepted = act('accept-credit-report', '2025-09-25T10:00:00+08:00', GANZHOU_OFFICER);
const published = act('publish-credit-report', '2025-09-25T16:00:00+08:00', GANZHOU_OFFICER, {
  withCommitment: true,
});
const objected = act('object-to-credit-report', '2025-09-29T10:00:00+08:00', anyone, {
  claim: '财务数据不实',
});
const denied = (at: string) =>
  act('deny-credit-report-objection', at, GANZHOU_OFFICER, { reason: '所附材料不能证明财务数据不实' });
const cleared = (at: string): Step => act('clear-credit-report', at, system);
const used = (at: string): Step =>
  act('use-credit-report', at, department, { matter: '政府采购', receipt: 'R-002' });
const rejected = (at: string): Step => ({
  ...act('reject-credit-report', at, department, { reason: '未备案未公示' }),
  document: paper,
  basis: ['ZY-4-6'],
});

const inside = (...steps: readonly Step[]) => given([...ON_FILE_IN_ZHANGYE, ...steps], GANZHOU);
const outside = (...steps: readonly Step[]) => given(steps, LANZHOU);
const fromOutside = [reviewed(), filedOutside, accepted, published] as const;
const use = (day: string, ...steps: readonly Step[]) =>
  usabilityOf(outside(...steps).history.file, 'R-1', day as LegalDate, LAW_OF.zhangye);

describe('ZY-4-1: reports follow the national standard', () => {
  it('named with its version, from the list that the office keeps', () => {
    inside().when(filed()).thenEvents('credit-report-filed');
    inside()
      .when(filed({ standard: '全国统一信用报告标准' }))
      .thenRefused('STANDARD_UNKNOWN', 'ZY-4-1')
      .thenSays(
        '全国统一信用报告标准 is no standard for reports; name one of GB/T 26817-2023, GB/T 31953-2023, GB/T 42337-2023',
      );
  });

  it('one that does not is refused, by its ground', () => {
    const refuse: Step = {
      ...act('refuse-credit-report', '2025-09-25T10:00:00+08:00', GANZHOU_OFFICER, {
        reason: '未按全国统一信用报告标准出具',
        ground: 'STANDARD',
      }),
      document: paper,
    };
    inside(filed()).when(refuse).thenEvents('credit-report-refused');
    inside(filed())
      .when({ ...refuse, data: { reportNo: 'R-1', reason: '不合规' } })
      .thenRefused('GROUND_UNKNOWN', 'ZY-4-4')
      .thenSays('name the ground of the refusal, one of STANDARD, NOT-FILED, NOT-REVIEWED, OBJECTION-UPHELD');
  });
});

describe('ZY-4-2: the agency answers for a report being of its time', () => {
  it.each([undefined, '2025-09-21'])('and says until when: not %s', (validTo) => {
    inside()
      .when(filed({ validTo }))
      .thenRefused('REPORT_VALIDITY_REQUIRED', 'ZY-4-3')
      .thenSays('state the last day on which the report may be relied upon, 2025-09-22 or later');
  });

  it('after that day nobody may use it', () => {
    const { file } = inside(filed(), accepted, published).history;
    expect(usabilityOf(file, 'R-1', '2026-09-21' as LegalDate, LAW_OF.zhangye)).toEqual({ usable: true });
    expect(usabilityOf(file, 'R-1', '2026-09-22' as LegalDate, LAW_OF.zhangye)).toEqual({
      usable: false,
      why: 'expired',
    });
  });
});

describe('ZY-4-3: each report is filed before it is delivered', () => {
  it.each([
    ['2025-09-22', false],
    ['2025-09-23', true],
    ['2025-09-24', true],
  ])('filed on 23 September, delivered on %s', (deliveredOn, inTime) => {
    const decision = inside().when(filed({ deliveredOn }));
    if (inTime) decision.thenEvents('credit-report-filed');
    else
      decision
        .thenRefused('REPORT_DELIVERED_EARLY', 'ZY-4-3')
        .thenSays('the report was delivered on 2025-09-22, before it was filed; file it first');
  });

  it('with number, subject, standard, day of issue and digest', () =>
    inside()
      .when(filed())
      .thenData(0, {
        reportNo: 'R-1',
        subject: '示例企业01',
        issuedOn: '2025-09-22',
        sha256: 'd'.repeat(64),
      }));

  it('a number is filed once', () => inside(filed()).when(filed()).thenRefused('CASE_AT_OTHER_STEP'));
});

describe('ZY-4-4: the office reviews it and publishes it with the commitment', () => {
  it('not before it has accepted it', () =>
    inside(filed()).when(published).thenRefused('CASE_AT_OTHER_STEP'));

  it('never without the commitment', () =>
    inside(filed(), accepted)
      .when({ ...published, data: { reportNo: 'R-1', withCommitment: false } })
      .thenRefused('COMMITMENT_NOT_PUBLISHED', 'ZY-4-4')
      .thenSays('publish the letter of commitment together with the report'));

  it('a report from inside is usable the same day', () =>
    inside(filed(), accepted)
      .when(published)
      .thenData(0, { usableFrom: '2025-09-25' })
      .when(used('2025-09-25T17:00:00+08:00'))
      .thenEvents('credit-report-used'));

  it('within a target, since the text says no number', () =>
    expect(runningClocks(inside(filed()).history.file, LAW_OF.zhangye)).toContainEqual(
      expect.objectContaining({ kind: 'credit-report-review', target: true }),
    ));
});

describe('ZY-4-5: departments use it, and leave a receipt', () => {
  it('that the file keeps', () =>
    inside(filed(), accepted, published)
      .when(used('2025-09-30T10:00:00+08:00'))
      .thenData(0, { receipt: 'R-002', matter: '政府采购' }));
});

describe('ZY-4-6: what is not filed and published may be turned away', () => {
  it('a report nobody filed', () =>
    inside()
      .when(rejected('2025-10-14T10:00:00+08:00'))
      .thenEvents('credit-report-rejected')
      .when(used('2025-10-14T11:00:00+08:00'))
      .thenRefused('CASE_AT_OTHER_STEP'));

  it('one that is filed and not yet published', () =>
    inside(filed()).when(rejected('2025-09-24T10:00:00+08:00')).thenEvents('credit-report-rejected'));

  it('but none that may be used', () =>
    inside(filed(), accepted, published)
      .when(rejected('2025-10-14T10:00:00+08:00'))
      .thenRefused('REPORT_IS_USABLE', 'ZY-4-6')
      .thenSays('report R-1 is filed and published and may be used; object to it where it is wrong'));

  it('says of every report whether it is usable', () => {
    const day = '2025-09-26';
    expect(use(day)).toEqual({ usable: false, why: 'not-filed' });
    expect(use(day, reviewed())).toEqual({ usable: false, why: 'not-filed' });
    expect(use(day, reviewed(), filedOutside)).toEqual({ usable: false, why: 'not-published' });
    expect(use(day, reviewed(), filedOutside, accepted)).toEqual({ usable: false, why: 'not-published' });
    expect(use(day, ...fromOutside)).toEqual({ usable: false, why: 'publicity-runs', from: '2025-10-12' });
    expect(use('2025-09-30', ...fromOutside, objected)).toEqual({ usable: false, why: 'objected' });
    expect(use('2025-10-12', ...fromOutside, cleared('2025-10-12T00:00:00+08:00'))).toEqual({ usable: true });
    expect(use('2025-10-14', ...fromOutside, objected, rejected('2025-10-13T10:00:00+08:00'))).toEqual({
      usable: false,
      why: 'rejected',
    });
  });
});

describe('ZY-4-7: reports from outside pass the central bank’s branch first', () => {
  it('without its opinion none is filed', () =>
    outside()
      .when(filedOutside)
      .thenRefused('OPINION_REQUIRED', 'ZY-4-7')
      .thenSays("a report from outside is filed with the opinion “合法” of the central bank's branch"));

  it('nor with another than a favourable one', () =>
    outside(reviewed('不合法')).when(filedOutside).thenRefused('OPINION_REQUIRED', 'ZY-4-7'));

  it('their agency has reports and no file', () => outside(...fromOutside).thenStatus('none'));
});

describe('ZY-4-8: opinion and report are filed together', () => {
  it('the opinion by its number', () => {
    outside(reviewed()).when(filedOutside).thenEvents('credit-report-filed');
    outside(reviewed())
      .when(filed())
      .thenRefused('OPINION_REQUIRED', 'ZY-4-3')
      .thenSays('file the report with opinion 张银信审〔2025〕1号');
    outside(reviewed())
      .when(filed({ opinionNo: '张银信审〔2024〕9号' }))
      .thenRefused('OPINION_REQUIRED');
  });
});

describe('ZY-4-9: seven working days before the public, then usable if nobody objects', () => {
  it('over the National Day holiday', () => {
    outside(reviewed(), filedOutside, accepted)
      .when(published)
      .thenData(0, { usableFrom: '2025-10-12', due: { date: '2025-10-11', rule: 'ZY-4-9', amount: 7 } });
    expect(runningClocks(outside(...fromOutside).history.file, LAW_OF.zhangye)).toMatchObject([
      { kind: 'credit-report-publicity', rule: 'ZY-4-9', startedOn: '2025-09-25', lastDay: '2025-10-11' },
    ]);
  });

  it('used on the last day: no', () =>
    outside(...fromOutside)
      .when(used('2025-10-11T23:59:59+08:00'))
      .thenRefused('REPORT_NOT_USABLE', 'ZY-4-9')
      .thenSays('report R-1 may not be used: publicity-runs; use it from 2025-10-12 if nobody objects'));

  it('cleared on the last day: no; at 00:00 of the next: by the system', () => {
    outside(...fromOutside)
      .when(cleared('2025-10-11T23:59:59+08:00'))
      .thenRefused('PUBLICITY_RUNNING', 'ZY-4-9')
      .thenSays('report R-1 is before the public to the end of 2025-10-11; clear it from the day after');
    const duties = (now: string) =>
      systemDuties(outside(...fromOutside).history.file, LAW_OF.zhangye, now as never);
    expect(duties('2025-10-11T23:59:59+08:00')).toEqual([]);
    expect(duties('2025-10-12T00:00:00+08:00')).toEqual([
      { name: 'clear-credit-report', data: { reportNo: 'R-1' }, at: '2025-10-12T00:00:00+08:00' },
    ]);
    outside(...fromOutside)
      .when(cleared('2025-10-12T00:00:00+08:00'))
      .thenData(0, { objections: 0 })
      .when(used('2025-10-12T09:00:00+08:00'))
      .thenEvents('credit-report-used');
  });

  it('an objection stops the use, and the clearing', () => {
    outside(...fromOutside, objected)
      .when(cleared('2025-10-12T00:00:00+08:00'))
      .thenRefused('CASE_AT_OTHER_STEP')
      .when(used('2025-10-13T10:00:00+08:00'))
      .thenRefused('CASE_AT_OTHER_STEP');
    expect(
      runningClocks(outside(...fromOutside, objected).history.file, LAW_OF.zhangye).map(({ kind }) => kind),
    ).toEqual(['credit-report-objection']);
  });

  it('upheld, the report is turned away', () =>
    outside(...fromOutside, objected)
      .when({ ...rejected('2025-10-13T10:00:00+08:00'), by: GANZHOU_OFFICER, basis: ['ZY-4-9'] })
      .thenEvents('credit-report-rejected'));

  it('denied after the seven days, it is cleared the next day, without a new term (G-24)', () => {
    const late = [...fromOutside, objected, denied('2025-10-15T10:00:00+08:00')];
    expect(
      systemDuties(outside(...late).history.file, LAW_OF.zhangye, '2025-10-20T00:00:00+08:00' as never),
    ).toEqual([{ name: 'clear-credit-report', data: { reportNo: 'R-1' }, at: '2025-10-16T00:00:00+08:00' }]);
    outside(...late)
      .when(cleared('2025-10-15T23:00:00+08:00'))
      .thenRefused('PUBLICITY_RUNNING');
    outside(...late)
      .when(cleared('2025-10-16T00:00:00+08:00'))
      .thenData(0, { objections: 1 });
  });

  it('denied before they are over, it waits for their end', () => {
    const early = [...fromOutside, objected, denied('2025-09-30T10:00:00+08:00')];
    expect(runningClocks(outside(...early).history.file, LAW_OF.zhangye)).toMatchObject([
      { kind: 'credit-report-publicity', startedOn: '2025-09-25', lastDay: '2025-10-11' },
    ]);
  });
});

describe('ZY-3-1, ZY-3-3: departments ask for reports in five kinds of matter and nine key fields', () => {
  const { creditReports } = LAW_OF.zhangye.rulebook;
  it('as the text lists them', () => {
    expect(creditReports?.matters.value).toHaveLength(5);
    expect(creditReports?.fields.value).toHaveLength(9);
  });

  it('and record the use under one of them', () => {
    const ready = [filed(), accepted, published];
    inside(...ready)
      .when({
        ...used('2025-09-26T10:00:00+08:00'),
        data: { reportNo: 'R-1', matter: '团建', receipt: 'R-1' },
      })
      .thenRefused('MATTER_UNKNOWN', 'ZY-3-1')
      .thenSays(
        '团建 is none of the matters in which a report is asked for: 政府采购、招标投标、行政审批、市场准入、资质审核',
      );
    inside(...ready)
      .when({
        ...used('2025-09-26T10:00:00+08:00'),
        data: { reportNo: 'R-1', matter: '招标投标', receipt: 'R-1', field: '工程建设' },
      })
      .thenEvents('credit-report-used');
    inside(...ready)
      .when({
        ...used('2025-09-26T10:00:00+08:00'),
        data: { reportNo: 'R-1', matter: '招标投标', receipt: 'R-1', field: '航天' },
      })
      .thenRefused('MATTER_UNKNOWN', 'ZY-3-3')
      .thenSays(
        '航天 is none of the key fields of the use of reports: 食品药品安全、环境保护、产品质量、医疗卫生、工程建设、教育科研、电子商务、股权投资、融资担保',
      );
  });
});

describe('ZY-3-2: reports are made independently and fairly', () => {
  it('what is not is a violation by its code', () =>
    expect(LAW_OF.zhangye.rulebook.discipline.violations).toContainEqual(
      expect.objectContaining({
        value: expect.objectContaining({ code: 'REPORT-NOT-INDEPENDENT' }),
        basis: 'ZY-3-2',
      }),
    ));
});

describe('the term that runs on a report is that of the step it waits at', () => {
  const clocksOf = (story: Scenario) =>
    runningClocks(story.history.file, LAW_OF.zhangye)
      .filter(({ kind }) => kind.startsWith('credit-report'))
      .map(({ kind, rule, startedOn, lastDay, caseId, target }) => [
        kind,
        rule,
        startedOn,
        lastDay,
        caseId,
        target,
      ]);
  const refuse: Step = {
    ...act('refuse-credit-report', '2025-09-25T10:00:00+08:00', GANZHOU_OFFICER, {
      reason: '未按标准出具',
      ground: 'STANDARD',
    }),
    document: paper,
  };

  it.each<[string, readonly Step[], readonly (readonly unknown[])[]]>([
    [
      'filed',
      [filed()],
      [['credit-report-review', 'ZY-4-4', '2025-09-23', '2025-09-29', 'credit-report-1', true]],
    ],
    [
      'accepted',
      [filed(), accepted],
      [['credit-report-publication', 'ZY-4-4', '2025-09-25', '2025-10-09', 'credit-report-1', true]],
    ],
    ['refused', [filed(), refuse], []],
    ['published', [filed(), accepted, published], []],
    [
      'objected to',
      [filed(), accepted, published, objected],
      [['credit-report-objection', 'ZY-4-4', '2025-09-29', '2025-10-13', 'credit-report-1', true]],
    ],
  ])('from inside, %s', (_, steps, expected) => expect(clocksOf(inside(...steps))).toEqual(expected));

  it('from outside, reviewed and not yet filed: none', () =>
    expect(clocksOf(outside(reviewed()))).toEqual([]));

  it('from inside no publicity ever asks to be cleared, whatever else is before the public', () =>
    expect(
      systemDuties(
        inside(filed(), accepted, published).history.file,
        LAW_OF.zhangye,
        '2025-11-20T00:00:00+08:00' as never,
      ).filter(({ name }) => name === 'clear-credit-report'),
    ).toEqual([]));

  it('from outside each is cleared for itself, and none that is objected to', () => {
    const second = (step: Step): Step => ({ ...step, data: { ...step.data, reportNo: 'R-2' } });
    const two = outside(...fromOutside, ...fromOutside.map(second), objected);
    expect(systemDuties(two.history.file, LAW_OF.zhangye, '2025-10-20T00:00:00+08:00' as never)).toEqual([
      { name: 'clear-credit-report', data: { reportNo: 'R-2' }, at: '2025-10-12T00:00:00+08:00' },
    ]);
  });
});

describe('what an agency of the place need not bring', () => {
  it('is an opinion of the central bank, and one that it has binds it to nothing', () =>
    inside(reviewed()).when(filed()).thenEvents('credit-report-filed'));
});

describe('a report is relied upon to its last day, and no longer', () => {
  it('which may be the day of its issue', () =>
    inside()
      .when(filed({ validTo: '2025-09-22' }))
      .thenEvents('credit-report-filed'));

  const short = [filed({ validTo: '2025-09-30' }), accepted, published];
  it('is used on that day', () =>
    inside(...short)
      .when(used('2025-09-30T23:59:59+08:00'))
      .thenEvents('credit-report-used'));

  it('and not on the day after, on the rule of its use', () =>
    inside(...short)
      .when(used('2025-10-01T00:00:00+08:00'))
      .thenRefused('REPORT_NOT_USABLE', 'ZY-4-5')
      .thenSays('report R-1 may not be used: expired'));
});

describe('G-10: a publicity into a year without a calendar', () => {
  const at = (step: Step, instant: string): Step => ({ ...step, at: `${instant}+08:00` });
  const late = [
    at(reviewed(), '2026-12-28T09:00:00'),
    at(
      filed({
        opinionNo: '张银信审〔2025〕1号',
        issuedOn: '2026-12-25',
        validTo: '2027-12-24',
        deliveredOn: '2026-12-30',
      }),
      '2026-12-28T10:00:00',
    ),
    at(accepted, '2026-12-28T11:00:00'),
    at(published, '2026-12-28T12:00:00'),
  ];
  const officerClears = (instant: string): Step => ({ ...cleared(`${instant}+08:00`), by: GANZHOU_OFFICER });

  it('is cleared by no system, which cannot know the day', () => {
    const now = '2027-03-01T00:00:00+08:00';
    expect(systemDuties(outside(...late).history.file, LAW_OF.zhangye, now as never)).toEqual([]);
    outside(...late)
      .when(cleared(now))
      .thenRefused('PUBLICITY_RUNNING', 'ZY-4-9');
  });

  it('but by an officer, from the day after the one that is reckoned', () => {
    const [clock] = runningClocks(outside(...late).history.file, LAW_OF.zhangye);
    expect(clock).toMatchObject({ lastDay: '2027-01-07', provisional: true });
    outside(...late)
      .when(officerClears('2027-01-07T23:59:59'))
      .thenRefused('PUBLICITY_RUNNING');
    outside(...late)
      .when(officerClears('2027-01-08T00:00:00'))
      .thenEvents('credit-report-cleared');
  });
});
