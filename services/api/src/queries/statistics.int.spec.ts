import { appendFiles, demoFiles } from '@ledger/projector/testing';
import { type Statistics, statisticsSchema } from '@ledger/schemas/http';
import { statistics } from '@ledger/statistics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGENCY, AUDITOR, ask, OFFICER } from '../../testing/commands.ts';
import { openTestLedger, type TestLedger } from '../../testing/open-test-ledger.ts';

let ledger: TestLedger;

beforeAll(async () => {
  ledger = await openTestLedger();
  const files = await demoFiles();
  await appendFiles(ledger.eventLog, files);
  const last = files.at(-1)?.at(-1);
  if (last === undefined) throw new Error('no demo histories');
  expect(await ledger.readModels.waitFor(last.id, 20_000)).toBe('projected');
});
afterAll(() => ledger.close());

async function read(query = '', token = AUDITOR): Promise<Statistics> {
  const answer = await ask(ledger.api, `/v1/statistics${query}`, token);
  expect(answer.statusCode, answer.body).toBe(200);
  return statisticsSchema.parse(answer.json());
}

const total = (counts: readonly { readonly count: number }[]) =>
  counts.reduce((sum, { count }) => sum + count, 0);

describe('GET /v1/statistics over the demo histories', () => {
  it('counts what a fold of the journal by hand counts', async () => {
    const rows = new Map<string, ReturnType<typeof statistics.initial>>();
    for await (const chunk of ledger.readModels.readJournal()) {
      for (const event of chunk) {
        const key = statistics.key(event);
        if (key === undefined) continue;
        rows.set(key, statistics.apply(rows.get(key) ?? statistics.initial(key), event));
      }
    }
    const { agencies, terms, sanctions } = await read();
    const all = [...rows.values()];
    expect(total(agencies.byStatus)).toBe(all.length);
    for (const { status, count } of agencies.byStatus)
      expect(count).toBe(all.filter(({ file }) => file.standing.status === status).length);
    const ended = all.flatMap((row) => row.ended);
    expect(terms.reduce((sum, { met, missed }) => sum + met + missed, 0)).toBe(ended.length);
    expect(ended.some(({ outcome }) => outcome === 'missed')).toBe(true);
    expect(sanctions.reduce((sum, { standing, withdrawn }) => sum + standing + withdrawn, 0)).toBe(
      all.flatMap((row) => row.sanctions.flatMap(({ rules }) => rules)).length,
    );
  });

  it('tells the months without a hole, and ends where the agencies stand now', async () => {
    const { months, agencies } = await read();
    const names = months.map(({ month }) => month);
    expect(new Set(names).size).toBe(names.length);
    const [first = '', last = ''] = [names[0], names.at(-1)];
    const between =
      (Number(last.slice(0, 4)) - Number(first.slice(0, 4))) * 12 +
      Number(last.slice(5)) -
      Number(first.slice(5));
    expect(names).toHaveLength(between + 1);
    expect(months.at(-1)?.standings).toEqual(
      Object.fromEntries(
        agencies.byStatus
          .filter(({ status }) => status !== 'none')
          .map(({ status, count }) => [status, count]),
      ),
    );
  });

  it('counts acts of the asked months only, and a month asked the wrong way round is refused', async () => {
    const { months, sanctions } = await read('?from=2025-01&until=2025-12');
    expect(months.every(({ month }) => month.startsWith('2025'))).toBe(true);
    expect(sanctions.reduce((sum, one) => sum + one.standing + one.withdrawn, 0)).toBe(
      months.reduce((sum, one) => sum + one.sanctions, 0),
    );
    for (const bad of ['from=2025-13', 'from=2025-06&until=2025-05', 'jurisdiction=xinjiang', 'year=2025']) {
      const answer = await ask(ledger.api, `/v1/statistics?${bad}`, AUDITOR);
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'REQUEST_INVALID']);
    }
  });

  it('shows an officer the own jurisdiction, whatever is asked, and nobody else anything', async () => {
    expect(await read('', OFFICER)).toEqual(await read('?jurisdiction=650000'));
    expect(total((await read('?jurisdiction=210000', OFFICER)).agencies.byStatus)).toBe(0);
    expect((await ask(ledger.api, '/v1/statistics')).statusCode).toBe(401);
    expect((await ask(ledger.api, '/v1/statistics', AGENCY)).statusCode).toBe(403);
  });
});
