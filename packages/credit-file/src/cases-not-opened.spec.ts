import type { Actor, CommandName, FileId } from '@ledger/schemas';
import { describe, it } from 'vitest';
import { agency, authority, given, paper, type Step, system } from '../testing/scenario.ts';
import {
  department,
  GANZHOU,
  GANZHOU_OFFICER,
  ON_FILE,
  ON_FILE_IN_LIAONING,
  ON_FILE_IN_ZHANGYE,
  SHENYANG,
  SHENYANG_OFFICER,
} from '../testing/steps.ts';

const NATIONAL = '000000-91110108MAFAKE14XW' as FileId;

/** Files without a case of the kind, each with the acts that would need one: the act, by whom, what is sent, and what is said. */
const FILES: readonly {
  readonly place: string;
  readonly file?: FileId;
  readonly before: readonly Step[];
  readonly acts: readonly (readonly [CommandName, Actor, Step['data'], string])[];
}[] = [
  {
    place: 'in Xinjiang',
    before: ON_FILE,
    acts: [
      [
        'accept-amendment',
        authority,
        {},
        'amendment-accepted may follow filed of the amendment; it is at none',
      ],
      [
        'refuse-amendment',
        authority,
        { reason: '材料不全' },
        'amendment-refused may follow filed of the amendment; it is at none',
      ],
      [
        'accept-complaint',
        authority,
        { ref: 'C-1' },
        'complaint-accepted may follow complained of the complaint; it is at none',
      ],
      [
        'resolve-complaint',
        authority,
        { ref: 'C-1', outcome: 'substantiated' },
        'complaint-resolved may follow accepted of the complaint; it is at none',
      ],
      [
        'transfer-complaint',
        authority,
        { ref: 'C-1', to: 'drc' },
        'complaint-transferred may follow complained, accepted of the complaint; it is at none',
      ],
      [
        'notify-complainant',
        authority,
        { ref: 'C-1' },
        'complainant-notified may follow accepted, resolved, transferred of the complaint; it is at none',
      ],
      [
        'declare-complaint-overdue',
        system,
        { ref: 'C-1' },
        'complaint-overdue may follow accepted of the complaint; it is at none',
      ],
      [
        'annotate-objection',
        agency,
        { ref: 'O-1' },
        'objection-annotated may follow objected, verified, referred, replied, corrected, escalated of the objection; it is at none',
      ],
      [
        'resolve-objection',
        agency,
        { ref: 'O-1', outcome: 'upheld' },
        'objection-resolved may follow objected, verified, referred, replied, corrected, withdrawn of the objection; it is at none',
      ],
      [
        'notify-objector',
        agency,
        { ref: 'O-1' },
        'objection-notified may follow corrected, resolved of the objection; it is at none',
      ],
      [
        'remove-annotation',
        agency,
        { ref: 'O-1' },
        'objection-annotation-removed may follow withdrawn, resolved, escalated of the objection; it is at none',
      ],
      [
        'declare-objection-overdue',
        system,
        { ref: 'O-1' },
        'objection-overdue may follow objected, verified, referred, replied, corrected, withdrawn of the objection; it is at none',
      ],
      ['rectify', agency, {}, 'rectified may follow ordered of the discipline; it is at none'],
      [
        'deregister',
        authority,
        { reason: 'MERGER' },
        'deregistered may follow applied of the exit; it is at none',
      ],
    ],
  },
  {
    place: 'in Liaoning',
    file: SHENYANG,
    before: ON_FILE_IN_LIAONING,
    acts: [
      [
        'verify-objection',
        SHENYANG_OFFICER,
        { ref: 'O-1' },
        'objection-verified may follow objected of the objection; it is at none',
      ],
      [
        'refer-objection',
        SHENYANG_OFFICER,
        { ref: 'O-1', to: 'tax' },
        'objection-referred may follow objected, verified of the objection; it is at none',
      ],
      [
        'suspend-clock',
        department,
        { ref: 'O-1', reason: '鉴定' },
        'clock-suspended may follow objected, verified, referred of the objection; it is at none',
      ],
      [
        'resume-clock',
        department,
        { ref: 'O-1' },
        'clock-resumed may follow objected, verified, referred of the objection; it is at none',
      ],
      [
        'reply-to-objection',
        department,
        { ref: 'O-1' },
        'objection-replied may follow referred of the objection; it is at none',
      ],
      [
        'correct',
        SHENYANG_OFFICER,
        { ref: 'O-1', field: 'x' },
        'corrected may follow objected, verified, replied of the objection; it is at none',
      ],
      [
        'withdraw-information',
        SHENYANG_OFFICER,
        { ref: 'O-1', what: 'x', reason: 'y' },
        'withdrawn may follow objected, verified, referred, replied of the objection; it is at none',
      ],
      [
        'escalate-objection',
        SHENYANG_OFFICER,
        { ref: 'O-1', to: 'tax' },
        'objection-escalated may follow resolved of the objection; it is at none',
      ],
      [
        'accept-repair',
        SHENYANG_OFFICER,
        { handler: '李某' },
        'repair-accepted may follow applied of the repair; it is at none',
      ],
      [
        'refuse-repair',
        SHENYANG_OFFICER,
        { reason: '未纠正' },
        'repair-refused may follow applied, accepted of the repair; it is at none',
      ],
      [
        'complete-repair',
        SHENYANG_OFFICER,
        {},
        'repaired may follow applied, accepted of the repair; it is at none',
      ],
      [
        'delist',
        department,
        { list: '严重失信主体名单' },
        'delisted may follow listed of the listing; it is at none',
      ],
      [
        'hear-statement',
        department,
        { list: '严重失信主体名单' },
        'statement-heard may follow notified, heard of the listing; it is at none',
      ],
    ],
  },
  {
    place: 'in Zhangye',
    file: GANZHOU,
    before: ON_FILE_IN_ZHANGYE,
    acts: [
      [
        'accept-credit-report',
        GANZHOU_OFFICER,
        { reportNo: 'R-1' },
        'credit-report-accepted may follow filed of the credit-report; it is at none',
      ],
      [
        'refuse-credit-report',
        GANZHOU_OFFICER,
        { reportNo: 'R-1', ground: 'STANDARD' },
        'credit-report-refused may follow filed of the credit-report; it is at none',
      ],
      [
        'publish-credit-report',
        GANZHOU_OFFICER,
        { reportNo: 'R-1', withCommitment: true },
        'credit-report-published may follow accepted of the credit-report; it is at none',
      ],
      [
        'clear-credit-report',
        system,
        { reportNo: 'R-1' },
        'credit-report-cleared may follow published of the credit-report; it is at none',
      ],
      [
        'use-credit-report',
        department,
        { reportNo: 'R-1', matter: '政府采购', receipt: 'X' },
        'credit-report-used may follow published, cleared of the credit-report; it is at none',
      ],
    ],
  },
  {
    place: 'at the national level',
    file: NATIONAL,
    before: [],
    acts: [
      [
        'designate-pilot',
        authority,
        { batch: 1, tasks: [] },
        'pilot-designated may follow applied of the pilot; it is at none',
      ],
    ],
  },
];

describe.each(FILES)('an act in a case that nobody opened, $place', ({ file, before, acts }) => {
  it.each(acts)(
    '%s',
    (name, by, data, says) =>
      void given(before, file)
        .when({ name, at: '2025-09-01T10:00:00+08:00', by, document: paper, data: data ?? {} })
        .thenRefused('CASE_AT_OTHER_STEP')
        .thenSays(says),
  );
});
