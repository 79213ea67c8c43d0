import { historyPageSchema } from '@ledger/schemas/http';
import { registerPageSchema, registerPublicationSchema } from '@ledger/schemas/http/register';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AGENCY,
  AUDITOR,
  ask,
  DOCUMENT,
  FILE_ID,
  FILING,
  OFFICER,
  RAW_VALUES,
  send,
} from '../../testing/commands.ts';
import { openTestLedger, type TestLedger } from '../../testing/open-test-ledger.ts';

let ledger: TestLedger;
/** Where the file stood after each command; what follows from one by law is recorded with it. */
const revisionAfter = { filed: -1, accepted: -1, interviewed: -1 };

/** One life: filed on 3 March, accepted on the 5th, interviewed on the 10th for what is recorded on the 12th. */
beforeAll(async () => {
  ledger = await openTestLedger();
  const at = async (instant: string, command: string, sent: Parameters<typeof send>[2]) => {
    ledger.setClock(instant);
    const answer = await send(ledger.api, command, { prefer: 'wait=10', ...sent });
    expect(answer.statusCode, answer.body).toBeLessThan(300);
    return answer.json().revision as number;
  };
  revisionAfter.filed = await at('2025-03-03T09:00:00+08:00', 'file', { token: AGENCY, body: FILING });
  revisionAfter.accepted = await at('2025-03-05T10:00:00+08:00', 'accept', {
    token: OFFICER,
    body: { data: { fileNo: 'XJ-2025-0001' } },
    ifMatch: 0,
  });
  revisionAfter.interviewed = await at('2025-03-12T15:00:00+08:00', 'interview', {
    token: OFFICER,
    body: {
      data: { minutesSha256: 'b'.repeat(64), attendees: ['法定代表人'] },
      basis: ['XJ-15-1'],
      document: DOCUMENT,
      occurredAt: '2025-03-10T09:30:00+08:00',
    },
    ifMatch: revisionAfter.accepted,
  });
  for (const [at_, uscc] of ['91650203MAFAKE0270', '91650402MAFAKE035N', '91650502MAFAKE043N'].entries()) {
    const fileId = `650000-${uscc}`;
    const body = {
      data: { ...FILING.data, uscc, agencyName: `克拉玛依第${at_ + 1}信用服务有限公司（示例）` },
    };
    await at('2025-04-01T09:00:00+08:00', 'file', { fileId, token: `dev-token-agency-${fileId}`, body });
    await at('2025-04-02T09:00:00+08:00', 'accept', {
      fileId,
      token: OFFICER,
      body: { data: { fileNo: `XJ-2025-001${at_}` } },
      ifMatch: 0,
    });
  }
});
afterAll(() => ledger.close());

const file = async (query = '', token = OFFICER) =>
  (await ask(ledger.api, `/v1/files/${FILE_ID}${query}`, token)).json();

