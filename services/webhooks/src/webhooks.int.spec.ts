import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ResolvedAddress, TargetRefused } from '@ledger/api';
import { AUDITOR, FILING, OFFICER, openTestLedger, send, type TestLedger } from '@ledger/api/testing';
import { newestForm } from '@ledger/event-log';
import { rebuild } from '@ledger/projection-engine';
import { PROJECTIONS } from '@ledger/projector';
import type { Webhook as WebhookAnswer } from '@ledger/schemas/http';
import { type Instant, instantOfEpochMs } from '@ledger/statutory-calendar';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openReceiver, type Received, type Receiver } from '../testing/receiver.ts';
import { post } from './post.ts';
import { type RunningSender, startSender } from './start-sender.ts';

const FILES = ['91650102MAFAKE019H', '91650203MAFAKE0270', '91650402MAFAKE035N'].map(
  (uscc) => `650000-${uscc}`,
);

let ledger: TestLedger;
let receiver: Receiver;
let senders: RunningSender[] = [];
/** Hours that the clock of sender and API has been set ahead. */
let ahead = 0;
const clock = (): Instant => instantOfEpochMs(Date.now() + ahead * 3_600_000);

async function wait(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, signal && { signal }).catch(() => undefined);
}

async function start(): Promise<RunningSender> {
  const sender = await startSender({
    databaseUrl: ledger.databaseUrl,
    readModels: ledger.readModels,
    clock,
    wait,
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    targets: 'any',
    retry: { limit: 2, firstPause: 1, longestPause: 1 },
    timeoutMs: 1_000,
    lookMs: 100,
  });
  senders.push(sender);
  return sender;
}

async function call(method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object, token = OFFICER) {
  const answer = await ledger.api.inject({
    method,
    url: `/v1/webhooks${path}`,
    headers: { authorization: `Bearer ${token}` },
    ...(payload !== undefined && { payload }),
  });
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
}

async function register(
  more: object = {},
  token = OFFICER,
): Promise<WebhookAnswer & { readonly secret: string }> {
  const { status, body } = await call('POST', '', { url: receiver.url, feed: 'register', ...more }, token);
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

/** One more change of the register for a file: it is put on file, or reports on a half year. */
async function putOnFile(fileId: string): Promise<void> {
  const uscc = fileId.slice(7);
  const body = { data: { ...FILING.data, uscc } };
  await send(ledger.api, 'file', { fileId, token: `dev-token-agency-${fileId}`, body });
  const accepted = await send(ledger.api, 'accept', {
    fileId,
    token: OFFICER,
    body: { data: { fileNo: `XJ-${uscc.slice(-4)}` } },
    ifMatch: 0,
    prefer: 'wait=10',
  });
  expect(accepted.statusCode, accepted.body).toBe(200);
}

const positionsOf = (received: readonly Received[]) =>
  received.map(({ headers }) => Number(headers['webhook-id']?.split('-')[1]));
const fileOf = ({ body }: Received): string => JSON.parse(body).subject;

async function positionsInFeed(): Promise<readonly number[]> {
  const answer = await ledger.api.inject('/v1/feeds/register?limit=500');
  return answer.json().items.map(({ id }: { id: string }) => Number(id));
}

beforeAll(async () => {
  ledger = await openTestLedger({ webhookTargets: 'any', clock });
  for (const fileId of FILES) await putOnFile(fileId);
});
beforeEach(async () => {
  receiver = await openReceiver();
});
afterEach(async () => {
  for (const sender of senders) await sender.stop();
  senders = [];
  for (const token of [OFFICER, AUDITOR]) {
    for (const { id } of (await call('GET', '', undefined, token)).body.items)
      await call('DELETE', `/${id}`, undefined, token);
  }
  await receiver.close();
  ahead = 0;
});
afterAll(() => ledger.close());

describe('a webhook', () => {
  it('brings every change once, signed as Standard Webhooks has it, in the envelope of the feed', async () => {
    const { secret } = await register({ after: 0 });
    await start();
    const expected = await positionsInFeed();
    await expect.poll(() => receiver.received.length, { timeout: 5_000 }).toBe(expected.length);
    expect(positionsOf(receiver.received).toSorted((a, b) => a - b)).toEqual(expected);
    for (const { headers, body } of receiver.received) {
      expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'ledger.register.changed' });
      expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
    }
  });

  it('begins with what comes next where no position is named, and keeps to its filter', async () => {
    const all = await register();
    expect(all.position).toBe(await ledger.readModels.position());
    await register({ after: 0, filter: { fileId: FILES[1] } });
    await start();
    await expect.poll(() => receiver.received.length, { timeout: 5_000 }).toBe(1);
    expect(receiver.received.map(fileOf)).toEqual([FILES[1]]);
  });

  it('is not fired by a rebuild', async () => {
    await register();
    await start();
    await rebuild({ databaseUrl: ledger.databaseUrl, projections: PROJECTIONS, newestForm, from: 'journal' });
    await sleep(500);
    expect(receiver.received).toEqual([]);
  });

  it('is sent by one of several senders, and not twice because there are several', async () => {
    await register({ after: 0 });
    await Promise.all([start(), start(), start()]);
    await sleep(1_500);
    expect(positionsOf(receiver.received).toSorted((a, b) => a - b)).toEqual(await positionsInFeed());
  });

  it('goes on, after its sender was stopped in the middle, where it had come to', async () => {
    await register({ after: 0 });
    const first = await start();
    await expect.poll(() => receiver.received.length, { timeout: 5_000 }).toBeGreaterThan(0);
    await first.stop();
    senders = [];
    await start();
    const expected = await positionsInFeed();
    await expect
      .poll(() => [...new Set(positionsOf(receiver.received))].toSorted((a, b) => a - b), { timeout: 5_000 })
      .toEqual(expected);
  });
});

