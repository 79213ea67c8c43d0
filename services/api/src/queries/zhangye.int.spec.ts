import { provenancePageSchema, usabilitySchema } from '@ledger/schemas/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUDITOR, ask, DOCUMENT, FILING, send } from '../../testing/commands.ts';
import { openTestLedger, type TestLedger } from '../../testing/open-test-ledger.ts';

const FILE = '620700-91620702MAFAKE22XE';
const NEIGHBOUR = '620700-91620702MAFAKE2300';
const OFFICER = 'dev-token-officer-620700';
const AGENCY = `dev-token-agency-${FILE}`;

let ledger: TestLedger;
let revision = -1;

/** A command on the file, one after the other, each an hour after the one before. */
async function done(name: string, token: string, data: object, more: object = {}): Promise<void> {
  const answer = await send(ledger.api, name, {
    fileId: FILE,
    token,
    body: { data, ...more },
    ...(revision >= 0 && { ifMatch: revision }),
    prefer: 'wait=10',
  });
  expect([name, answer.statusCode, answer.statusCode < 300 ? '' : answer.body]).toEqual([
    name,
    revision < 0 ? 201 : 200,
    '',
  ]);
  revision = answer.json().revision;
}

beforeAll(async () => {
  ledger = await openTestLedger();
  ledger.setClock('2025-09-22T10:00:00+08:00');
  await done('file', AGENCY, {
    ...FILING.data,
    uscc: '91620702MAFAKE22XE',
    registeredArea: '620702',
    serviceKinds: ['信用评级'],
  });
  await done('accept', OFFICER, { fileNo: 'ZY-2025-0001' });
  ledger.setClock('2025-09-23T10:00:00+08:00');
  await done('file-credit-report', AGENCY, {
    reportNo: 'R-1',
    uscc: '91620702MAFAKE22XE',
    agencyName: '示例信用服务有限公司',
    subject: '示例企业01',
    standard: 'GB/T 26817-2023',
    issuedOn: '2025-09-22',
    validTo: '2026-09-21',
    deliveredOn: '2025-09-24',
    sha256: 'd'.repeat(64),
    use: '招标投标',
  });
  ledger.setClock('2025-09-25T10:00:00+08:00');
  await done('accept-credit-report', OFFICER, { reportNo: 'R-1' });
  await done('publish-credit-report', OFFICER, { reportNo: 'R-1', withCommitment: true });
});
afterAll(() => ledger.close());

const usability = (reportNo: string, query = '', token = OFFICER, fileId = FILE) =>
  ask(ledger.api, `/v1/files/${fileId}/credit-reports/${reportNo}/usability${query}`, token);

describe('ZY-4-5, ZY-4-6: whether a department may use a report', () => {
  it.each([
    ['R-1', '?on=2025-09-25', true, undefined],
    ['R-1', '?on=2025-09-24', false, 'not-published'],
    ['R-1', '?on=2025-09-22', false, 'not-filed'],
    ['R-1', '?on=2026-09-21', true, undefined],
    ['R-1', '?on=2026-09-22', false, 'expired'],
    ['R-9', '', false, 'not-filed'],
  ])('%s%s: %s, %s', async (reportNo, query, usable, why) => {
    const answer = await usability(reportNo, query);
    expect(answer.statusCode, answer.body).toBe(200);
    const told = usabilitySchema.parse(answer.json());
    expect([told.usable, told.why, told.simulation]).toEqual([usable, why, false]);
    expect(told.basis[0]).toMatch(/^ZY-/);
    expect(told.article).toBeDefined();
  });

  it('is answered for a report of an agency that has no file: nothing was filed', async () => {
    const answer = await usability('R-1', '', OFFICER, '620700-91620102MAFAKE238F');
    expect(answer.json()).toMatchObject({ usable: false, why: 'not-filed', position: 0 });
  });

  it('is no question where no reports are filed one by one', async () => {
    const answer = await usability('R-1', '', AUDITOR, '650000-91650102MAFAKE019H');
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'RULEBOOK_UNKNOWN']);
  });

  it('is for officers of the place, auditors and the agency', async () => {
    const codes = [undefined, 'dev-token-officer-650100', AUDITOR, AGENCY].map(async (token) => {
      const url = `/v1/files/${FILE}/credit-reports/R-1/usability`;
      return (await ask(ledger.api, url, token)).statusCode;
    });
    expect(await Promise.all(codes)).toEqual([401, 403, 200, 200]);
  });

  it('refuses a day that does not exist', async () =>
    expect((await usability('R-1', '?on=2025-02-30')).statusCode).toBe(400));
});

describe('LNR-35-1: the source and the reason of every fact', () => {
  it('names the event, who said it, the rule and when, page by page', async () => {
    const first = await ask(ledger.api, `/v1/files/${FILE}/provenance?limit=2`, AGENCY);
    expect(first.statusCode, first.body).toBe(200);
    const page = provenancePageSchema.parse(first.json());
    expect(page.changes).toHaveLength(2);
    expect(page.next).toBe(2);
    const named = await ask(ledger.api, `/v1/files/${FILE}/provenance?fact=name`, OFFICER);
    expect(named.json().changes).toMatchObject([
      { fact: 'name', masked: false, type: 'filed', revision: 0, source: { kind: 'agency' } },
    ]);
    const rest = await ask(ledger.api, `/v1/files/${FILE}/provenance?after=2&limit=500`, OFFICER);
    expect(rest.json()).not.toHaveProperty('next');
  });

  it('shows nobody’s name or mark', async () => {
    const body = (await ask(ledger.api, `/v1/files/${FILE}/provenance?limit=500`, AUDITOR)).body;
    for (const raw of ['990000197612282514', '19000000251', 'TEST-CERT-0025', '田测试'])
      expect(body).not.toContain(raw);
  });

  it('is for the parties of the file', async () =>
    expect((await ask(ledger.api, `/v1/files/${FILE}/provenance`)).statusCode).toBe(401));
});

describe('G-14: a list that an agency keeps', () => {
  const listing = (fileId: string, token: string, list: string, more: object = {}) =>
    send(ledger.api, 'list', {
      fileId,
      token,
      body: { data: { list, ...more }, document: DOCUMENT },
      ...(fileId === FILE && { ifMatch: revision }),
    });

  it('informs where the rulebook lets it, on the file of another agency', async () => {
    const answer = await listing(NEIGHBOUR, AGENCY, '黑名单');
    expect(answer.statusCode, answer.body).toBe(201);
    const { events } = (await ask(ledger.api, `/v1/files/${NEIGHBOUR}/events`, AUDITOR)).json();
    expect(events[0].data).toMatchObject({ effect: 'informational' });
  });

  it('never on its own file', async () => {
    const answer = await listing(FILE, AGENCY, '红名单');
    expect([answer.statusCode, answer.json().policy]).toEqual([403, 'command-list']);
  });

  it('LNR-28-1: and is refused where only law lists', async () => {
    const token = 'dev-token-agency-210000-91210102MAFAKE166P';
    const answer = await listing('210000-91210202MAFAKE174P', token, '严重失信主体名单', {
      field: 'MARKET-ORDER',
    });
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'AUTHOR_NOT_ENTITLED']);
    expect(answer.json().basis[0]).toMatch(/^LNR-/);
  });
});