describe('the state of a file', () => {
  it('is the present one when nothing is asked for', async () => {
    expect(await file()).toMatchObject({
      fileId: FILE_ID,
      uscc: '91650102MAFAKE019H',
      jurisdiction: '650000',
      division: '650102',
      status: 'on-file',
      revision: revisionAfter.interviewed,
      position: revisionAfter.interviewed + 1,
      rulebook: 'xj-measures-draft@2024-01-01',
      openCases: [expect.objectContaining({ kind: 'discipline' })],
      clocks: expect.any(Array),
    });
  });

  it.each([
    ['asOf=2025-03-04', 'under-review', 'filed'],
    ['asOf=2025-03-05T09:59:59%2B08:00', 'under-review', 'filed'],
    ['asOf=2025-03-05T10:00:00+08:00', 'on-file', 'accepted'],
    ['asOf=2025-03-05', 'on-file', 'accepted'],
    ['asOf=2025-03-10', 'on-file', 'interviewed'],
    ['asOf=2025-03-11&knownAt=2025-03-11', 'on-file', 'accepted'],
    ['knownAt=2025-03-12', 'on-file', 'interviewed'],
    ['knownAt=2025-03-03', 'under-review', 'filed'],
  ] as const)('at the view %s is %s, as it was left when %s', async (query, status, last) => {
    expect(await file(`?${query}`)).toMatchObject({ status, revision: revisionAfter[last] });
  });

  it('before the first event is that there is no file', async () => {
    expect(await file('?asOf=2025-03-02')).toMatchObject({ status: 404, code: 'FILE_UNKNOWN' });
  });

  it.each([
    ['asOf=2025-02-29', 'no such day exists'],
    ['asOf=2025-13-01', 'no such day exists'],
    ['asOf=yesterday', 'a point in time is YYYY-MM-DD or RFC 3339 with +08:00'],
    ['asOf=', 'a point in time is YYYY-MM-DD or RFC 3339 with +08:00'],
    ['asOf=2025-03-05T10:00:00Z', 'an instant is written in Beijing time, with +08:00'],
    ['asOf=2025-03-05T25:00:00+08:00', 'no such day or time of day exists'],
  ])('refuses %s by field and rule', async (query, rule) => {
    expect(await file(`?${query}`)).toMatchObject({
      status: 400,
      code: 'REQUEST_INVALID',
      faults: [{ in: 'query', field: 'asOf', rule }],
    });
  });

  it('refuses a parameter it does not know: a misspelt asOf must not pass for today', async () => {
    expect(await file('?asof=2025-03-05')).toMatchObject({
      status: 400,
      faults: [{ in: 'query', field: 'asof', rule: 'is not known here' }],
    });
  });

  it('has an ETag, in the present view only', async () => {
    const now = await ask(ledger.api, `/v1/files/${FILE_ID}`, OFFICER);
    const then = await ask(ledger.api, `/v1/files/${FILE_ID}?asOf=2025-03-05`, OFFICER);
    expect([now.headers['etag'], then.headers['etag']]).toEqual([
      `"${revisionAfter.interviewed}"`,
      undefined,
    ]);
  });
});

describe('G-26: what was done under a draft', () => {
  const asked: readonly (readonly [string, string, (answer: never) => unknown])[] = [
    ['the state', `/v1/files/${FILE_ID}`, ({ simulation }: { simulation: boolean }) => simulation],
    [
      'the history',
      `/v1/files/${FILE_ID}/events?limit=1`,
      ({ events }: { events: { simulation: boolean }[] }) => events[0]?.simulation,
    ],
    [
      'the grade',
      `/v1/files/${FILE_ID}/grade`,
      ({ result }: { result: { simulation: boolean } }) => result.simulation,
    ],
    [
      'the audit trail',
      '/v1/audit?limit=1',
      ({ items }: { items: { simulation: boolean }[] }) => items[0]?.simulation,
    ],
    [
      'the grade feed',
      '/v1/feeds/grade?limit=1',
      ({ items }: { items: { data: { after: { simulation: boolean } } }[] }) =>
        items[0]?.data.after.simulation,
    ],
    [
      'the audit feed',
      '/v1/feeds/audit?limit=1',
      ({ items }: { items: { data: { after: { simulation: boolean } } }[] }) =>
        items[0]?.data.after.simulation,
    ],
    [
      'the register feed',
      '/v1/feeds/register?limit=1',
      ({ items }: { items: { data: { after: { simulation: boolean } } }[] }) =>
        items[0]?.data.after.simulation,
    ],
  ];

  it.each(asked)('is marked as simulation in %s', async (_, url, marked) => {
    const answer = await ask(ledger.api, url, AUDITOR);
    expect(answer.statusCode, answer.body).toBe(200);
    expect(marked(answer.json() as never)).toBe(true);
  });
});

