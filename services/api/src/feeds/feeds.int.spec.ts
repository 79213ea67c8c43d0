import type { ChangeEvent } from '@ledger/schemas/http';
import { changeEventSchema, feedPageSchema, feedSnapshotSchema } from '@ledger/schemas/http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AUDITOR, ask, FILING, OFFICER, RAW_VALUES, send } from '../../testing/commands.ts';
import { openTestLedger, type TestLedger } from '../../testing/open-test-ledger.ts';
import { type Message, type Subscriber, subscribe } from '../../testing/subscriber.ts';

const XINJIANG = ['91650102MAFAKE019H', '91650203MAFAKE0270', '91650402MAFAKE035N'].map(
  (uscc) => `650000-${uscc}`,
);
const LIAONING = '210000-91210102MAFAKE166P';

let ledger: TestLedger;
let base: string;
const open: Subscriber[] = [];

/** Files, and accepts, an agency; each acceptance is a change of the register. */
async function putOnFile(fileId: string): Promise<void> {
  const [jurisdiction = '', uscc = ''] = fileId.split('-');
  const division = `${jurisdiction.slice(0, 2)}0102`;
  const body = { data: { ...FILING.data, uscc, registeredArea: division } };
  await send(ledger.api, 'file', { fileId, token: `dev-token-agency-${fileId}`, body });
  const accepted = await send(ledger.api, 'accept', {
    fileId,
    token: `dev-token-officer-${jurisdiction.slice(0, 2)}0100`,
    body: { data: { fileNo: `${jurisdiction}-${uscc.slice(-4)}` } },
    ifMatch: 0,
    prefer: 'wait=10',
  });
  expect(accepted.statusCode, accepted.body).toBe(200);
}

async function follow(feed: string, headers: Record<string, string> = {}): Promise<Subscriber> {
  const subscriber = await subscribe(`${base}/v1/feeds/${feed}`, headers);
  open.push(subscriber);
  return subscriber;
}

async function nextChange(subscriber: Subscriber): Promise<Message & { readonly data: ChangeEvent }> {
  for (;;) {
    const message = await subscriber.next();
    if (message === undefined) throw new Error('the stream ended');
    if (message.event === 'change') return { ...message, data: changeEventSchema.parse(message.data) };
  }
}

beforeAll(async () => {
  ledger = await openTestLedger({ heartbeatMs: 150, subscribersMax: 8 });
  base = await ledger.api.listen({ host: '127.0.0.1', port: 0 });
  for (const fileId of XINJIANG.slice(0, 2)) await putOnFile(fileId);
  await putOnFile(LIAONING);
});
afterEach(() => {
  for (const subscriber of open.splice(0)) subscriber.hangUp();
});
afterAll(() => ledger.close());

describe('a feed as pages', () => {
  it('is complete and in order, whatever the size of the pages', async () => {
    const whole = feedPageSchema.parse((await ask(ledger.api, '/v1/feeds/register')).json());
    expect(whole.items.map(({ subject }) => subject)).toEqual([...XINJIANG.slice(0, 2), LIAONING]);
    expect(whole.items.map(({ id }) => Number(id))).toEqual(whole.items.map(({ data }) => data.position));

    const paged: ChangeEvent[] = [];
    let after = 0;
    do {
      const page = feedPageSchema.parse(
        (await ask(ledger.api, `/v1/feeds/register?after=${after}&limit=1`)).json(),
      );
      paged.push(...page.items);
      expect(page.next).toBeGreaterThan(after);
      after = page.next;
    } while (after < whole.head);
    expect(paged).toEqual(whole.items);
  });

  it('is CloudEvents 1.0 with before, after, cause and basis', async () => {
    const page = (await ask(ledger.api, '/v1/feeds/register?limit=1')).json();
    expect(page.items[0]).toMatchObject({
      specversion: '1.0',
      source: '/v1/feeds/register',
      type: 'ledger.register.changed',
      subject: XINJIANG[0],
      data: {
        before: null,
        after: { kind: 'entry', status: 'on-file' },
        cause: { basis: [expect.any(String)] },
      },
    });
  });

  it('holds no raw personal value', async () => {
    for (const feed of ['register', 'grade', 'audit']) {
      const page = await ask(ledger.api, `/v1/feeds/${feed}`, AUDITOR);
      for (const value of RAW_VALUES) expect(page.body).not.toContain(value);
    }
  });

  it('shows an officer the grades of the own jurisdiction only, and an auditor all', async () => {
    const subjects = async (token: string) =>
      (await ask(ledger.api, '/v1/feeds/grade', token))
        .json()
        .items.map(({ subject }: ChangeEvent) => subject?.slice(0, 6));
    expect(new Set(await subjects(OFFICER))).toEqual(new Set(['650000']));
    expect(new Set(await subjects(AUDITOR))).toEqual(new Set(['650000', '210000']));
    expect((await ask(ledger.api, '/v1/feeds/grade')).statusCode).toBe(401);
  });

  it('starts anew from a snapshot: its rows are what all changes come to, and its position goes on', async () => {
    const snapshot = feedSnapshotSchema.parse((await ask(ledger.api, '/v1/feeds/register/snapshot')).json());
    const page = feedPageSchema.parse((await ask(ledger.api, '/v1/feeds/register')).json());
    const folded = Object.fromEntries(page.items.map(({ subject = '', data }) => [subject, data.after]));
    expect(Object.fromEntries(snapshot.items.map(({ key, item }) => [key, item]))).toEqual(folded);
    const rest = await ask(ledger.api, `/v1/feeds/register?after=${snapshot.position}`);
    expect(rest.json().items).toEqual([]);
  });

  it.each(['-1', '1.5', '1e3', 'x', ''])('refuses to go on behind %j', async (after) => {
    const answer = await ask(ledger.api, `/v1/feeds/register?after=${after}`);
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'REQUEST_INVALID']);
  });

  it('refuses a feed it does not have', async () => {
    expect((await ask(ledger.api, '/v1/feeds/rumours')).statusCode).toBe(400);
    expect((await ask(ledger.api, '/v1/feeds/rumours/snapshot')).statusCode).toBe(400);
  });
});

