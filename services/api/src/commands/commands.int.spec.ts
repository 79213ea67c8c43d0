import { randomUUID } from 'node:crypto';
import { eventHash, type StoredEvent, streamOf } from '@ledger/schemas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGENCY, ask, DOCUMENT, FILE_ID, FILING, OFFICER, send } from '../../testing/commands.ts';
import { openTestLedger, type TestLedger } from '../../testing/open-test-ledger.ts';
import { buildApi } from '../index.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await openTestLedger();
});
afterAll(() => ledger.close());

const ACCEPTANCE = { data: { fileNo: 'XJ-2025-0001' } };

async function stored(fileId = FILE_ID): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of ledger.eventLog.readStream(streamOf(fileId as never))) events.push(event);
  return events;
}

/** A file of its own for one test: the same agency filed with another code. */
async function newFile(uscc: string): Promise<string> {
  const fileId = `650000-${uscc}`;
  const filed = await send(ledger.api, 'file', {
    fileId,
    token: `dev-token-agency-${fileId}`,
    body: { data: { ...FILING.data, uscc } },
  });
  expect(filed.statusCode).toBe(201);
  return fileId;
}

describe('a command that is accepted', () => {
  it('creates the file, waits for the projections when asked to, and says where the file stands', async () => {
    const answer = await send(ledger.api, 'file', { token: AGENCY, body: FILING, prefer: 'wait=10' });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({
      revision: 0,
      position: 1,
      events: [{ type: 'filed', revision: 0 }],
    });
    expect(answer.headers).toMatchObject({
      etag: '"0"',
      location: `/v1/files/${FILE_ID}`,
      'preference-applied': 'wait=10',
    });
    const file = await ask(ledger.api, `/v1/files/${FILE_ID}`, OFFICER);
    expect(file.json()).toMatchObject({ status: 'under-review', revision: 0, position: 1 });
    expect(file.headers['etag']).toBe('"0"');
  });

  it('is in the store with the actor, the basis, the chain and the hash that the answer names', async () => {
    const answer = await send(ledger.api, 'accept', { token: OFFICER, body: ACCEPTANCE, ifMatch: 0 });
    expect(answer.statusCode).toBe(200);
    const [filed, ...decided] = await stored();
    const [accepted] = decided;
    expect(accepted?.metadata).toMatchObject({
      actor: { kind: 'authority', division: '650100' },
      basis: ['XJ-10-1'],
      prior: filed && eventHash(filed),
    });
    expect(answer.json().events).toEqual(
      decided.map((event) => ({
        id: event.id,
        type: event.type,
        revision: event.revision,
        hash: eventHash(event),
      })),
    );
  });

  it('leaves a receipt of its events in the database', async () => {
    const receipts = await ledger.database.query(
      "SELECT events->0->>'type' AS type FROM api.receipt WHERE file_id = $1 ORDER BY 1",
      [FILE_ID],
    );
    expect(receipts.rows).toEqual([{ type: 'accepted' }, { type: 'filed' }]);
  });
});

