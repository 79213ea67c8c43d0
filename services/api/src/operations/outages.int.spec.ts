import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGENCY, ask, FILE_ID, FILING, OFFICER, send } from '../../testing/commands.ts';
import { openTestLedger, type TestLedger } from '../../testing/open-test-ledger.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await openTestLedger();
  await send(ledger.api, 'file', { token: AGENCY, body: FILING, prefer: 'wait=10' });
});
afterAll(() => ledger.close());

const ready = async () => {
  const answer = await ask(ledger.api, '/readyz');
  return [answer.statusCode, answer.json()] as const;
};

describe('readiness', () => {
  it('says that both parts are up, and how far the projections are', async () => {
    expect(await ready()).toEqual([
      200,
      { ready: true, database: 'up', eventStore: 'up', readModels: 'built', position: 1 },
    ]);
  });

  it('says that the database is down, and then that it is up again, without a restart', async () => {
    ledger.databaseLink.cut();
    expect(await ready()).toEqual([
      503,
      { ready: false, database: 'down', eventStore: 'up', readModels: 'unknown', position: null },
    ]);
    const answer = await ask(ledger.api, `/v1/files/${FILE_ID}`, OFFICER);
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'DATABASE_UNAVAILABLE']);
    expect(answer.headers['retry-after']).toBe('2');
    ledger.databaseLink.join();
    expect((await ready())[0]).toBe(200);
    expect((await ask(ledger.api, `/v1/files/${FILE_ID}`, OFFICER)).statusCode).toBe(200);
  });

  it('says that the store is down while questions are still answered, and takes commands again when it is up', async () => {
    ledger.storeLink.treat(() => 'swallow-request');
    expect(await ready()).toEqual([
      503,
      { ready: false, database: 'up', eventStore: 'down', readModels: 'built', position: 1 },
    ]);
    expect((await ask(ledger.api, `/v1/files/${FILE_ID}`, OFFICER)).statusCode).toBe(200);
    ledger.storeLink.heal();
    ledger.storeLink.cut();
    expect((await ready())[0]).toBe(200);
  });

  it('is no matter for health: the process runs', async () => {
    ledger.databaseLink.cut();
    expect((await ask(ledger.api, '/healthz')).statusCode).toBe(200);
    ledger.databaseLink.join();
  });
});

describe('a command while the database is down', () => {
  it('is not acknowledged, and is recorded once when the same key is sent again', async () => {
    const accept = {
      token: OFFICER,
      body: { data: { fileNo: 'XJ-2025-0001' } },
      ifMatch: 0,
      key: randomUUID(),
    };
    ledger.databaseLink.cut();
    expect((await send(ledger.api, 'accept', accept)).statusCode).toBe(503);
    ledger.databaseLink.join();
    const recorded = await send(ledger.api, 'accept', accept);
    expect(recorded.json().events[0]).toMatchObject({ type: 'accepted', revision: 1 });
    expect((await send(ledger.api, 'accept', accept)).json().events).toEqual(recorded.json().events);
  });
});

describe('the metrics', () => {
  it('count answers by route, never by address, and tell the position', async () => {
    const text = (await ask(ledger.api, '/metrics')).body;
    expect(text).toMatch(/^ledger_position \d+$/m);
    expect(text).toMatch(
      /^ledger_http_request_duration_seconds_count\{method="GET",route="\/v1\/files\/:fileId",status="200"\} \d+$/m,
    );
    expect(text).not.toContain(FILE_ID);
  });

  it('are in the form that Prometheus reads', async () => {
    const lines = (await ask(ledger.api, '/metrics')).body.trimEnd().split('\n');
    const form = /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z]+="[^"\\]*",?)+\})? [0-9.e+-]+)$/;
    expect(lines.filter((line) => !form.test(line))).toEqual([]);
  });
});
