import type { FileId } from '@ledger/schemas';
import { STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { asImported } from '../testing/imported.ts';
import { agency, authority, given, paper, type Step } from '../testing/scenario.ts';
import {
  adverse,
  bySystem,
  department,
  GANZHOU,
  ON_FILE,
  ON_FILE_IN_LIAONING,
  ON_FILE_IN_ZHANGYE,
  reportOf,
  SHENYANG,
  SHENYANG_OFFICER,
  URUMQI,
} from '../testing/steps.ts';
import { admit } from './admit.ts';
import { continued, emptyHistory } from './history.ts';

const discipline: readonly Step[] = [
  adverse('interview', '2024-09-13T10:00:00+08:00', { code: 'FALSE-PUBLICITY' }, { basis: ['XJ-15-2'] }),
  adverse(
    'order-rectification',
    '2024-09-13T11:00:00+08:00',
    { term: { amount: 15, unit: 'working-day' } },
    { basis: ['XJ-15-2'] },
  ),
];

const STORIES: readonly [string, FileId, readonly Step[]][] = [
  [
    'a report in time',
    URUMQI,
    [...ON_FILE, { name: 'report', at: '2025-04-15T11:00:00+08:00', by: agency, data: reportOf(2024) }],
  ],
  [
    'a report missed, and a new filing',
    URUMQI,
    [
      ...ON_FILE,
      bySystem('declare-report-overdue', '2025-07-01T00:00:00+08:00', { reportYear: 2024 }),
      {
        name: 'confirm-revocation',
        at: '2025-07-03T10:00:00+08:00',
        by: authority,
        data: { ground: 'LATE-REPORT' },
      },
      { name: 'refile', at: '2025-07-21T10:00:00+08:00', by: agency, data: ON_FILE[0]?.data ?? {} },
    ],
  ],
  [
    'a revocation undone, which works back to its date',
    URUMQI,
    [
      ...ON_FILE,
      bySystem('declare-report-overdue', '2025-07-01T00:00:00+08:00', { reportYear: 2024 }),
      {
        name: 'restore',
        at: '2025-07-03T10:00:00+08:00',
        by: authority,
        data: { reason: '撤销决定自始无效' },
      },
    ],
  ],
  [
    'an order refused, a revocation, a bar to its end',
    URUMQI,
    [
      ...ON_FILE,
      ...discipline,
      adverse('refuse-rectification', '2024-10-12T10:00:00+08:00', { reason: '期限届满未提交整改报告' }),
      adverse(
        'revoke',
        '2024-10-16T10:00:00+08:00',
        { ground: 'REFUSED-RECTIFICATION' },
        { basis: ['XJ-15-3'] },
      ),
      bySystem('expire-bar', '2025-10-17T00:00:00+08:00'),
    ],
  ],
  [
    'a change, inspected and graded',
    URUMQI,
    [
      ...ON_FILE,
      {
        name: 'amend',
        at: '2025-08-01T10:00:00+08:00',
        by: agency,
        data: { field: 'agency_name', after: '新示例', changedOn: '2025-07-28' },
      },
      { name: 'accept-amendment', at: '2025-08-11T10:00:00+08:00', by: authority, data: {} },
      {
        name: 'grade',
        at: '2025-12-15T09:30:00+08:00',
        by: authority,
        data: { grade: 'B', score: 80, model: 'm' },
      },
    ],
  ],
  [
    'in Liaoning by gravity, a penalty on the agency',
    SHENYANG,
    [
      ...ON_FILE_IN_LIAONING,
      {
        ...adverse('interview', '2025-09-23T10:00:00+08:00', { code: 'FALSE-EVALUATION' }),
        by: SHENYANG_OFFICER,
      },
      { ...adverse('warn', '2025-10-09T10:00:00+08:00', {}), by: SHENYANG_OFFICER },
      {
        name: 'penalise',
        at: '2025-11-14T10:00:00+08:00',
        by: department,
        basis: ['LNR-53-1'],
        document: paper,
        data: { measure: '罚款', amountFen: 8_000_000 },
      },
    ],
  ],
  [
    'in Zhangye a half year late',
    GANZHOU,
    [
      ...ON_FILE_IN_ZHANGYE,
      bySystem('declare-work-report-overdue', '2024-07-13T00:00:00+08:00', { half: 'H1', year: 2024 }),
      { name: 'report-work', at: '2024-07-20T10:00:00+08:00', by: agency, data: { half: 'H1', year: 2024 } },
    ],
  ],
];

describe('imported history and live commands that tell the same story end in the same state', () => {
  it.each(STORIES)('%s', (_, fileId, steps) => {
    const live = given(steps, fileId).history;
    const imported = live.events.reduce((history, event) => {
      expect([event.type, admit(history, asImported(event), STATE_COUNCIL_CALENDAR)]).toEqual([
        event.type,
        undefined,
      ]);
      return continued(history, event);
    }, emptyHistory(fileId));
    expect(imported.file).toEqual(live.file);
  });

  it.each(STORIES)('and no act of it is admitted a place too early: %s', (_, fileId, steps) => {
    const live = given(steps, fileId).history;
    const last = live.events.at(-1);
    if (last === undefined) throw new Error('a story has events');
    const refused = admit(emptyHistory(fileId), asImported(last), STATE_COUNCIL_CALENDAR);
    expect(refused?.code).toBe('FILE_IN_OTHER_STATE');
  });
});
