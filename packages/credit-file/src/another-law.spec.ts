import type { Rulebook } from '@ledger/rulebooks';
import type { Actor, FileId } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { agency, authority, given, type LawChange, type Step } from '../testing/scenario.ts';
import {
  adverse,
  bySystem,
  commitmentOf,
  department,
  GANZHOU,
  GANZHOU_OFFICER,
  ON_FILE,
  ON_FILE_IN_LIAONING,
  ON_FILE_IN_ZHANGYE,
  reportOf,
  SHENYANG,
  SHENYANG_OFFICER,
} from '../testing/steps.ts';
import type { RefusalCode } from './process/refusal.ts';

const filingWith =
  (change: Partial<Rulebook['filing']>): LawChange =>
  (rulebook) => ({ ...rulebook, filing: { ...rulebook.filing, ...change } });
const rightsWith =
  (change: Partial<Rulebook['rights']>): LawChange =>
  (rulebook) => ({ ...rulebook, rights: { ...rulebook.rights, ...change } });
const noReports: LawChange = (rulebook) => ({
  ...rulebook,
  periodicReport: { kind: 'none', why: { ...rulebook.services, value: 'silent' } },
});
const anyone: Actor = { kind: 'public', id: 'subject-1', org: 'subject-1' };
const complained: Step = {
  name: 'complain',
  at: '2025-09-27T20:15:00+08:00',
  by: anyone,
  data: { ref: 'C-1', ground: 'UNDISCLOSED-FEE', identityWithheld: true },
};
const acceptedComplaint: Step = {
  name: 'accept-complaint',
  at: '2025-09-29T10:00:00+08:00',
  by: authority,
  data: { ref: 'C-1' },
};
const objected: Step = {
  name: 'object',
  at: '2025-09-01T10:00:00+08:00',
  by: anyone,
  data: { ref: 'O-1', claim: '评价不当', addressee: 'agency' },
};

const commit = (changes: Readonly<Record<string, unknown>>): Step => ({
  name: 'commit',
  at: '2024-03-04T10:05:00+08:00',
  by: agency,
  data: commitmentOf(changes),
});
const ladderIs =
  (value: Rulebook['discipline']['order']['value']): LawChange =>
  (rulebook) => ({
    ...rulebook,
    discipline: { ...rulebook.discipline, order: { ...rulebook.discipline.order, value } },
  });
const interviewed = adverse(
  'interview',
  '2025-09-01T10:00:00+08:00',
  { code: 'FALSE-SOLICITATION' },
  { basis: ['LNO-3.3-3'], by: SHENYANG_OFFICER },
);

const noCreditReports: LawChange = (rulebook) => ({ ...rulebook, creditReports: undefined });
const fileReport: Step = {
  name: 'file-credit-report',
  at: '2025-09-23T10:00:00+08:00',
  by: agency,
  data: {
    reportNo: 'R-1',
    uscc: '91620702MAFAKE22XE',
    agencyName: '示例信用服务有限公司',
    subject: '示例企业01',
    standard: '自定标准',
    issuedOn: '2025-09-22',
    validTo: '2026-09-21',
    deliveredOn: '2025-09-22',
    sha256: 'd'.repeat(64),
    use: '招标投标',
  },
};
const acceptReport: Step = {
  name: 'accept-credit-report',
  at: '2025-09-25T10:00:00+08:00',
  by: GANZHOU_OFFICER,
  data: { reportNo: 'R-1' },
};
const publishReport: Step = {
  name: 'publish-credit-report',
  at: '2025-09-25T16:00:00+08:00',
  by: GANZHOU_OFFICER,
  data: { reportNo: 'R-1', withCommitment: true },
};

