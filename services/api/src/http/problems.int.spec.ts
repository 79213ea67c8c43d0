import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { rulebookById } from '@ledger/rulebooks';
import { type FileId, streamOf } from '@ledger/schemas';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AGENCY,
  AUDITOR,
  ask,
  FILE_ID,
  FILING,
  OFFICER,
  RAW_VALUES,
  type Sent,
  send,
} from '../../testing/commands.ts';
import { openTestLedger, type TestLedger } from '../../testing/open-test-ledger.ts';
import { bodyDigestOf, commandIdOf } from '../commands/command-identity.ts';
import { buildApi, developmentTokens, PROBLEMS, type ProblemCode, type Server } from '../index.ts';

let ledger: TestLedger;
/** The same service, where a third request in a minute is one too many and a request has a moment to arrive. */
let impatient: Server;

beforeAll(async () => {
  ledger = await openTestLedger({
    rulebookById: (id) => {
      if (id === BROKEN_LAW)
        throw new Error(`the rulebook was handed in by ${FILING.data.seniorManagers[0]?.name}`);
      return rulebookById(id);
    },
  });
  impatient = await buildApi({ ...ledger.options, requestsPerMinute: 2, requestTimeoutMs: 200 });
  await send(ledger.api, 'file', { token: AGENCY, body: FILING, prefer: 'wait=10' });
  await ledger.api.listen({ host: '127.0.0.1', port: 0 });
  await impatient.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await impatient.close();
  await ledger.close();
});

const SUPPLEMENT = { data: { documents: [{ kind: 'articles', sha256: 'c'.repeat(64) }] } };
const BROKEN_LAW = 'broken-law@2025-01-01';
const ACCEPTANCE = { data: { fileNo: 'XJ-2025-0001' } };

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly problem: Record<string, unknown>;
}

function answerOf(response: LightMyRequestResponse): Answer {
  return {
    status: response.statusCode,
    type: String(response.headers['content-type']),
    problem: response.json(),
  };
}

/** What a server answers to bytes, when it closes the connection. */
async function raw(bytes: string, server: Server = ledger.api): Promise<Answer> {
  const { port } = server.server.address() as { readonly port: number };
  const text = await new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let received = '';
    socket.on('data', (chunk) => {
      received += String(chunk);
    });
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return {
    status: Number(head.split(' ')[1]),
    type: /^content-type: (.*)$/im.exec(head)?.[1] ?? '',
    problem: JSON.parse(body),
  };
}

const get = async (url: string, token?: string) => answerOf(await ask(ledger.api, url, token));
const command = async (name: string, sent: Sent) => answerOf(await send(ledger.api, name, sent));
const post = async (payload: string | Buffer, type = 'application/json') =>
  answerOf(
    await ledger.api.inject({
      method: 'POST',
      url: `/v1/files/${FILE_ID}/accept`,
      headers: {
        'content-type': type,
        authorization: `Bearer ${OFFICER}`,
        'idempotency-key': randomUUID(),
        'if-match': '"0"',
      },
      payload,
    }),
  );
const registerWebhook = async (url: string) =>
  answerOf(
    await ledger.api.inject({
      method: 'POST',
      url: '/v1/webhooks',
      headers: { authorization: `Bearer ${OFFICER}` },
      payload: { url, feed: 'register' },
    }),
  );
