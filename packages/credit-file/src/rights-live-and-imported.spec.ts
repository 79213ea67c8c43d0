import type { FileId } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { importedAgain } from '../testing/imported.ts';
import { agency, authority, given, paper, type Step, system } from '../testing/scenario.ts';
import {
  department,
  GANZHOU_OFFICER,
  ON_FILE,
  ON_FILE_IN_LIAONING,
  SHENYANG,
  SHENYANG_OFFICER,
  URUMQI,
} from '../testing/steps.ts';

const step = (
  name: Step['name'],
  at: string,
  by: Step['by'],
  data: Step['data'],
  more: Partial<Step> = {},
): Step => ({
  name,
  at: `${at}+08:00`,
  by,
  data: data ?? {},
  ...more,
});
const LANZHOU = '620700-91620102MAFAKE238F' as FileId;
const number = '示例列名〔2025〕1号';
const document = { ...paper, number, date: '2025-01-09' };
const ref = 'O-1';
const reportNo = 'R-1';

const STORIES: readonly [string, FileId, readonly Step[]][] = [
  [
    'a listing with measures, repaired after a year',
    SHENYANG,
    [
      ...ON_FILE_IN_LIAONING,
      step('notify-listing', '2025-01-06T10:00:00', department, {
        list: '严重失信主体名单',
        reasons: '示例',
        remedies: '陈述申辩',
        exitConditions: '履行完毕',
      }),
      step('hear-statement', '2025-01-08T10:00:00', department, { outcome: '不采纳' }),
      step(
        'list',
        '2025-01-09T10:00:00',
        department,
        { list: '严重失信主体名单', field: 'MARKET-ORDER', measures: [{ measure: '限制容缺受理' }] },
        { document },
      ),
      step('apply-for-repair', '2026-02-02T10:00:00', agency, { penalty: number, methods: ['信用承诺'] }),
      step('accept-repair', '2026-02-03T10:00:00', SHENYANG_OFFICER, {
        penalty: number,
        handler: 'officer-05',
      }),
      step('complete-repair', '2026-02-09T10:00:00', SHENYANG_OFFICER, {
        penalty: number,
        result: '停止披露',
      }),
    ],
  ],
  [
    'an objection at the public body, whose clock stopped, still disputed after the result',
    SHENYANG,
    [
      ...ON_FILE_IN_LIAONING,
      step('object', '2024-04-01T10:00:00', agency, { ref, claim: '金额有误', addressee: 'public-body' }),
      step('verify-objection', '2024-04-03T10:00:00', SHENYANG_OFFICER, { ref, ownError: false }),
      step('refer-objection', '2024-04-03T11:00:00', SHENYANG_OFFICER, { ref, to: 'market-supervision' }),
      step('suspend-clock', '2024-04-08T10:00:00', department, { ref, reason: '鉴定' }),
      step('resume-clock', '2024-04-24T10:00:00', department, { ref }),
      step('reply-to-objection', '2024-04-26T10:00:00', department, { ref, result: '无误' }),
      step('declare-objection-overdue', '2024-04-30T00:00:00', system, { ref }),
      step('resolve-objection', '2024-05-06T10:00:00', SHENYANG_OFFICER, {
        ref,
        outcome: 'denied',
        reason: '经核查信息无误',
        written: true,
      }),
      step('escalate-objection', '2024-05-08T10:00:00', SHENYANG_OFFICER, { ref, to: 'market-supervision' }),
    ],
  ],
  [
    'a complaint overdue and then passed on',
    URUMQI,
    [
      ...ON_FILE,
      step(
        'complain',
        '2025-09-27T20:15:00',
        { kind: 'public', id: 'p-1', org: 'public' },
        { ref: 'C-1', ground: 'UNDISCLOSED-FEE', identityWithheld: true },
      ),
      step('accept-complaint', '2025-09-29T10:00:00', authority, { ref: 'C-1' }),
      step('declare-complaint-overdue', '2025-10-28T00:00:00', system, { ref: 'C-1' }),
      step('transfer-complaint', '2025-10-29T10:00:00', authority, {
        ref: 'C-1',
        to: 'hrss',
        reason: '不属于职责',
      }),
      step('notify-complainant', '2025-10-29T11:00:00', authority, { ref: 'C-1', channel: 'announcement' }),
    ],
  ],
  [
    'a report from outside, objected to, cleared and used',
    LANZHOU,
    [
      step('review-credit-report', '2025-09-22T10:00:00', department, {
        reportNo,
        opinion: '合法',
        opinionNo: 'A-1',
      }),
      step('file-credit-report', '2025-09-23T10:00:00', agency, {
        reportNo,
        uscc: '91620102MAFAKE238F',
        agencyName: '示例信用评级有限公司',
        subject: '示例企业11',
        standard: 'GB/T 31953-2023',
        issuedOn: '2025-09-23',
        validTo: '2026-09-22',
        opinionNo: 'A-1',
        sha256: 'd'.repeat(64),
        use: '招标投标',
      }),
      step('accept-credit-report', '2025-09-25T10:00:00', GANZHOU_OFFICER, { reportNo }),
      step('publish-credit-report', '2025-09-25T16:00:00', GANZHOU_OFFICER, {
        reportNo,
        withCommitment: true,
      }),
      step(
        'object-to-credit-report',
        '2025-09-29T10:00:00',
        { kind: 'public', id: 'p-2', org: 'public' },
        { reportNo, claim: '财务数据不实' },
      ),
      step('deny-credit-report-objection', '2025-10-15T10:00:00', GANZHOU_OFFICER, {
        reportNo,
        reason: '不能证明',
      }),
      step('clear-credit-report', '2025-10-16T00:00:00', system, { reportNo }),
      step('use-credit-report', '2025-10-17T10:00:00', department, {
        reportNo,
        matter: '政府采购',
        receipt: 'R-9',
      }),
    ],
  ],
];

describe('rights, lists and reports: imported or live, the same story ends in the same state', () => {
  it.each(STORIES)('%s', (_, fileId, steps) => {
    const live = given(steps, fileId).history;
    expect(importedAgain(live).file).toEqual(live.file);
  });
});
