import type { FileId } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../testing/law.ts';
import { agency, authority, given, type Step } from '../testing/scenario.ts';
import { adverse, ON_FILE } from '../testing/steps.ts';
import { emptyFile } from './credit-file.ts';
import { runningClocks } from './processes.ts';
import { viewOf } from './view.ts';

const complained = (ref: string, at: string): Step => ({
  name: 'complain',
  at,
  by: { kind: 'public', id: 'p-1', org: 'public' },
  data: { ref, ground: 'FEES', identityWithheld: false },
});
const acceptedComplaint: Step = {
  name: 'accept-complaint',
  at: '2025-02-06T10:00:00+08:00',
  by: authority,
  data: { ref: 'C-1' },
};
const LIFE: readonly Step[] = [
  ...ON_FILE,
  complained('C-1', '2025-02-05T09:00:00+08:00'),
  acceptedComplaint,
  complained('C-2', '2025-02-07T09:00:00+08:00'),
  {
    name: 'amend',
    at: '2025-02-10T10:00:00+08:00',
    by: agency,
    data: { field: 'agency_name', after: '示例二', changedOn: '2025-02-03' },
  },
  adverse('interview', '2025-02-11T10:00:00+08:00', { code: 'FALSE-PUBLICITY' }, { basis: ['XJ-15-2'] }),
  {
    name: 'resolve-complaint',
    at: '2025-02-12T10:00:00+08:00',
    by: authority,
    data: { ref: 'C-1', outcome: 'substantiated' },
  },
];

describe('the state of a file, as every answer gives it', () => {
  const { file } = given(LIFE).history;
  const view = () => viewOf(file, { ...LAW_OF.xinjiang, position: 17 });

  it('names the agency, its place, its standing, and how much of its history was looked at', () =>
    expect(view()).toMatchObject({
      fileId: '650000-91650102MAFAKE019H',
      uscc: '91650102MAFAKE019H',
      name: '示例信用服务有限公司',
      jurisdiction: '650000',
      division: '650102',
      status: 'on-file',
      revision: file.revision,
      position: 17,
      rulebook: 'xj-measures-draft@2024-01-01',
      simulation: true,
    }));

  it('tells of the cases that are not over where each stands, and nothing that was said in it', () =>
    expect(view().openCases).toEqual([
      {
        id: 'commitment-1',
        kind: 'commitment',
        step: 'committed',
        ref: undefined,
        openedAt: '2024-03-04T10:05:00+08:00',
        movedAt: '2024-03-04T10:05:00+08:00',
      },
      {
        id: 'complaint-2',
        kind: 'complaint',
        step: 'complained',
        ref: 'C-2',
        openedAt: '2025-02-07T09:00:00+08:00',
        movedAt: '2025-02-07T09:00:00+08:00',
      },
      {
        id: 'amendment-1',
        kind: 'amendment',
        step: 'filed',
        ref: undefined,
        openedAt: '2025-02-10T10:00:00+08:00',
        movedAt: '2025-02-10T10:00:00+08:00',
      },
      {
        id: 'discipline-1',
        kind: 'discipline',
        step: 'interviewed',
        ref: undefined,
        openedAt: '2025-02-11T10:00:00+08:00',
        movedAt: '2025-02-11T10:00:00+08:00',
      },
    ]));

  it('tells which terms run, the one that ends first in front', () => {
    expect(view().clocks).toEqual(runningClocks(file, LAW_OF.xinjiang));
    expect(view().clocks.map(({ kind, rule, lastDay }) => [kind, rule, lastDay])).toEqual([
      ['complaint-acceptance', 'XJ-24-2', '2025-02-13'],
      ['amendment-review', 'XJ-12-2', '2025-02-24'],
      ['report-2024', 'XJ-11-1', '2025-06-30'],
    ]);
  });

  it('tells of no term where no rulebook is in force', () =>
    expect(viewOf(file, { ...LAW_OF.xinjiang, rulebook: undefined, position: 17 }).clocks).toEqual([]));

  it('says null of what is not known before the first act', () =>
    expect(
      viewOf(emptyFile('650000-91650102MAFAKE019H' as FileId), { ...LAW_OF.xinjiang, position: undefined }),
    ).toEqual({
      fileId: '650000-91650102MAFAKE019H',
      uscc: '91650102MAFAKE019H',
      name: null,
      jurisdiction: '650000',
      division: null,
      status: 'none',
      revision: null,
      position: null,
      rulebook: null,
      simulation: false,
      openCases: [],
      clocks: [],
    }));
});
