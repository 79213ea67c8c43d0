import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import { type Order, readRevision, settle, type WriterOptions } from './writer.ts';

const DOSSIER = [
  'application-form',
  'business-licence',
  'articles',
  'senior-managers',
  'professionals',
  'commitment',
  'fee-schedule',
  'annual-report',
];

/** The agency hands in its filing and the authority accepts it. Errors: when the ledger refuses either. */
export async function fileAndAccept(
  agency: WriterOptions,
  officer: WriterOptions,
  fileId: string,
): Promise<void> {
  const revision = await mustSettle(agency, {
    fileId,
    command: 'file',
    revision: undefined,
    about: (operation) => ({
      data: {
        uscc: fileId.slice(7),
        agencyName: '信用服务有限公司（示例）',
        registeredArea: '650102',
        registeredOn: '2014-07-21',
        serviceKinds: ['信用评价'],
        registeredCapitalFen: 450_000_000,
        documents: DOSSIER.map((kind) => ({ kind, sha256: operation })),
        seniorManagers: [
          { role: '法定代表人', name: '测试甲', residentId: '990000197612282514', mobile: '19000000251' },
        ],
        professionals: [{ name: '测试乙', certificateNo: 'TEST-CERT-0025' }],
      },
    }),
  });
  await mustSettle(officer, {
    fileId,
    command: 'accept',
    revision,
    about: (operation) => ({ data: { fileNo: operation } }),
  });
}

/** Where the file stands after the order; sent anew when the ledger itself has added an event meanwhile. */
async function mustSettle(writer: WriterOptions, order: Order): Promise<number> {
  const settled = await settle(writer, order);
  if (settled.outcome === 'ok') return settled.revision;
  if (settled.outcome === 'refused' && settled.reason === 'REVISION_STALE' && settled.revision !== undefined)
    return await mustSettle(writer, { ...order, revision: settled.revision });
  throw new Error(`${order.command} of ${order.fileId} came to ${JSON.stringify(settled)}`);
}

/** The authority interviews the agencies of these files, by turns and as fast as it gets answers, until told to stop. */
export async function interview(
  officer: WriterOptions,
  files: readonly [string, ...string[]],
  chance: Chance,
  goesOn: () => boolean,
): Promise<void> {
  const revisions = new Map<string, number>();
  while (goesOn()) {
    const fileId = chance.oneOf(files);
    const revision = revisions.get(fileId) ?? (await readRevision(officer, fileId));
    if (revision === undefined) {
      await sleep(100);
      continue;
    }
    const settled = await settle(officer, {
      fileId,
      command: 'interview',
      revision,
      about: (operation) => ({
        data: { minutesSha256: operation, attendees: ['法定代表人'] },
        basis: ['XJ-15-1'],
        document: {
          kind: '约谈通知书',
          number: '新信用约字〔2025〕1号',
          organ: '自治区发展改革委',
          date: '2025-03-03',
          sha256: operation,
        },
      }),
    });
    // Whoever was refused or left without an answer looks again before the next command.
    if (settled.outcome === 'ok') revisions.set(fileId, settled.revision);
    else if (settled.outcome === 'refused' && settled.revision !== undefined)
      revisions.set(fileId, settled.revision);
    else revisions.delete(fileId);
    if (chance.below(4) === 0) await readRevision(officer, fileId);
  }
}
