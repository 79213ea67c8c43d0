import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGENCY, FILE_ID, FILING, OFFICER, RAW_VALUES, send } from '../testing/commands.ts';
import { openTestLedger, type TestLedger } from '../testing/open-test-ledger.ts';
import { buildApi } from './index.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await openTestLedger();
  await send(ledger.api, 'file', { token: AGENCY, body: FILING });
  const acceptance = { data: { fileNo: 'XJ-2025-0001' } };
  await send(ledger.api, 'accept', { token: OFFICER, body: acceptance, ifMatch: 0, prefer: 'wait=10' });
});
afterAll(() => ledger.close());

async function browse(url: string): Promise<LightMyRequestResponse> {
  return await ledger.api.inject({
    method: 'GET',
    url,
    headers: { accept: 'text/html,application/xhtml+xml' },
  });
}

describe('the public pages beside the API', () => {
  it('find what the API finds, and show no raw personal value', async () => {
    const found = await browse(encodeURI('/?q=天山'));
    expect([found.statusCode, found.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(found.body).toContain(FILE_ID);
    const entry = await browse(`/register/${FILE_ID}`);
    expect(entry.body).toContain(FILING.data.agencyName);
    for (const value of RAW_VALUES) expect(entry.body).not.toContain(value);
  });

  it('have a policy of their own for what they load', async () => {
    expect((await browse('/')).headers['content-security-policy']).toContain("style-src 'self'");
  });

  it('answer a reader who is lost with a page, and a program with a problem', async () => {
    const lost = await browse('/nowhere');
    expect([lost.statusCode, lost.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    for (const response of [await browse('/v1/nowhere'), await ledger.api.inject('/nowhere')]) {
      expect([response.statusCode, response.json().code]).toEqual([404, 'ROUTE_UNKNOWN']);
    }
  });

  it('tell a reader who asks too often to come back, and not that the service failed', async () => {
    const impatient = await buildApi({ ...ledger.options, requestsPerMinute: 1 });
    const page = { method: 'GET', url: '/', headers: { accept: 'text/html' } } as const;
    await impatient.inject(page);
    const response = await impatient.inject(page);
    expect([response.statusCode, Number(response.headers['retry-after']) > 0]).toEqual([429, true]);
    await impatient.close();
  });

  it('never mistake a database that is away for an agency that is not on file', async () => {
    ledger.databaseLink.cut();
    expect((await browse(`/register/${FILE_ID}`)).statusCode).toBe(503);
    expect((await browse('/')).statusCode).toBe(503);
    ledger.databaseLink.join();
    expect((await browse(`/register/${FILE_ID}`)).statusCode).toBe(200);
  });
});