describe('the history of a file', () => {
  const history = async (query = '', token = OFFICER) =>
    historyPageSchema.parse((await ask(ledger.api, `/v1/files/${FILE_ID}/events${query}`, token)).json());

  it('is whole, says so, and gives each event its actor, basis, document, hash and place in the chain', async () => {
    const { events, total, matching } = await history();
    const count = revisionAfter.interviewed + 1;
    expect([events.length, total, matching]).toEqual([count, count, count]);
    expect(events.map(({ revision }) => revision)).toEqual(Array.from({ length: count }, (_, at) => at));
    expect(events.slice(1).map(({ prior }) => prior)).toEqual(events.slice(0, -1).map(({ hash }) => hash));
    expect(events.find(({ type }) => type === 'interviewed')).toMatchObject({
      type: 'interviewed',
      occurredAt: '2025-03-10T09:30:00+08:00',
      recordedAt: '2025-03-12T15:00:00+08:00',
      actor: { kind: 'authority', division: '650100' },
      basis: ['XJ-15-1'],
      document: DOCUMENT,
      provenance: 'complete',
    });
  });

  it('is paged by revision', async () => {
    const { events } = await history();
    const first = await history('?limit=2');
    expect([first.events, first.next]).toEqual([events.slice(0, 2), 2]);
    const rest = await history(`?limit=100&from=${first.next}`);
    expect([rest.events, rest.next]).toEqual([events.slice(2), undefined]);
  });

  it('is filtered by type and by range, and says of how many', async () => {
    expect(await history('?type=accepted')).toMatchObject({
      total: revisionAfter.interviewed + 1,
      matching: 1,
      events: [{ revision: 1 }],
    });
    expect((await history('?from=1&to=2')).events.map(({ revision }) => revision)).toEqual([1, 2]);
  });

  it('is as the ledger knew it', async () => {
    expect((await history('?knownAt=2025-03-11')).events).toHaveLength(revisionAfter.accepted + 1);
  });

  it('masks personal values by their kind, names the masked fields, and shows no raw one to anybody', async () => {
    for (const token of [OFFICER, AUDITOR, AGENCY]) {
      const [filed] = (await history('', token)).events;
      expect(filed?.data).toMatchObject({
        seniorManagers: [
          { role: '法定代表人', name: '田**', residentId: '990***********2514', mobile: '190****0251' },
        ],
        professionals: [{ name: '从**', certificateNo: '****0025' }],
      });
      expect(filed?.masked).toEqual(
        expect.arrayContaining(['seniorManagers[].mobile', 'professionals[].certificateNo']),
      );
      for (const value of RAW_VALUES) expect(JSON.stringify(filed)).not.toContain(value);
    }
  });
});

describe('the grade of a file', () => {
  const grade = async (query = '') =>
    (await ask(ledger.api, `/v1/files/${FILE_ID}/grade${query}`, OFFICER)).json();

  it('names the event and the rule behind each point', async () => {
    const answer = await grade();
    expect(answer).toMatchObject({
      hypothetical: false,
      result: { rulebook: 'xj-measures-draft@2024-01-01', decidedBy: 'computation' },
    });
    expect(answer.points).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          event: expect.objectContaining({ type: 'interviewed' }),
          rule: expect.stringMatching(/^XJ-/),
        }),
      ]),
    );
  });

  it('was better before the interview took effect', async () => {
    const [before, after] = [await grade('?asOf=2025-03-09'), await grade()];
    expect(before.result.computed.score).toBeGreaterThan(after.result.computed.score);
  });

  it('under another rulebook is marked as a supposition and writes nothing', async () => {
    const before = await ledger.readModels.position();
    expect(await grade('?rulebook=ln-regulation@2022-01-01')).toMatchObject({
      hypothetical: true,
      result: { rulebook: 'ln-regulation@2022-01-01' },
    });
    expect(await ledger.readModels.position()).toBe(before);
  });
});

