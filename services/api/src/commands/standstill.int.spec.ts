import { type StoredEvent, streamOf } from '@ledger/schemas';
import { startTimekeeper } from '@ledger/timekeeper';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGENCY, ask, FILE_ID, FILING, OFFICER, send } from '../../testing/commands.ts';
import { openTestLedger, type TestLedger, wait } from '../../testing/open-test-ledger.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await openTestLedger();
});
afterAll(() => ledger.close());

async function stored(): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of ledger.eventLog.readStream(streamOf(FILE_ID as never))) events.push(event);
  return events;
}

/** A real timekeeper at work until the file has an event of a type. */
async function keptTimeUntil(type: string): Promise<void> {
  const { rulebookOf, calendar, clock, randomSalt, readModels, eventLog } = ledger.options;
  const timekeeper = startTimekeeper({
    ...{ rulebookOf, calendar, clock, randomSalt, readModels, eventLog, wait },
    databaseUrl: ledger.databaseLink.url,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    pollMs: 20,
  });
  while (!(await stored()).some((event) => event.type === type)) await wait(20);
  await timekeeper.stop();
}

describe('G-04, XJ-10-1, XJ-11-2: a command while the timekeeper stands still', () => {
  it('a term that was missed and then met is flagged in front of what met it', async () => {
    await send(ledger.api, 'file', { token: AGENCY, body: FILING, prefer: 'wait=10' });
    await keptTimeUntil('routed');

    ledger.setClock('2025-03-24T10:00:00+08:00');
    const body = { data: { fileNo: 'XJ-2025-0001' } };
    const accepted = await send(ledger.api, 'accept', { token: OFFICER, body, ifMatch: 1 });
    expect(accepted.statusCode, accepted.body).toBe(200);
    expect(accepted.json().events[0]).toMatchObject({ type: 'accepted', revision: 3 });

    const [, , overdue] = await stored();
    expect(overdue).toMatchObject({
      type: 'review-overdue',
      data: { of: 'filing', dueDate: '2025-03-17' },
      metadata: {
        occurredAt: '2025-03-18T00:00:00+08:00',
        recordedAt: '2025-03-24T10:00:00+08:00',
        actor: { kind: 'system', id: 'timekeeper' },
      },
    });
  });

  it('nobody reports to a register that he left by law: the revocation of 1 July stands before it is recorded', async () => {
    ledger.setClock('2026-07-03T10:00:00+08:00');
    const { revision } = (await ask(ledger.api, `/v1/files/${FILE_ID}`, OFFICER)).json();
    const parts = ['market-supervision-annual-report', 'regional-business-summary', 'project-list'];
    const report = { data: { reportYear: 2025, parts, projects: [] } };
    const late = await send(ledger.api, 'report', { token: AGENCY, body: report, ifMatch: revision });
    expect([late.statusCode, late.json().code]).toEqual([409, 'FILE_IN_OTHER_STATE']);
    expect((await stored()).at(-1)?.revision).toBe(revision);

    await keptTimeUntil('revoked');
    const [overdue, revoked] = (await stored()).slice(revision + 1);
    for (const event of [overdue, revoked])
      expect(event?.metadata.occurredAt).toBe('2026-07-01T00:00:00+08:00');
  });
});
