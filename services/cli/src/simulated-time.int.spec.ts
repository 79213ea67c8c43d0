import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { instantOrThrow } from '@ledger/statutory-calendar';
import { clockFrom } from '@ledger/timekeeper';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { up } from './commands/up.ts';

/** A file of the demo; its report on 2026 never comes, and is due on 30 June 2027. */
const A01 = '650000-91650102MAFAKE019H';
/** Another, with a penalty whose publication had ended before the ledger was started. */
const B02 = '210000-91210202MAFAKE174P';
const LEAD_MS = 20_000;

let directory: string;
let url = '';
let stop: () => Promise<void> = async () => undefined;

/** Stands still until everything runs, however long that takes, and ticks from then on. */
const EVE = instantOrThrow('2027-06-30T23:59:40+08:00');
let ticking = (): typeof EVE => EVE;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ledger-simulated-time-'));
  await chmod(directory, 0o755);
  stop = await up(
    {
      dataDirectory: join(directory, 'data'),
      startedAt: instantOrThrow('2027-06-30T12:00:00+08:00'),
      log: pino({ level: 'silent' }),
      host: '127.0.0.1',
      port: 0,
      clock: () => ticking(),
      developmentTokens: true,
      demo: true,
    },
    {
      out: (line) => {
        url = line.replace('ready ', '');
      },
      err: () => undefined,
      progress: () => ({ step: () => undefined, end: () => undefined }),
    },
  );
  ticking = clockFrom(EVE, () => performance.now());
}, 120_000);

afterAll(async () => {
  await stop();
  await rm(directory, { recursive: true, force: true });
});

interface Dated {
  readonly occurredAt: string;
  readonly recordedAt: string;
}

async function eventsOf(fileId: string, type: string): Promise<readonly Dated[]> {
  const answer = await fetch(`${url}/v1/files/${fileId}/events?type=${type}`, {
    headers: { authorization: 'Bearer dev-token-auditor' },
  });
  return ((await answer.json()) as { readonly events: readonly Dated[] }).events;
}

describe('XJ-11-2: ledger up on simulated time', () => {
  it('leaves alone what the demo brings with it, and revokes by itself when its clock strikes midnight', async () => {
    let revoked = await eventsOf(A01, 'revoked');
    for (const deadline = performance.now() + 2 * LEAD_MS; revoked.length === 0; ) {
      if (performance.now() > deadline) break;
      await sleep(200);
      revoked = await eventsOf(A01, 'revoked');
    }
    expect(revoked).toHaveLength(1);
    expect(revoked[0]?.occurredAt).toBe('2027-07-01T00:00:00+08:00');
    expect(revoked[0]?.recordedAt).toMatch(/^2027-07-01T00:00:/);
    const removed = await eventsOf(B02, 'unpublished');
    expect(removed.filter(({ recordedAt }) => recordedAt.startsWith('2027'))).toEqual([]);
  }, 60_000);
});
