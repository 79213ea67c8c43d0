import { gradeAnswerSchema, gradeListSchema } from '@ledger/schemas/http';
import { registerPageSchema } from '@ledger/schemas/http/register';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGENCY, AUDITOR, ask, FILE_ID, FILING, OFFICER, send } from '../../testing/commands.ts';
import { openTestLedger, type TestLedger } from '../../testing/open-test-ledger.ts';

let ledger: TestLedger;
const OTHERS = ['91650203MAFAKE0270', '91650402MAFAKE035N'].map((uscc) => `650000-${uscc}`);

/** Three agencies, filed and accepted in March, April and May; the first reports late, and the ledger hears of it in June. */
beforeAll(async () => {
  ledger = await openTestLedger();
  for (const [index, fileId] of [FILE_ID, ...OTHERS].entries()) {
    const month = `2025-0${3 + index}`;
    const own = index === 0 ? AGENCY : `dev-token-agency-${fileId}`;
    const data = {
      ...FILING.data,
      uscc: fileId.slice(7),
      agencyName: `第${index + 1}信用服务有限公司（示例）`,
    };
    ledger.setClock(`${month}-03T09:00:00+08:00`);
    await done('file', { fileId, token: own, body: { data } });
    ledger.setClock(`${month}-05T09:00:00+08:00`);
    await done('accept', {
      fileId,
      token: OFFICER,
      body: { data: { fileNo: `XJ-2025-000${index}` } },
      ifMatch: 0,
    });
  }
});
afterAll(() => ledger.close());

async function done(command: string, sent: Parameters<typeof send>[2]): Promise<void> {
  const answer = await send(ledger.api, command, { prefer: 'wait=10', ...sent });
  expect(answer.statusCode, answer.body).toBeLessThan(300);
}

async function grades(query: string, token = AUDITOR) {
  const answer = await ask(ledger.api, `/v1/grades?${query}`, token);
  expect(answer.statusCode, answer.body).toBe(200);
  return gradeListSchema.parse(answer.json());
}

const POINTS = [
  '',
  'asOf=2025-04-04',
  'knownAt=2025-03-31',
  'knownAt=2025-05-03&asOf=2025-12-31',
  'knownAt=2025-02-01',
];

describe('the list of grades', () => {
  it.each(POINTS)('has the grade that each file shows at the same point (%s)', async (point) => {
    const list = await grades(point);
    const each = [];
    for (const fileId of [FILE_ID, ...OTHERS].sort()) {
      const answer = await ask(ledger.api, `/v1/files/${fileId}/grade?${point}`, AUDITOR);
      if (answer.statusCode === 404) continue;
      const { result } = gradeAnswerSchema.parse(answer.json());
      if (result !== null) each.push({ fileId, grade: result.grade, score: result.computed.score });
    }
    expect(list.items.map(({ fileId, grade, score }) => ({ fileId, grade, score }))).toEqual(each);
    expect(list.total).toBe(each.length);
  });

  it('grows as the ledger hears of agencies', async () => {
    const totals = [];
    for (const point of ['knownAt=2025-02-01', 'knownAt=2025-03-31', 'knownAt=2025-04-30', '']) {
      totals.push((await grades(point)).total);
    }
    expect(totals).toEqual([0, 1, 2, 3]);
  });

  it.each(['', 'knownAt=2025-04-30&'])('comes page by page (%s)', async (point) => {
    const whole = (await grades(point)).items;
    const paged = [];
    for (let next: string | undefined = ''; next !== undefined; ) {
      const page = await grades(`${point}limit=1${next && `&cursor=${next}`}`);
      paged.push(...page.items);
      next = page.next;
    }
    expect(paged).toEqual(whole);
  });

  it('shows an officer the own jurisdiction, and the public nothing', async () => {
    expect((await grades('', OFFICER)).total).toBe(3);
    expect((await grades('jurisdiction=210000', OFFICER)).total).toBe(0);
    expect((await ask(ledger.api, '/v1/grades')).statusCode).toBe(401);
  });

  it.each(['asOf=yesterday', 'knownAt=2025-02-30', 'cursor=x'])('refuses %s', async (query) => {
    expect((await ask(ledger.api, `/v1/grades?${query}`, AUDITOR)).statusCode).toBe(400);
  });
});

describe('the whole register', () => {
  it.each([
    ['asOf=2025-04-04', 1],
    ['asOf=2025-12-31&knownAt=2025-04-30', 2],
    ['asOf=2025-03-04&knownAt=2025-12-31', 0],
  ])('is searched at any point on both axes (%s)', async (point, found) => {
    const answer = await ask(ledger.api, `/v1/register?${point}`);
    expect(registerPageSchema.parse(answer.json()).total).toBe(found);
  });
});
