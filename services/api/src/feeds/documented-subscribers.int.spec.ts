import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openBrowser } from '@ledger/web/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUDITOR, FILING, send } from '../../testing/commands.ts';
import { documentedCode } from '../../testing/documented-code.ts';
import { appendMany } from '../../testing/many-files.ts';
import { openTestLedger, type TestLedger } from '../../testing/open-test-ledger.ts';

/** How many changes the subscriber in Node is killed over; FEED_CHANGES=10000 is the long form. */
const CHANGES = Number(process.env['FEED_CHANGES'] ?? 1_000);
const KILLS = Math.max(5, Math.round(CHANGES / 200));
const DOCUMENTED = 'http://127.0.0.1:8080';

let ledger: TestLedger;
let base: string;
let folder: string;

beforeAll(async () => {
  ledger = await openTestLedger({ requestsPerMinute: 1_000_000 });
  base = await ledger.api.listen({ host: '127.0.0.1', port: 0 });
  folder = await mkdtemp(join(tmpdir(), 'subscriber-'));
});
afterAll(async () => {
  await ledger.close();
  await rm(folder, { recursive: true });
});

async function putOnFile(fileId: string): Promise<void> {
  const uscc = fileId.slice(7);
  const token = `dev-token-agency-${fileId}`;
  await send(ledger.api, 'file', { fileId, token, body: { data: { ...FILING.data, uscc } } });
  const accepted = await send(ledger.api, 'accept', {
    fileId,
    token: 'dev-token-officer-650100',
    body: { data: { fileNo: `XJ-${uscc.slice(-4)}` } },
    ifMatch: 0,
    prefer: 'wait=10',
  });
  expect(accepted.statusCode, accepted.body).toBe(200);
}

describe('LNR-16-1: the documented subscriber', () => {
  it('in a shell prints changes as they come', async () => {
    await putOnFile('650000-91650102MAFAKE019H');
    const shell = spawn('sh', ['-c', documentedCode('sh').replaceAll(DOCUMENTED, base)]);
    let text = '';
    shell.stdout.on('data', (part) => {
      text += part;
    });
    await expect.poll(() => text, { timeout: 10_000 }).toContain('event: change\ndata: {"specversion":"1.0"');
    shell.kill('SIGKILL');
  });

  it('in a browser holds the register, and hears of the next agency at once', async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      await page.setContent(documentedCode('html').replaceAll(DOCUMENTED, base));
      await expect.poll(() => page.textContent('#count'), { timeout: 10_000 }).toBe('1');
      await putOnFile('650000-91650203MAFAKE0270');
      await expect.poll(() => page.textContent('#count'), { timeout: 10_000 }).toBe('2');
      expect(await page.textContent('#news')).toContain('信用服务有限公司');
    } finally {
      await browser.close();
    }
  });

  it(`in Node misses none of ${CHANGES} changes, though it is killed ${KILLS} times anywhere`, async () => {
    const [program, copy] = [join(folder, 'subscriber.mjs'), join(folder, 'copy.jsonl')];
    await writeFile(program, documentedCode('js'));
    const start = () =>
      spawn(process.execPath, [program, `${base}/v1/feeds/audit`, copy], {
        env: { TOKEN: AUDITOR },
        stdio: 'ignore',
      });
    const lines = async () => (await readFile(copy, 'utf8').catch(() => '')).split('\n').slice(0, -1);
    const positionOf = (line: string): number => JSON.parse(line).data.position;

    const before = await ledger.readModels.position();
    const appended = appendMany(ledger.eventLog, CHANGES);
    let subscriber = start();
    for (let kill = 0; kill < KILLS; kill += 1) {
      // At another moment of its life each time: as it starts, as it connects, in the middle of a write.
      await sleep(40 + ((kill * 137) % 400));
      subscriber.kill('SIGKILL');
      subscriber = start();
    }
    expect(await ledger.readModels.waitFor(await appended, 300_000)).toBe('projected');
    const head = await ledger.readModels.position();
    expect(head - before).toBe(CHANGES);
    await expect
      .poll(async () => positionOf((await lines()).at(-1) ?? '{"data":{"position":0}}'), {
        timeout: 60_000,
        interval: 100,
      })
      .toBe(head);
    subscriber.kill('SIGKILL');
    const positions = (await lines()).map(positionOf);
    expect([...new Set(positions)].toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: head }, (_, at) => at + 1),
    );
  }, 600_000);
});