describe('a delivery that fails', () => {
  it('is tried again, and the later changes of its file wait for it while other files go on', async () => {
    const [first = ''] = FILES;
    let failures = 1;
    receiver.answer = (one) => (fileOf(one) === first && failures-- > 0 ? 500 : 204);
    await register({ after: 0, feed: 'audit' }, AUDITOR);
    await start();
    const audit = await ledger.api.inject({
      url: '/v1/feeds/audit?limit=500',
      headers: { authorization: `Bearer ${AUDITOR}` },
    });
    const items: { subject: string; data: { position: number } }[] = audit.json().items;
    expect(items.filter(({ subject }) => subject === first).length).toBeGreaterThan(1);
    await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(items.length + 1);
    for (const file of FILES) {
      const positions = positionsOf(receiver.received.filter((one) => fileOf(one) === file));
      expect([...new Set(positions)]).toEqual(
        items.filter(({ subject }) => subject === file).map(({ data }) => data.position),
      );
    }
    const answers = receiver.received.filter((one) => fileOf(one) === first);
    expect(answers[0]?.headers['webhook-id']).toBe(answers[1]?.headers['webhook-id']);
  });

  it('parks its file after the last try, says why, and is taken up when the owner asks', async () => {
    const [first = '', second = ''] = FILES;
    receiver.answer = (one) => (fileOf(one) === first ? 302 : 204);
    const { id } = await register({ after: 0 });
    await start();
    await expect
      .poll(async () => (await call('GET', `/${id}`)).body.parked, { timeout: 10_000 })
      .toEqual([expect.objectContaining({ fileId: first, attempts: 3, reason: 'answered 302' })]);
    expect(receiver.received.filter((one) => fileOf(one) === second)).toHaveLength(1);
    receiver.answer = () => 204;
    await call('POST', `/${id}/resume`);
    await expect
      .poll(() => receiver.received.filter((one) => fileOf(one) === first).length, { timeout: 10_000 })
      .toBe(4);
    await expect.poll(async () => (await call('GET', `/${id}`)).body.parked).toEqual([]);
  });

  it('with 410 ends the deliveries until they are resumed', async () => {
    receiver.answer = () => 410;
    const { id } = await register({ after: 0, filter: { fileId: FILES[0] } });
    await start();
    await expect.poll(async () => (await call('GET', `/${id}`)).body.state, { timeout: 5_000 }).toBe('gone');
  });
});