/** One way to each code; what cannot be reached by a request alone is brought about in the parts behind the service. */
const WAYS: Readonly<Record<ProblemCode, () => Promise<Answer>>> = {
  REQUEST_INVALID: () => get(`/v1/files/${FILE_ID}?asOf=2025-02-30`, OFFICER),
  BODY_NOT_JSON: () => post('{"data": {}'),
  URL_MALFORMED: () => get('/v1/files/%E0%A4%A'),
  MESSAGE_MALFORMED: () => raw('HELLO\r\n\r\n'),
  CURSOR_INVALID: () => get('/v1/register?cursor=AAAA'),
  POSITION_AHEAD: () => get('/v1/feeds/register?after=999999'),
  SUBSCRIBERS_FULL: async () => {
    const full = await buildApi({ ...ledger.options, subscribersMax: 0 });
    const headers = { accept: 'text/event-stream' };
    const answer = answerOf(await full.inject({ url: '/v1/feeds/register', headers }));
    await full.close();
    return answer;
  },
  DAY_NOT_OVER: () => get('/v1/feeds/register/days/9999-01-01/full.csv'),
  WEBHOOK_UNKNOWN: () => get(`/v1/webhooks/${randomUUID()}`, OFFICER),
  WEBHOOK_TARGET_REFUSED: () => registerWebhook('https://127.0.0.1/changes'),
  WEBHOOKS_TOO_MANY: async () => {
    for (let count = 0; count < 100; count += 1) await registerWebhook(`https://1.1.1.1/${count}`);
    return await registerWebhook('https://1.1.1.1/one-more');
  },
  IDEMPOTENCY_KEY_REQUIRED: async () =>
    answerOf(
      await ledger.api.inject({
        method: 'POST',
        url: `/v1/files/${FILE_ID}/accept`,
        headers: { authorization: `Bearer ${OFFICER}`, 'if-match': '"0"' },
        payload: ACCEPTANCE,
      }),
    ),
  AUTHENTICATION_REQUIRED: () => get(`/v1/files/${FILE_ID}`),
  TOKEN_UNKNOWN: () => get('/v1/register', 'nobody'),
  NOT_PERMITTED: () => get('/v1/audit', OFFICER),
  ROUTE_UNKNOWN: () => get('/v2/register'),
  COMMAND_UNKNOWN: () => command('abolish', { token: OFFICER }),
  FILE_UNKNOWN: () => get('/v1/files/650000-91650203MAFAKE0270', OFFICER),
  ENTRY_NOT_PUBLISHED: () => get(`/v1/register/${FILE_ID}`),
  METHOD_NOT_ALLOWED: async () =>
    answerOf(await ledger.api.inject({ method: 'DELETE', url: `/v1/files/${FILE_ID}` })),
  REQUEST_TIMEOUT: () => raw('GET / HTTP/1.1\r\nHost:', impatient),
  REVISION_STALE: () => command('accept', { token: OFFICER, body: ACCEPTANCE, ifMatch: 7 }),
  BODY_TOO_LARGE: () => post(Buffer.alloc(5 * 1024 * 1024, 0x20)),
  MEDIA_TYPE_UNSUPPORTED: () => post('<accept/>', 'application/xml'),
  IDEMPOTENCY_KEY_REUSED: async () => {
    const filing = filingOf('91650402MAFAKE035N');
    await send(ledger.api, 'file', filing);
    const body = { data: { ...FILING.data, uscc: '91650402MAFAKE035N', registeredCapitalFen: 1 } };
    return await command('file', { ...filing, body });
  },
  RULEBOOK_UNKNOWN: () => get(`/v1/files/${FILE_ID}/grade?rulebook=moon-law@2025-01-01`, OFFICER),
  PRECONDITION_REQUIRED: () => command('accept', { token: OFFICER, body: ACCEPTANCE }),
  RATE_LIMITED: async () => answerOf(await onceTooOften()),
  HEADERS_TOO_LARGE: () => raw(`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`),
  INTERNAL: () => get(`/v1/files/${FILE_ID}/grade?rulebook=${BROKEN_LAW}`, OFFICER),
  RECEIPT_WITHOUT_EVENT: async () => {
    // What a store that was cut short looks like from here: the receipt is there, the events are not.
    const actor = developmentTokens(OFFICER, '127.0.0.1');
    if (actor?.role !== 'officer') throw new Error('the officer has no token');
    const accept = { ...ACCEPTANCE, name: 'accept', actor: actor.actor } as const;
    await ledger.database.query('INSERT INTO api.receipt VALUES ($1, $2, $3, $4, $5)', [
      commandIdOf(FILE_ID as FileId, actor.actor, 'lost'),
      FILE_ID,
      bodyDigestOf(accept),
      '2025-03-03T09:00:00+08:00',
      '[]',
    ]);
    return await command('accept', { token: OFFICER, body: ACCEPTANCE, ifMatch: 0, key: 'lost' });
  },
  STORE_UNAVAILABLE: () =>
    whileStore(
      () => 'swallow-request',
      () => command('accept', { token: OFFICER, body: ACCEPTANCE, ifMatch: 0 }),
    ),
  OUTCOME_UNKNOWN: () => whileStore(swallowAppends, () => command('file', filingOf('91652301MAFAKE051H'))),
  DATABASE_UNAVAILABLE: async () => {
    ledger.databaseLink.cut();
    try {
      return await get('/v1/register');
    } finally {
      ledger.databaseLink.join();
    }
  },
};

const swallowAppends: Treatment = (path) => (/append/i.test(path) ? 'swallow-answer' : 'deliver');

type Treatment = Parameters<TestLedger['storeLink']['treat']>[0];

async function whileStore(treatment: Treatment, act: () => Promise<Answer>): Promise<Answer> {
  ledger.storeLink.treat(treatment);
  try {
    return await act();
  } finally {
    ledger.storeLink.heal();
    ledger.storeLink.cut();
  }
}

async function onceTooOften(): Promise<LightMyRequestResponse> {
  for (let times = 0; times < 2; times += 1) await ask(impatient, '/v1/register');
  return await ask(impatient, '/v1/register');
}

/** The filing of another invented agency, under a key of its own. */
function filingOf(uscc: string): Sent & { readonly fileId: string } {
  const fileId = `650000-${uscc}`;
  return {
    fileId,
    token: `dev-token-agency-${fileId}`,
    key: randomUUID(),
    body: { data: { ...FILING.data, uscc } },
  };
}