/** What a law does not provide: the act, given under the law with that part left out, and what is said. */
const LEFT_OUT: readonly {
  readonly without: string;
  readonly change: LawChange;
  readonly file?: FileId;
  readonly before: readonly Step[];
  readonly act: Step;
  readonly code: RefusalCode;
  readonly says: string;
}[] = [
  {
    without: 'a term for the review of a filing',
    change: filingWith({ reviewTerm: undefined }),
    before: ON_FILE.slice(0, 2),
    act: bySystem('declare-review-overdue', '2024-06-03T00:00:00+08:00', { of: 'filing' }),
    code: 'NOT_OVERDUE',
    says: 'no review of a filing with a term runs on this file',
  },
  {
    without: 'a term for reporting a change',
    change: filingWith({ amendmentTerm: undefined }),
    before: ON_FILE,
    act: {
      name: 'declare-amendment-overdue',
      at: '2025-09-01T10:00:00+08:00',
      by: authority,
      data: { field: 'agency_name', changedOn: '2025-01-06', discoveredBy: 'inspection' },
    },
    code: 'NOT_OVERDUE',
    says: 'xj-measures-draft@2024-01-01 sets no term for reporting a change',
  },
  {
    without: 'a periodic report',
    change: noReports,
    before: ON_FILE,
    act: { name: 'report', at: '2025-04-15T10:00:00+08:00', by: agency, data: reportOf(2024) },
    code: 'REPORT_NOT_DUE',
    says: 'xj-measures-draft@2024-01-01 asks for no report on 2024',
  },
  {
    without: 'a periodic report, none is late either',
    change: noReports,
    before: ON_FILE,
    act: bySystem('declare-report-overdue', '2025-07-01T00:00:00+08:00', { reportYear: 2024 }),
    code: 'REPORT_NOT_DUE',
    says: 'xj-measures-draft@2024-01-01 asks for no report on 2024',
  },
  {
    without: 'anybody to object to',
    change: rightsWith({ objectionAddressees: undefined }),
    before: ON_FILE,
    act: objected,
    code: 'ADDRESSEE_UNKNOWN',
    says: 'under xj-measures-draft@2024-01-01 an objection goes to nobody that the ledger knows',
  },
  {
    without: 'grounds on which a clock stops',
    change: rightsWith({ objectionAtPublicBody: undefined }),
    file: SHENYANG,
    before: [...ON_FILE_IN_LIAONING, objected],
    act: {
      name: 'suspend-clock',
      at: '2025-09-03T10:00:00+08:00',
      by: department,
      data: { ref: 'O-1', reason: '鉴定' },
    },
    code: 'GROUND_UNKNOWN',
    says: 'the clock stops for nothing under this rulebook, not for 鉴定',
  },
  {
    without: 'a term for complaints',
    change: rightsWith({ complaintTerm: undefined }),
    before: [...ON_FILE, complained, acceptedComplaint],
    act: bySystem('declare-complaint-overdue', '2026-09-01T00:00:00+08:00', { ref: 'C-1' }),
    code: 'NOT_OVERDUE',
    says: 'complaint C-1 is not overdue: no term runs on it',
  },
  {
    without: 'a seal on a commitment',
    change: (rulebook) =>
      filingWith({
        commitmentForm: { ...rulebook.services, value: { signedBy: '法定代表人', sealed: false } },
      })(rulebook),
    before: ON_FILE.slice(0, 1),
    act: commit({ signedBy: '经办人', sealed: false }),
    code: 'COMMITMENT_INCOMPLETE',
    says: 'a commitment is signed by 法定代表人; send it in that form',
  },
  {
    without: 'a choice of rungs: each needs the one before it',
    change: ladderIs('in-order'),
    file: SHENYANG,
    before: [...ON_FILE_IN_LIAONING, interviewed],
    act: adverse(
      'warn',
      '2025-09-02T10:00:00+08:00',
      { code: 'FALSE-SOLICITATION' },
      { basis: ['LNO-3.3-3'], by: SHENYANG_OFFICER },
    ),
    code: 'RUNG_SKIPPED',
    says: 'warned comes after rectification-ordered, which this case has not seen; do that first',
  },
  {
    without: 'a grade for so low a score',
    change: (rulebook) => ({
      ...rulebook,
      grading: {
        ...rulebook.grading,
        bands: { ...rulebook.grading.bands, value: rulebook.grading.bands.value.slice(0, 2) },
      },
    }),
    before: ON_FILE,
    act: { name: 'grade', at: '2025-09-02T10:00:00+08:00', by: authority, data: { grade: 'C', score: 60 } },
    code: 'GRADE_OUT_OF_BAND',
    says: 'a score of 60 makes the grade none, not C',
  },
];

