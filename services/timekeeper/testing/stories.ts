import type { FileEvent } from '@ledger/credit-file';
import { agency, authority, filingOf, given, paper } from '@ledger/credit-file/testing';
import {
  eventHash,
  type FileId,
  type LedgerEvent,
  nameBasedUuid,
  recordEvents,
  streamOf,
} from '@ledger/schemas';

type Step = Parameters<typeof given>[0][number];

const COMMANDS = '1f0e7c1a-0f5c-5c5e-9a57-0a4c6a3d2b11';

/** Filed in September 2024 and accepted: its first report is due on 30 June 2025. */
export const ON_FILE: readonly Step[] = [
  { name: 'file', at: '2024-09-02T10:00:00+08:00', by: agency, data: filingOf() },
  { name: 'route', at: '2024-09-02T10:00:01+08:00', by: { kind: 'system', id: 'ledger', org: 'ledger' } },
  {
    name: 'commit',
    at: '2024-09-02T10:05:00+08:00',
    by: agency,
    data: {
      commitmentVersion: 1,
      clauses: ['登记信息真实', '信用状况', '服务内容', '违规违约责任'],
      signedBy: '法定代表人',
      sealed: true,
      sha256: 'e'.repeat(64),
    },
  },
  { name: 'accept', at: '2024-09-06T15:00:00+08:00', by: authority, data: { fileNo: 'F-2024-0001' } },
];

/** A report on 2024, by default as the agency hands it in. */
export function reportedAt(at: string, more: Partial<Step> = {}): Step {
  const parts = ['market-supervision-annual-report', 'regional-business-summary', 'project-list'];
  return { name: 'report', at, by: agency, data: { reportYear: 2024, parts, projects: [] }, ...more };
}

/** Interviewed, ordered, refused and revoked; the bar runs for a year from the day it was served. */
export function barredFrom(day: string): readonly Step[] {
  const step = (name: Step['name'], at: string, data: Step['data']): Step => ({
    name,
    at,
    by: authority,
    document: paper,
    ...(data && { data }),
  });
  return [
    ...ON_FILE.map((one) => ({ ...one, at: one.at.replace('2024-09', '2024-03') })),
    step('interview', '2024-04-08T10:00:00+08:00', { code: 'FALSE-PUBLICITY' }),
    step('order-rectification', '2024-04-10T10:00:00+08:00', { term: { amount: 30, unit: 'calendar-day' } }),
    step('refuse-rectification', '2024-05-13T10:00:00+08:00', { reason: '期满未整改' }),
    step('revoke', `${day}T10:00:00+08:00`, { ground: 'REFUSED-RECTIFICATION', servedOn: day }),
  ];
}

/** An invented agency of Ürümqi, one a number. */
export function fileIdOf(number: number): FileId {
  return `650000-91650102MAFAKE${String(number).padStart(4, '0')}` as FileId;
}

/** The events that a story comes to, chained as the ledger would record them. */
export function eventsOf(fileId: FileId, steps: readonly Step[]): readonly LedgerEvent[] {
  return chained(fileId, given(steps, fileId).history.events, undefined);
}

/** What the last step of a story comes to, recorded behind all that a stream holds. */
export function eventsBehind(
  stored: readonly LedgerEvent[],
  fileId: FileId,
  steps: readonly Step[],
): readonly LedgerEvent[] {
  const [all, before] = [given(steps, fileId), given(steps.slice(0, -1), fileId)];
  return chained(fileId, all.history.events.slice(before.history.events.length), stored.at(-1));
}

function chained(
  fileId: FileId,
  events: readonly FileEvent[],
  behind: LedgerEvent | undefined,
): readonly LedgerEvent[] {
  const recorded: LedgerEvent[] = [];
  for (const { type, data, metadata } of events) {
    const head = recorded.at(-1) ?? behind;
    const commandId = nameBasedUuid(COMMANDS, `${fileId} ${head?.revision ?? 'first'}`);
    const { occurredAt, actor, basis, rulebook, document } = metadata;
    recorded.push(
      ...recordEvents({
        stream: streamOf(fileId),
        head: head && { revision: head.revision, hash: eventHash(head) },
        decided: [{ type, data, occurredAt, actor, basis, rulebook, ...(document && { document }) }],
        commandId,
        correlationId: commandId,
        recordedAt: metadata.recordedAt,
        salt: () => nameBasedUuid(commandId, 'salt').replaceAll('-', ''),
      }),
    );
  }
  return recorded;
}