describe('a feed that is filtered', () => {
  const subjectsOf = async (query: string, token?: string) => {
    const answer = await ask(ledger.api, `/v1/feeds/${query}`, token);
    expect(answer.statusCode, answer.body).toBe(200);
    return feedPageSchema.parse(answer.json()).items.map(({ subject }) => subject);
  };

  it.each([
    ['jurisdiction', 'register?jurisdiction=210000', [LIAONING]],
    ['province', 'register?division=650000', XINJIANG.slice(0, 2)],
    ['prefecture', 'register?division=210100', [LIAONING]],
    ['division', 'register?division=210103', []],
    ['standing', 'register?status=on-file', [...XINJIANG.slice(0, 2), LIAONING]],
    ['standing nobody has', 'register?status=revoked', []],
    ['file', `register?fileId=${LIAONING}`, [LIAONING]],
    ['all of several', `register?jurisdiction=650000&fileId=${LIAONING}`, []],
  ])('by %s', async (_, query, expected) => expect(await subjectsOf(query)).toEqual(expected));

  it('by grade, and by who acted where', async () => {
    const [grade] = (await ask(ledger.api, '/v1/feeds/grade', AUDITOR)).json().items;
    expect(await subjectsOf(`grade?grade=${grade.data.after.grade}&fileId=${LIAONING}`, AUDITOR)).toEqual([
      LIAONING,
    ]);
    expect(new Set(await subjectsOf('audit?division=650100', AUDITOR))).toEqual(
      new Set(XINJIANG.slice(0, 2)),
    );
  });

  it('has pages of the asked size that miss nothing between them', async () => {
    const found: (string | undefined)[] = [];
    for (let after = 0; ; ) {
      const page = (
        await ask(ledger.api, `/v1/feeds/register?jurisdiction=650000&limit=1&after=${after}`)
      ).json();
      found.push(...page.items.map(({ subject }: ChangeEvent) => subject));
      after = page.next;
      if (after >= page.head) break;
    }
    expect(found).toEqual(XINJIANG.slice(0, 2));
  });

  it('gives a snapshot of the same part', async () => {
    const snapshot = (await ask(ledger.api, '/v1/feeds/register/snapshot?jurisdiction=210000')).json();
    expect(feedSnapshotSchema.parse(snapshot).items.map(({ key }) => key)).toEqual([LIAONING]);
  });

  it.each([
    ['grade?division=650000', 'division'],
    ['register?grade=A', 'grade'],
    ['audit?retractions=only', 'retractions'],
    ['register?jurisdiction=65', 'jurisdiction'],
    ['register?status=glorious', 'status'],
    ['register?colour=red', 'colour'],
  ])('refuses %s, which it cannot honour', async (query, field) => {
    const answer = await ask(ledger.api, `/v1/feeds/${query}`, AUDITOR);
    expect([answer.statusCode, answer.json().code, answer.json().faults[0].field]).toEqual([
      400,
      'REQUEST_INVALID',
      field,
    ]);
  });
});