/** What may be done, or is not reckoned, where the law leaves a demand out. */
const FREE: readonly {
  readonly without: string;
  readonly change: LawChange;
  readonly file?: FileId;
  readonly before: readonly Step[];
  readonly act: Step;
  readonly events: readonly string[];
  /** Fields that the act then does not state. */
  readonly unsaid?: readonly string[];
}[] = [
  {
    without: 'a form of commitments',
    change: filingWith({ commitmentForm: undefined }),
    before: ON_FILE.slice(0, 1),
    act: commit({ signedBy: '经办人', sealed: false }),
    events: ['committed'],
  },
  {
    without: 'a term for the review of a filing',
    change: filingWith({ reviewTerm: undefined }),
    before: [],
    act: ON_FILE[0] as Step,
    events: ['filed'],
    unsaid: ['due'],
  },
  {
    without: 'a term for reporting a change',
    change: filingWith({ amendmentTerm: undefined }),
    before: ON_FILE,
    act: {
      name: 'amend',
      at: '2025-09-01T10:00:00+08:00',
      by: agency,
      data: { field: 'agency_name', after: '示例二', changedOn: '2025-01-06' },
    },
    events: ['amended'],
    unsaid: ['due', 'late'],
  },
  {
    without: 'a term for complaints',
    change: rightsWith({ complaintTerm: undefined }),
    before: [...ON_FILE, complained],
    act: acceptedComplaint,
    events: ['complaint-accepted'],
    unsaid: ['due'],
  },
  {
    without: 'a ladder',
    change: ladderIs('none'),
    before: ON_FILE,
    act: adverse(
      'order-rectification',
      '2025-09-02T10:00:00+08:00',
      { term: { amount: 5, unit: 'working-day' } },
      { basis: ['XJ-15-2'] },
    ),
    events: ['rectification-ordered'],
  },
  {
    without: 'forms of supply',
    change: (rulebook) => ({ ...rulebook, sharing: undefined }),
    file: SHENYANG,
    before: ON_FILE_IN_LIAONING,
    act: {
      name: 'share-data',
      at: '2025-09-02T10:00:00+08:00',
      by: agency,
      data: { records: 3, declaredTrue: true },
    },
    events: ['data-shared'],
  },
  {
    without: 'matters of a look-up',
    change: (rulebook) => ({ ...rulebook, sharing: undefined }),
    file: SHENYANG,
    before: ON_FILE_IN_LIAONING,
    act: {
      name: 'look-up',
      at: '2025-09-02T10:00:00+08:00',
      by: department,
      data: { matter: '招待客人', receipt: 'L-1' },
    },
    events: ['checked'],
  },
  {
    without: 'an order of rungs, an interview opens the choice',
    change: ladderIs('by-gravity'),
    file: SHENYANG,
    before: [...ON_FILE_IN_LIAONING, interviewed],
    act: adverse(
      'criticise',
      '2025-09-02T10:00:00+08:00',
      { code: 'FALSE-SOLICITATION' },
      { basis: ['LNO-3.3-3'], by: SHENYANG_OFFICER },
    ),
    events: ['criticised'],
  },
  {
    without: 'anything on credit reports, any standard will do',
    change: noCreditReports,
    file: GANZHOU,
    before: ON_FILE_IN_ZHANGYE,
    act: fileReport,
    events: ['credit-report-filed'],
  },
  {
    without: 'anything on credit reports, they are used in any matter and field',
    change: noCreditReports,
    file: GANZHOU,
    before: [...ON_FILE_IN_ZHANGYE, fileReport, acceptReport, publishReport],
    act: {
      name: 'use-credit-report',
      at: '2025-09-30T10:00:00+08:00',
      by: department,
      data: { reportNo: 'R-1', matter: '团建', field: '航天', receipt: 'X-1' },
    },
    events: ['credit-report-used'],
  },
  {
    without: 'a rule that keeps agencies from elsewhere out',
    change: (rulebook) =>
      rulebook.creditReports === undefined
        ? rulebook
        : {
            ...rulebook,
            creditReports: {
              ...rulebook.creditReports,
              outsidersHaveFile: { ...rulebook.creditReports.outsidersHaveFile, value: true },
            },
          },
    file: GANZHOU,
    before: [],
    act: {
      ...(ON_FILE_IN_ZHANGYE[0] as Step),
      data: { ...ON_FILE_IN_ZHANGYE[0]?.data, registeredArea: '620102' },
    },
    events: ['filed'],
  },
  {
    without: 'provinces that a pilot needs',
    change: (rulebook) => ({ ...rulebook, pilot: undefined }),
    file: '000000-91110108MAFAKE14XW' as FileId,
    before: [],
    act: {
      name: 'apply-for-pilot',
      at: '2026-05-11T10:00:00+08:00',
      by: agency,
      data: {
        uscc: '91110108MAFAKE14XW',
        agencyName: '北京示例信用管理有限公司（示例）',
        branchProvinces: ['110000'],
        copiedTo: 'beijing-drc',
      },
    },
    events: ['pilot-applied'],
  },
];

describe('a law that leaves something out', () => {
  it.each(LEFT_OUT)(
    'refuses without $without',
    ({ change, file, before, act, code, says }) =>
      void given(before, file, change).when(act).thenRefused(code).thenSays(says),
  );

  it.each(FREE)('lets it be without $without', ({ change, file, before, act, events, unsaid = [] }) => {
    const { decision } = given(before, file, change)
      .when(act)
      .thenEvents(...events);
    const said = decision !== undefined && 'events' in decision ? decision.events[0]?.data : undefined;
    expect(unsaid.filter((field) => Object.hasOwn(said as object, field))).toEqual([]);
  });
});
