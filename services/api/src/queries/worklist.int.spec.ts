import { type WorklistPage, worklistPageSchema } from '@ledger/schemas/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGENCY, AUDITOR, ask, FILING, OFFICER, send } from '../../testing/commands.ts';
import { openTestLedger, type TestLedger } from '../../testing/open-test-ledger.ts';

const FILED = ['91650102MAFAKE019H', '91650203MAFAKE0270', '91650402MAFAKE035N', '91650502MAFAKE043N'];
const PLACES = ['650102', '650203', '650402', '650502'];

let ledger: TestLedger;

/** Four filings on four days from 25 September 2025 on, the first of them accepted; it is 30 September. */
beforeAll(async () => {
  ledger = await openTestLedger();
  for (const [index, uscc] of FILED.entries()) {
    const fileId = `650000-${uscc}`;
    ledger.setClock(`2025-09-${25 + index}T09:00:00+08:00`);
    const answer = await send(ledger.api, 'file', {
      fileId,
      token: `dev-token-agency-${fileId}`,
      prefer: 'wait=10',
      body: { data: { ...FILING.data, uscc, registeredArea: PLACES[index] } },
    });
    expect(answer.statusCode, answer.body).toBeLessThan(300);
  }
  ledger.setClock('2025-09-30T10:00:00+08:00');
});
afterAll(() => ledger.close());

async function read(query = ''): Promise<WorklistPage> {
  const answer = await ask(ledger.api, `/v1/worklist${query}`, OFFICER);
  expect(answer.statusCode, answer.body).toBe(200);
  return worklistPageSchema.parse(answer.json());
}

describe('GET /v1/worklist', () => {
  it('XJ-10-1: tells every running term, most urgent first, with the days that are left today', async () => {
    const { today, items } = await read();
    expect(today).toBe('2025-09-30');
    expect(
      items.map(({ fileId, kind, lastDay, daysLeft }) => [fileId.slice(7), kind, lastDay, daysLeft]),
    ).toEqual([
      [FILED[0], 'review', '2025-10-15', 15],
      [FILED[1], 'review', '2025-10-16', 16],
      [FILED[2], 'review', '2025-10-16', 16],
      [FILED[3], 'review', '2025-10-17', 17],
    ]);
  });

  it('explains how a date was counted: the rule, its article, and each day with its reason', async () => {
    const [first] = (await read()).items;
    expect(first).toMatchObject({
      rule: 'XJ-10-1',
      article: expect.stringMatching(/^第十条/),
      provisional: false,
    });
    expect(first?.count).toMatchObject({ amount: 10, unit: 'working-day' });
    expect(first?.count?.days.filter(({ counted }) => counted)).toHaveLength(10);
    expect(first?.count?.days.find(({ date }) => date === '2025-10-01')).toMatchObject({
      counted: false,
      why: expect.stringContaining('国庆节'),
    });
  });

  it('keeps to a division, with the places inside it', async () => {
    const of = async (division: string) =>
      (await read(`?division=${division}`)).items.map(({ division: at }) => at);
    expect(await of('650102')).toEqual(['650102']);
    expect(await of('650200')).toEqual(['650203']);
    expect(await of('650000')).toHaveLength(4);
    expect(await of('210000')).toEqual([]);
  });

  it('keeps to a day, that day included, and to a kind', async () => {
    expect((await read('?due=2025-10-14')).items).toEqual([]);
    expect((await read('?due=2025-10-16')).items).toHaveLength(3);
    expect((await read('?kind=review')).items).toHaveLength(4);
    expect((await read('?kind=report')).items).toEqual([]);
  });

  it('gives the same terms page by page, each once and in the same order', async () => {
    const whole = (await read()).items;
    const paged = [];
    let next: string | undefined;
    do {
      const page = await read(`?limit=1${next === undefined ? '' : `&cursor=${next}`}`);
      expect(page.items).toHaveLength(1);
      paged.push(...page.items);
      next = page.next;
    } while (next !== undefined);
    expect(paged).toEqual(whole);
  });

  it('is for officers', async () => {
    expect((await ask(ledger.api, '/v1/worklist')).statusCode).toBe(401);
    expect((await ask(ledger.api, '/v1/worklist', AGENCY)).statusCode).toBe(403);
    expect((await ask(ledger.api, '/v1/worklist', AUDITOR)).statusCode).toBe(403);
    const elsewhere = await ask(ledger.api, '/v1/worklist', 'dev-token-officer-210100');
    expect(elsewhere.json().items).toEqual([]);
  });

  it('refuses a question it does not know', async () => {
    for (const query of ['?division=6501', '?due=2025-02-30', '?kind=', '?sort=name', '?cursor=bm8']) {
      expect([query, (await ask(ledger.api, `/v1/worklist${query}`, OFFICER)).statusCode]).toEqual([
        query,
        400,
      ]);
    }
  });
});