describe('where to go on', () => {
  it('is one place in all feeds: a position read in one misses nothing in another', async () => {
    const register = (await ask(ledger.api, '/v1/feeds/register?limit=1')).json();
    const whole = (await ask(ledger.api, '/v1/feeds/grade', AUDITOR)).json();
    const rest = (await ask(ledger.api, `/v1/feeds/grade?after=${register.next}`, AUDITOR)).json();
    expect(rest.items).toEqual(whole.items.filter(({ data }: ChangeEvent) => data.position > register.next));
  });

  it('cannot lie in the future, and the answer says how far the feed goes', async () => {
    const head = await ledger.readModels.position();
    for (const headers of [{}, { accept: 'text/event-stream' }]) {
      const answer = await ledger.api.inject({ url: `/v1/feeds/register?after=${head + 1}`, headers });
      expect([answer.statusCode, answer.json().code, answer.json().head]).toEqual([
        400,
        'POSITION_AHEAD',
        head,
      ]);
    }
  });

  it('cannot be the cursor of a search', async () => {
    const { next } = (await ask(ledger.api, '/v1/register?limit=1')).json();
    const answer = await ask(ledger.api, `/v1/feeds/register?after=${next}`);
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'REQUEST_INVALID']);
  });
});

describe('a feed as a stream', () => {
  it('brings what was before, then what comes, once and in order', async () => {
    const subscriber = await follow('register');
    expect(subscriber.response.headers.get('content-type')).toBe('text/event-stream');
    const first = [await nextChange(subscriber), await nextChange(subscriber), await nextChange(subscriber)];
    expect(first.map(({ data }) => data.subject)).toEqual([...XINJIANG.slice(0, 2), LIAONING]);

    const coming = nextChange(subscriber);
    await putOnFile(XINJIANG[2] ?? '');
    expect((await coming).data.subject).toBe(XINJIANG[2]);
  });

  it('resumes exactly behind the last event id, which wins over the address', async () => {
    const before = await follow('register');
    const [first, second] = [await nextChange(before), await nextChange(before)];
    before.hangUp();
    const after = await follow('register?after=0', { 'last-event-id': first.id });
    expect((await nextChange(after)).id).toBe(second.id);
  });

  it('tells where the head is when there is nothing to tell, and that place is one to resume from', async () => {
    const subscriber = await follow('register');
    let message = await subscriber.next();
    while (message !== undefined && message.event !== 'head') message = await subscriber.next();
    const position = await ledger.readModels.position();
    expect(message).toMatchObject({ event: 'head', id: String(position), data: { head: position } });
    const resumed = await follow('register', { 'last-event-id': message?.id ?? '' });
    expect((await resumed.next())?.event).toBe('head');
  });

  it('refuses a last event id that is no position, before the stream begins', async () => {
    const { response } = await follow('register', { 'last-event-id': 'yesterday' });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
    ]);
  });

  it('tells a filtered subscriber nothing of the others, but how far it has seen everything', async () => {
    const subscriber = await follow(`register?fileId=${LIAONING}`);
    const change = await nextChange(subscriber);
    expect(change.data.subject).toBe(LIAONING);
    let message = await subscriber.next();
    while (message?.event !== 'head') message = await subscriber.next();
    expect(Number(message.id)).toBe(await ledger.readModels.position());
  });

  it('takes in so many subscribers and no more, and another one once one has gone', async () => {
    const enough = await Promise.all(Array.from({ length: 8 }, () => follow('register')));
    const { response } = await follow('register');
    expect([
      response.status,
      (await response.text()).includes('SUBSCRIBERS_FULL'),
      response.headers.get('retry-after'),
    ]).toEqual([503, true, '30']);
    enough[0]?.hangUp();
    await expect.poll(async () => (await follow('register')).response.status).toBe(200);
  });

  it('survives a database that goes away: the stream ends, and the next one resumes', async () => {
    const subscriber = await follow('register');
    const first = await nextChange(subscriber);
    ledger.databaseLink.cut();
    let message: Message | undefined;
    do message = await subscriber.next();
    while (message !== undefined);
    ledger.databaseLink.join();
    const resumed = await follow('register', { 'last-event-id': first.id });
    expect(resumed.response.status).toBe(200);
    expect(Number((await nextChange(resumed)).id)).toBeGreaterThan(Number(first.id));
  });
});
