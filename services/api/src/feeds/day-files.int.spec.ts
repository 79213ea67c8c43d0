import { appendFiles, demoFiles } from '@ledger/projector/testing';
import { changeEventSchema, feedPageSchema } from '@ledger/schemas/http';
import { addDays, type LegalDate } from '@ledger/statutory-calendar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUDITOR, ask, FILE_ID, FILING, send } from '../../testing/commands.ts';
import { openTestLedger, type TestLedger } from '../../testing/open-test-ledger.ts';
import { deltaTable } from './csv-form.ts';

let ledger: TestLedger;
const TODAY = '2026-11-20';

beforeAll(async () => {
  ledger = await openTestLedger();
  const files = await demoFiles();
  await appendFiles(ledger.eventLog, files);
  const last = files.at(-1)?.at(-1);
  if (last === undefined) throw new Error('no demo histories');
  expect(await ledger.readModels.waitFor(last.id, 20_000)).toBe('projected');
  ledger.setClock(`${TODAY}T09:00:00+08:00`);
});
afterAll(() => ledger.close());

async function file(path: string, feed = 'register') {
  const answer = await ask(ledger.api, `/v1/feeds/${feed}/days/${path}`, AUDITOR);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer;
}
const jsonLines = (body: string) =>
  body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

/** The days on which anything was recorded, in the order of positions, and the day before the first. */
async function recordedDays(): Promise<readonly LegalDate[]> {
  const days = new Set<string>();
  for await (const chunk of ledger.readModels.readJournal())
    for (const { metadata } of chunk) days.add(metadata.recordedAt.slice(0, 10));
  return [...days].sort() as LegalDate[];
}

describe('LNR-41-1: the files of the days', () => {
  it('of changes follow each other without gap or overlap, and are together the feed', async () => {
    const whole = feedPageSchema.parse((await ask(ledger.api, '/v1/feeds/audit?limit=500', AUDITOR)).json());
    const days = await recordedDays();
    const [first, last] = [days[0], days.at(-1)];
    if (first === undefined || last === undefined) throw new Error('nothing recorded');
    const together = [];
    // Where a day ends does not depend on which was asked for first.
    for (const day of [addDays(last, 1), ...days.slice(10, 12)]) await file(`${day}/delta.jsonl`, 'audit');
    for (const day of [...new Set([addDays(first, -1), ...days, addDays(last, 1)])].sort())
      together.push(...jsonLines((await file(`${day}/delta.jsonl`, 'audit')).body));
    expect(together).toEqual(whole.items);
    for (const one of together.slice(0, 3)) changeEventSchema.parse(one);
  });

  it('of state are what the changes up to the end of the day come to', async () => {
    const days = await recordedDays();
    const { items } = feedPageSchema.parse(
      (await ask(ledger.api, '/v1/feeds/grade?limit=500', AUDITOR)).json(),
    );
    for (const day of [days[0], days[Math.floor(days.length / 2)], days.at(-1)]) {
      const answer = await file(`${day}/full.jsonl`, 'grade');
      const end = Number(answer.headers['ledger-position']);
      const folded = new Map(
        items
          .filter(({ data }) => data.position <= end)
          .map(({ subject = '', data }) => [subject, data.after]),
      );
      expect(jsonLines(answer.body).map(({ key, item }) => [key, item])).toEqual(
        [...folded].filter(([, item]) => item !== null).sort(),
      );
    }
  });

  it('keep to a filter, and to who may see what', async () => {
    const days = await recordedDays();
    const rows = jsonLines((await file(`${days.at(-1)}/full.jsonl?jurisdiction=650000`)).body);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ key }) => key.startsWith('650000-'))).toBe(true);
    expect((await ask(ledger.api, `/v1/feeds/audit/days/${days[0]}/full.csv`)).statusCode).toBe(401);
  });

  it('as tables have a line for each row, and a head that spreadsheets can read', async () => {
    const day = (await recordedDays()).at(-1);
    for (const kind of ['full', 'delta']) {
      const rows = jsonLines((await file(`${day}/${kind}.jsonl`)).body);
      const answer = await file(`${day}/${kind}.csv`);
      expect(answer.headers['content-disposition']).toBe(
        `attachment; filename="register-${day}-${kind}.csv"`,
      );
      expect(answer.body.startsWith('\uFEFF')).toBe(true);
      expect(answer.body.trimEnd().split('\r\n')).toHaveLength(rows.length + 1);
    }
  });

  it.each([
    ['2026-11-20/full.csv', 404, 'DAY_NOT_OVER'],
    ['2026-02-30/full.csv', 400, 'REQUEST_INVALID'],
    ['yesterday/full.csv', 400, 'REQUEST_INVALID'],
    ['2026-11-19/half.csv', 400, 'REQUEST_INVALID'],
    ['2026-11-19/full.xls', 400, 'REQUEST_INVALID'],
    ['2026-11-19/full.csv?colour=red', 400, 'REQUEST_INVALID'],
  ])('%s: %i %s', async (path, status, code) => {
    const answer = await ask(ledger.api, `/v1/feeds/register/days/${path}`);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('let no spreadsheet calculate what an agency wrote', () => {
    const table = deltaTable('register');
    for (const wicked of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=cmd|" /C calc"!A0', '＝1+1']) {
      const line = table.line({
        specversion: '1.0',
        id: '1',
        source: '/v1/feeds/register',
        type: 'ledger.register.changed',
        time: `${TODAY}T09:00:00+08:00`,
        datacontenttype: 'application/json',
        data: {
          position: 1,
          fileId: FILE_ID,
          at: `${TODAY}T09:00:00+08:00`,
          cause: { id: '00000000-0000-4000-8000-000000000000', type: 'accepted', basis: ['XJ-10-2'] },
          before: null,
          after: { name: wicked },
        },
      });
      expect(line, wicked).toMatch(new RegExp(`,"?'\\${wicked[0]}`));
    }
  });

  it('that were told once do not change, whatever is recorded later', async () => {
    const day = (await recordedDays()).at(-1);
    const before = (await file(`${day}/delta.jsonl`, 'audit')).body;
    ledger.setClock(`${day}T12:00:00+08:00`);
    const fileId = '210000-91650402MAFAKE035N';
    const filed = await send(ledger.api, 'file', {
      fileId,
      token: `dev-token-agency-${fileId}`,
      body: { data: { ...FILING.data, uscc: '91650402MAFAKE035N', registeredArea: '210102' } },
      prefer: 'wait=10',
    });
    expect(filed.statusCode, filed.body).toBe(201);
    ledger.setClock(`${TODAY}T09:00:00+08:00`);
    expect((await file(`${day}/delta.jsonl`, 'audit')).body).toBe(before);
  });
});