describe('its owner', () => {
  it('has everything behind a position sent again, under the same ids', async () => {
    const { id } = await register({ after: 0 });
    await start();
    const expected = await positionsInFeed();
    await expect.poll(() => receiver.received.length, { timeout: 5_000 }).toBe(expected.length);
    await call('POST', `/${id}/replay`, { after: expected[0] });
    await expect.poll(() => receiver.received.length, { timeout: 5_000 }).toBe(2 * expected.length - 1);
    expect(new Set(positionsOf(receiver.received.slice(expected.length)))).toEqual(
      new Set(expected.slice(1)),
    );
  });

  it('changes the secret without a gap: both sign for a while, then the new one alone', async () => {
    const { id, secret: former } = await register({ after: 0, filter: { fileId: FILES[0] } });
    const { secret } = (await call('POST', `/${id}/rotate-secret`, { overlapHours: 1 })).body;
    await start();
    await expect.poll(() => receiver.received.length, { timeout: 5_000 }).toBe(1);
    const [both] = receiver.received;
    for (const known of [former, secret])
      expect(() => new Webhook(known).verify(both?.body ?? '', both?.headers ?? {})).not.toThrow();
    ahead = 2;
    await call('POST', `/${id}/replay`, { after: 0 });
    await expect.poll(() => receiver.received.length, { timeout: 5_000 }).toBe(2);
    expect(receiver.received[1]?.headers['webhook-signature']?.split(' ')).toHaveLength(1);
  });

  it('alone sees and changes it, and never the secret again', async () => {
    const { id } = await register();
    expect(JSON.stringify((await call('GET', `/${id}`)).body)).not.toContain('whsec_');
    for (const [method, path] of [
      ['GET', `/${id}`],
      ['DELETE', `/${id}`],
      ['POST', `/${id}/resume`],
    ] as const)
      expect((await call(method, path, undefined, AUDITOR)).status).toBe(404);
    expect((await call('GET', '', undefined, AUDITOR)).body.items).toEqual([]);
  });

  it('cannot have what the feed does not let it see', async () => {
    expect((await call('POST', '', { url: receiver.url, feed: 'audit' })).status).toBe(403);
    const bad = await call('POST', '', { url: receiver.url, feed: 'register', filter: { grade: 'A' } });
    expect([bad.status, bad.body.faults[0].field]).toEqual([400, 'grade']);
    const ahead = await call('POST', '', { url: receiver.url, feed: 'register', after: 999_999 });
    expect([ahead.status, ahead.body.code]).toEqual([400, 'POSITION_AHEAD']);
  });
});

describe('the sender', () => {
  it('connects to the address it has judged and to no other, whatever the name leads to later', async () => {
    const other = createServer((_, response) => response.end());
    other.listen(receiver.port, '127.0.0.2');
    await once(other, 'listening');
    let lookups = 0;
    let reachedOther = false;
    other.on('request', () => {
      reachedOther = true;
    });
    const resolve = async (): Promise<readonly ResolvedAddress[]> => {
      lookups += 1;
      return [{ address: lookups === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }];
    };
    const target = new URL(`http://rebinding.example:${receiver.port}/`);
    expect(await post(target, {}, '{}', { targets: 'any', resolve, timeoutMs: 1_000 })).toBe(204);
    expect([lookups, receiver.received.length, reachedOther]).toEqual([1, 1, false]);
    other.close();
  });

  it('judges the name again at each delivery: one that turned inward meanwhile is refused', async () => {
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const target = new URL(`https://turned.example:${receiver.port}/`);
    await expect(
      post(target, {}, '{}', { targets: 'public', resolve, timeoutMs: 1_000 }),
    ).rejects.toBeInstanceOf(TargetRefused);
    expect(receiver.received).toEqual([]);
  });

  it('does not wait for ever for an answer, and does not read one without end', async () => {
    const silent = createServer(() => undefined);
    const endless = createServer((_, response) => {
      const timer = setInterval(() => response.write('x'.repeat(65_536)), 1);
      response.once('close', () => clearInterval(timer));
    });
    const options = { targets: 'any', resolve: async () => [], timeoutMs: 500 } as const;
    for (const server of [silent, endless]) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    }
    const at = (server: typeof silent) =>
      new URL(`http://127.0.0.1:${(server.address() as { port: number }).port}/`);
    await expect(post(at(silent), {}, '{}', options)).rejects.toThrow();
    expect(await post(at(endless), {}, '{}', options)).toBe(200);
    for (const server of [silent, endless]) {
      server.close();
      server.closeAllConnections();
    }
  });
});
