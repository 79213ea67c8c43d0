import type { Actor, FileId } from '@ledger/schemas';
import { agency, authority, filingOf, paper, type Step, system } from './scenario.ts';

/** Invented agencies, one a jurisdiction. */
export const URUMQI = '650000-91650102MAFAKE019H' as FileId;
export const SHENYANG = '210000-91210102MAFAKE166P' as FileId;
export const GANZHOU = '620700-91620702MAFAKE22XE' as FileId;

/** Officers, each of a place. */
export const officerOf = (division: string): Actor => ({
  kind: 'authority',
  id: `officer-${division}`,
  org: `authority-${division}`,
  division,
});
export const SHENYANG_OFFICER = officerOf('210100');
export const GANZHOU_OFFICER = officerOf('620700');
export const department: Actor = { kind: 'department', id: 'clerk-1', org: 'market-supervision' };

/** The four subjects that every commitment of the shipped rulebooks covers. */
export const CLAUSES = ['登记信息真实', '信用状况', '服务内容', '违规违约责任'];

export function commitmentOf(
  changes: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    commitmentVersion: 1,
    clauses: CLAUSES,
    signedBy: '法定代表人',
    sealed: true,
    sha256: 'e'.repeat(64),
    ...changes,
  };
}

/** A yearly report with every part that Xinjiang asks for. */
export function reportOf(
  reportYear: number,
  changes: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    reportYear,
    parts: ['market-supervision-annual-report', 'regional-business-summary', 'project-list'],
    projects: [{ client: '示例单位', project: '信用咨询示例项目', amountFen: 10_000_000, result: '完成' }],
    ...changes,
  };
}

/** Filed, committed and accepted in Ürümqi in March 2024. */
export const ON_FILE: readonly Step[] = onFile(authority);

/** Filed, committed and accepted in Shenyang. */
export const ON_FILE_IN_LIAONING: readonly Step[] = onFile(SHENYANG_OFFICER, {
  uscc: '91210102MAFAKE166P',
  registeredArea: '210102',
});

/** Filed, committed and accepted in Zhangye. */
export const ON_FILE_IN_ZHANGYE: readonly Step[] = onFile(GANZHOU_OFFICER, {
  uscc: '91620702MAFAKE22XE',
  registeredArea: '620702',
  serviceKinds: ['信用评级'],
});

/** An act of an authority that weighs on the agency, with its paper. */
export function adverse(name: Step['name'], at: string, data: Step['data'], more: Partial<Step> = {}): Step {
  return { name, at, by: authority, document: paper, ...(data === undefined ? {} : { data }), ...more };
}

/** What the clock does by itself. */
export function bySystem(name: Step['name'], at: string, data: Readonly<Record<string, unknown>> = {}): Step {
  return { name, at, by: system, data };
}

function onFile(officer: Actor, filing: Readonly<Record<string, unknown>> = {}): readonly Step[] {
  return [
    { name: 'file', at: '2024-03-04T10:00:00+08:00', by: agency, data: filingOf(filing) },
    { name: 'commit', at: '2024-03-04T10:05:00+08:00', by: agency, data: commitmentOf() },
    { name: 'accept', at: '2024-03-13T15:30:00+08:00', by: officer, data: { fileNo: 'F-2024-0001' } },
  ];
}