describe('the same command sent again', () => {
  it('gets the same answer and adds nothing, whatever happened to the file since', async () => {
    const fileId = await newFile('91650203MAFAKE0270');
    const accept = { fileId, token: OFFICER, body: ACCEPTANCE, ifMatch: 0, key: randomUUID() };
    const first = await send(ledger.api, 'accept', accept);
    const interview = {
      data: { minutesSha256: 'b'.repeat(64), attendees: ['法定代表人'] },
      basis: ['XJ-15-1'],
      document: DOCUMENT,
    };
    expect(
      (
        await send(ledger.api, 'interview', {
          fileId,
          token: OFFICER,
          body: interview,
          ifMatch: first.json().revision,
        })
      ).statusCode,
    ).toBe(200);

    const again = await send(ledger.api, 'accept', accept);
    expect(again.statusCode).toBe(first.statusCode);
    expect(again.json().events).toEqual(first.json().events);
    expect(again.json().revision).toBe(first.json().revision);
    expect((await stored(fileId)).filter(({ type }) => type === 'accepted')).toHaveLength(1);
  });

  it('at the same moment, sixteen times, at two services, is recorded once, and every answer names what the store holds', async () => {
    const fileId = await newFile('91650402MAFAKE035N');
    const accept = { fileId, token: OFFICER, body: ACCEPTANCE, ifMatch: 0, key: randomUUID() };
    const other = await buildApi(ledger.options);
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, at) => send(at % 2 === 0 ? ledger.api : other, 'accept', accept)),
    );
    await other.close();
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 16 }, () => 200));
    const events = await stored(fileId);
    expect(events.filter(({ type }) => type === 'accepted')).toHaveLength(1);
    for (const answer of answers) {
      expect(answer.json().events).toEqual(
        events.slice(1).map((event) => ({
          id: event.id,
          type: event.type,
          revision: event.revision,
          hash: eventHash(event),
        })),
      );
    }
  });

  it('with another body is refused, and the first one stands', async () => {
    const fileId = await newFile('91650502MAFAKE043N');
    const key = randomUUID();
    await send(ledger.api, 'accept', { fileId, token: OFFICER, body: ACCEPTANCE, ifMatch: 0, key });
    const other = await send(ledger.api, 'accept', {
      fileId,
      token: OFFICER,
      body: { data: { fileNo: 'XJ-2025-0009' } },
      ifMatch: 0,
      key,
    });
    expect([other.statusCode, other.json().code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    const numbers = (await stored(fileId)).flatMap(({ type, data }) => (type === 'accepted' ? [data] : []));
    expect(numbers).toEqual([expect.objectContaining({ fileNo: ACCEPTANCE.data.fileNo })]);
  });

  it('after a refusal may be corrected under the same key: nothing was recorded', async () => {
    const fileId = await newFile('91652301MAFAKE051H');
    const key = randomUUID();
    const refused = await send(ledger.api, 'refuse', {
      fileId,
      token: OFFICER,
      body: { data: { ground: 'OTHER' } },
      ifMatch: 0,
      key,
    });
    expect(refused.statusCode).toBe(422);
    const body = { data: { ground: 'OTHER', reason: '材料与实际不符' }, document: DOCUMENT };
    expect(
      (await send(ledger.api, 'refuse', { fileId, token: OFFICER, body, ifMatch: 0, key })).statusCode,
    ).toBe(200);
  });

  it('is answered from the store when the process died before it could write the receipt', async () => {
    const fileId = await newFile('91653101MAFAKE06XB');
    const accept = { fileId, token: OFFICER, body: ACCEPTANCE, ifMatch: 0, key: randomUUID() };
    const first = await send(ledger.api, 'accept', accept);
    const receipt = "file_id = $1 AND (events IS NULL OR events->0->>'type' = 'accepted')";
    await ledger.database.query(`UPDATE api.receipt SET events = NULL WHERE ${receipt}`, [fileId]);
    expect((await send(ledger.api, 'accept', accept)).json().events).toEqual(first.json().events);
    const completed = await ledger.database.query(`SELECT events FROM api.receipt WHERE ${receipt}`, [
      fileId,
    ]);
    expect(completed.rows).toEqual([{ events: first.json().events }]);
  });
});

describe('a file that is read after a command was acknowledged', () => {
  it('shows it, at whichever service and without having been told to wait', async () => {
    const fileId = await newFile('91654201MAFAKE123X');
    const other = await buildApi(ledger.options);
    let revision = 0;
    for (let round = 0; round < 12; round += 1) {
      const body = { data: { kind: 'random', result: 'compliant', checklist: ['收费公示'] } };
      const sent = { fileId, token: OFFICER, ifMatch: revision };
      const accepted = round === 0;
      const answer = await send(ledger.api, accepted ? 'accept' : 'inspect', {
        ...sent,
        body: accepted ? ACCEPTANCE : body,
      });
      expect(answer.statusCode, answer.body).toBe(200);
      revision = answer.json().revision;
      const read = await ask(round % 2 === 0 ? other : ledger.api, `/v1/files/${fileId}`, OFFICER);
      expect(read.json().revision).toBe(revision);
    }
    await other.close();
  });
});

describe('two commands upon one revision', () => {
  it('are decided once: the later one hears where the file stands, and nothing of it is recorded', async () => {
    const fileId = await newFile('91653201MAFAKE0946');
    const accept = () => send(ledger.api, 'accept', { fileId, token: OFFICER, body: ACCEPTANCE, ifMatch: 0 });
    const answers = await Promise.all([accept(), accept(), accept(), accept()]);
    const stale = answers.filter(({ statusCode }) => statusCode === 412);
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    expect(stale).toHaveLength(3);
    const events = await stored(fileId);
    expect(events.filter(({ type }) => type === 'accepted')).toHaveLength(1);
    for (const answer of stale) {
      expect(answer.json()).toMatchObject({ code: 'REVISION_STALE', revision: events.at(-1)?.revision });
    }
  });

  it('upon no file: one creates it, the others are told to look', async () => {
    const fileId = '650000-91652701MAFAKE1079';
    const file = () =>
      send(ledger.api, 'file', {
        fileId,
        token: `dev-token-agency-${fileId}`,
        body: { data: { ...FILING.data, uscc: '91652701MAFAKE1079' } },
      });
    const codes = (await Promise.all([file(), file(), file()])).map(({ statusCode }) => statusCode).sort();
    expect(codes).toEqual([201, 428, 428]);
    expect(await stored(fileId)).toHaveLength(1);
  });
});