describe('every problem of the catalogue', () => {
  it.each(Object.keys(PROBLEMS) as ProblemCode[])('%s can be reached, and says what to do', async (code) => {
    const { status, type, problem } = await WAYS[code]();
    expect(problem).toMatchObject({
      code,
      status: PROBLEMS[code].status,
      title: PROBLEMS[code].title,
      type: `/docs/errors.md#${code.toLowerCase()}`,
      instance: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/),
    });
    expect(status).toBe(PROBLEMS[code].status);
    expect(type).toContain('application/problem+json');
    expect(String(problem['detail']).length).toBeGreaterThan(20);
    expect(JSON.stringify(problem)).not.toMatch(/\bat .*\.(ts|js):\d|田测试/);
  });
});

describe('a problem', () => {
  it('names line and column of a body that is no JSON, and repeats nothing of it', async () => {
    const { problem } = await post(`{\n  "data": { "phone": ${RAW_VALUES[1]}0 }\n  "x": 1 }`);
    expect(problem).toMatchObject({ code: 'BODY_NOT_JSON', line: 3, column: 3 });
    expect(JSON.stringify(problem)).not.toContain(RAW_VALUES[1]);
  });

  it('reaches a caller who sends 5 MiB over a real connection', async () => {
    const { port } = ledger.api.server.address() as { readonly port: number };
    const response = await fetch(`http://127.0.0.1:${port}/v1/files/${FILE_ID}/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${OFFICER}` },
      body: JSON.stringify({ data: { fileNo: 'x'.repeat(5 * 1024 * 1024) } }),
    });
    expect([response.status, await response.json()]).toEqual([
      413,
      expect.objectContaining({ code: 'BODY_TOO_LARGE' }),
    ]);
  });

  it.each(['/v1/register?q=%00', '/v1/audit?actor=a%00b', '/%00'])('is what %s comes to', async (url) => {
    expect(await get(url, AUDITOR)).toMatchObject({ status: 400, problem: { code: 'URL_MALFORMED' } });
  });

  it.each([
    ['\\u0000', 'BODY_NOT_JSON'],
    ['\\ud800', 'REQUEST_INVALID'],
  ])('is what a text with %s comes to, before anything is recorded', async (character, code) => {
    const payload = `{"data": {"fileNo": "XJ${character}"}}`;
    expect(await post(payload)).toMatchObject({ status: 400, problem: { code } });
  });

  it('names each field and the rule it breaks, and repeats no value', async () => {
    const body = {
      data: {
        ...FILING.data,
        registeredOn: '2014-02-30',
        seniorManagers: [{ role: '经理', name: '甲', mobile: RAW_VALUES[0] }],
      },
    };
    const { status, problem } = await command('file', { token: AGENCY, body });
    expect(status).toBe(400);
    expect(problem['faults']).toEqual([
      { in: 'body', field: 'data.registeredOn', rule: 'no such day' },
      { in: 'body', field: 'data.seniorManagers[0].mobile', rule: 'a mobile number is 11 digits' },
    ]);
    expect(JSON.stringify(problem)).not.toContain(RAW_VALUES[0]);
  });

  it('names basis and article when the law refuses: by a rule, 422', async () => {
    const { status, problem } = await command('refuse', {
      token: OFFICER,
      body: { data: { ground: 'OTHER' } },
      ifMatch: 0,
    });
    expect({ status, problem }).toMatchObject({
      status: 422,
      problem: { code: 'REASON_REQUIRED', basis: ['XJ-9-4'], article: expect.stringContaining('第九条') },
    });
  });

  it('names basis and article when the state of the file refuses: 409', async () => {
    const { status, problem } = await command('supplement', { token: AGENCY, body: SUPPLEMENT, ifMatch: 0 });
    expect({ status, problem }).toMatchObject({
      status: 409,
      problem: { code: 'FILE_IN_OTHER_STATE', basis: expect.any(Array), article: expect.any(String) },
    });
  });

  it('names the policy that a caller fell foul of', async () => {
    const { problem } = await command('accept', { token: AGENCY, body: ACCEPTANCE, ifMatch: 0 });
    expect(problem).toMatchObject({ status: 403, policy: 'command-accept' });
  });

  it('names the methods of an address', async () => {
    const response = await ledger.api.inject({ method: 'PUT', url: '/v1/register' });
    expect([response.statusCode, response.headers['allow']]).toEqual([405, 'GET, HEAD']);
  });

  it('says when to come back', async () => {
    const response = await onceTooOften();
    expect(response.statusCode).toBe(429);
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('the outcome that was unknown', () => {
  it('is known when the same key is sent again: recorded once', async () => {
    const filing = filingOf('91650502MAFAKE043N');
    expect(await whileStore(swallowAppends, () => command('file', filing))).toMatchObject({ status: 503 });
    const known = await send(ledger.api, 'file', filing);
    expect(known.json()).toMatchObject({ revision: 0, events: [{ type: 'filed' }] });
    const stored: unknown[] = [];
    for await (const event of ledger.eventLog.readStream(streamOf(filing.fileId as FileId)))
      stored.push(event);
    expect(stored).toHaveLength(1);
  });
});

describe('what is never told', () => {
  it('is a personal value: no log line repeats one, whatever was sent', () => {
    const everything = ledger.logLines.join('\n');
    for (const value of RAW_VALUES) expect(everything).not.toContain(value);
  });
});