describe('the public register', () => {
  const search = async (query: string) =>
    registerPageSchema.parse((await ask(ledger.api, `/v1/register?${query}`)).json());

  it.each([
    ['', 4],
    // Part of one name; and where all four of them are.
    ['q=乌鲁木齐天山', 1],
    ['q=乌鲁木齐', 4],
    ['q=tianshan', 1],
    ['q=klmy', 3],
    ['q=91650203', 1],
    ['q=XJ-2025-0001', 1],
    ['q=沈阳', 0],
    ['jurisdiction=650000&status=on-file', 4],
    ['status=revoked', 0],
    ['service=信用评价', 4],
    ['knownAt=2025-03-31', 1],
    ['knownAt=2025-03-04', 0],
    ['knownAt=2025-04-02&q=klmy', 3],
  ])('finds by %s %i', async (query, found) => {
    const page = await search(encodeURI(query));
    expect([page.items.length, page.total]).toEqual([found, found]);
  });

  it.each(['', 'knownAt=2025-04-30&'])('is paged in a stable order (%s)', async (view) => {
    const whole = (await search(view)).items.map(({ fileId }) => fileId);
    const paged: string[] = [];
    let next: string | undefined = '';
    while (next !== undefined) {
      const page = await search(`${view}limit=3${next === '' ? '' : `&cursor=${next}`}`);
      paged.push(...page.items.map(({ fileId }) => fileId));
      next = page.next;
    }
    expect(paged).toEqual(whole);
  });

  it('refuses a cursor that came with another question', async () => {
    const { next } = await search('limit=1');
    const answer = await ask(ledger.api, `/v1/register?limit=1&status=on-file&cursor=${next}`);
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'CURSOR_INVALID']);
  });

  it('publishes the entry without a raw personal value, as it stands and as it stood', async () => {
    for (const view of ['', '?asOf=2025-03-05', '?knownAt=2025-04-01']) {
      const answer = await ask(ledger.api, `/v1/register/${FILE_ID}${view}`);
      expect(registerPublicationSchema.parse(answer.json())).toMatchObject({
        kind: 'entry',
        status: 'on-file',
        fileId: FILE_ID,
      });
      for (const value of RAW_VALUES) expect(answer.body).not.toContain(value);
    }
  });

  it('tells a file it does not publish from one that does not exist', async () => {
    const codes = async (url: string) => (await ask(ledger.api, url)).json().code;
    expect(await codes(`/v1/register/${FILE_ID}?asOf=2025-03-04`)).toBe('ENTRY_NOT_PUBLISHED');
    expect(await codes(`/v1/register/${FILE_ID}?asOf=2025-03-02`)).toBe('FILE_UNKNOWN');
    expect(await codes('/v1/register/650000-91652301MAFAKE051H')).toBe('FILE_UNKNOWN');
    expect(await codes('/v1/register/650000-91652301MAFAKE0S1H')).toBe('REQUEST_INVALID');
  });
});

describe('the audit trail', () => {
  const audit = async (query: string) => (await ask(ledger.api, `/v1/audit?${query}`, AUDITOR)).json();

  it.each([
    ['type=filed', 4],
    [`fileId=${FILE_ID}&type=accepted`, 1],
    ['type=interviewed', 1],
    ['rule=XJ-15-1&type=interviewed', 1],
    ['rule=XJ-15&type=interviewed', 1],
    ['rule=XJ-1', 0],
    ['actor=dev-officer-650100', 5],
    ['division=650100&type=accepted', 4],
    [`document=${encodeURIComponent(DOCUMENT.number)}&type=interviewed`, 1],
    ['provenance=incomplete', 0],
    ['recordedFrom=2025-03-12&recordedTo=2025-03-12&type=interviewed', 1],
    ['occurredFrom=2025-03-12&occurredTo=2025-03-12', 0],
    ['occurredFrom=2025-03-10T09:30:00+08:00&occurredTo=2025-03-10&type=interviewed', 1],
  ])('finds by %s %i events', async (query, total) => {
    const page = await audit(query);
    expect([page.total, page.items.length]).toEqual([total, total]);
  });

  it('is newest first, and paged', async () => {
    const positions: number[] = [];
    let next: string | undefined = '';
    while (next !== undefined) {
      const page = await audit(`limit=5${next === '' ? '' : `&cursor=${next}`}`);
      positions.push(...page.items.map(({ position }: { position: number }) => position));
      next = page.next;
    }
    const head = await ledger.readModels.position();
    expect(positions).toEqual(Array.from({ length: head }, (_, at) => head - at));
  });

  it('names the article beside each rule', async () => {
    expect((await audit('type=interviewed')).items[0].basis).toEqual([
      { id: 'XJ-15-1', article: expect.stringContaining('第十五条') },
    ]);
  });
});
