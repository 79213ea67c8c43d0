import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { authority } from '@ledger/credit-file/testing';
import type { FileId } from '@ledger/schemas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { handClock } from '../testing/hand-clock.ts';
import { openLedger, type TestLedger, wait } from '../testing/open-ledger.ts';
import { barredFrom, eventsBehind, eventsOf, fileIdOf, ON_FILE, reportedAt } from '../testing/stories.ts';
import { startTimekeeper, type TimekeeperOccurrence } from './index.ts';

const [FORGETFUL, PUNCTUAL, RECORDED_LATE, BARRED] = [1, 2, 3, 4].map(fileIdOf) as [
  FileId,
  FileId,
  FileId,
  FileId,
];
const ROOT = new URL('../../../', import.meta.url);

let ledger: TestLedger;

beforeEach(async () => {
  ledger = await openLedger();
});

afterEach(async () => {
  await ledger.close();
});

/** What the timekeeper did on a file: `occurredAt type`. */
async function doneOn(fileId: FileId): Promise<readonly string[]> {
  const events = await ledger.read(fileId);
  return events
    .filter(
      ({ metadata, type }) =>
        metadata.actor.kind === 'system' && /2025-0[67]/.test(metadata.recordedAt) && type !== 'published',
    )
    .map(({ type, metadata }) => `${metadata.occurredAt.slice(0, 16)} ${type}`);
}

/** A timekeeper on a clock of its own, and a wait for the end of its round at that clock's day. */
function start(clock: () => string & ReturnType<ReturnType<typeof handClock>>) {
  const seen: TimekeeperOccurrence[] = [];
  const timekeeper = startTimekeeper({
    ...ledger.parts,
    clock,
    observe: (occurrence) => seen.push(occurrence),
  });
  return {
    seen,
    stop: () => timekeeper.stop(),
    async rounded(day: string) {
      const position = await ledger.readModels.position();
      const isDone = (one: TimekeeperOccurrence) =>
        one.kind === 'round-ended' && one.today === day && one.position >= position;
      while (!seen.some(isDone)) await wait(20);
    },
  };
}

describe('XJ-11-2, XJ-15-5: the timekeeper on the real store', () => {
  it('warns day by day, stands still for five days, and makes good what fell due, in its order and from its instants', async () => {
    await ledger.append(eventsOf(FORGETFUL, ON_FILE));
    await ledger.append(eventsOf(PUNCTUAL, [...ON_FILE, reportedAt('2025-04-15T11:00:00+08:00')]));
    await ledger.append(eventsOf(RECORDED_LATE, ON_FILE));
    await ledger.append(eventsOf(BARRED, barredFrom('2024-06-28')));

    const clock = handClock('2025-06-22T00:00:00+08:00');
    const first = start(clock);
    await first.rounded('2025-06-22');
    clock.set('2025-06-23T00:00:00+08:00');
    await first.rounded('2025-06-23');
    await first.stop();
    expect(await doneOn(FORGETFUL)).toEqual(['2025-06-22T00:00 reminded', '2025-06-23T00:00 reminded']);
    expect(await doneOn(PUNCTUAL)).toEqual([]);

    // The timekeeper is down from 28 June on; on 2 July the counter records what was handed in on 30 June.
    clock.set('2025-07-03T06:00:00+08:00');
    const before = await ledger.read(RECORDED_LATE);
    await ledger.append(
      eventsBehind(before, RECORDED_LATE, [
        ...ON_FILE,
        reportedAt('2025-07-02T10:00:00+08:00', { by: authority, occurredAt: '2025-06-30T21:00:00+08:00' }),
      ]),
    );
    const second = start(clock);
    await second.rounded('2025-07-03');

    expect(await doneOn(FORGETFUL)).toEqual([
      '2025-06-22T00:00 reminded',
      '2025-06-23T00:00 reminded',
      '2025-07-01T00:00 report-overdue',
      '2025-07-01T00:00 revoked',
    ]);
    expect(await doneOn(BARRED)).toEqual(['2025-06-29T00:00 bar-expired']);
    expect((await ledger.read(RECORDED_LATE)).slice(before.length).map(({ type }) => type)).toEqual([
      'reported',
    ]);
    expect(second.seen.flatMap((one) => (one.kind === 'done' ? [one.act.command.name] : []))).toEqual([
      'expire-bar',
      'declare-report-overdue',
    ]);
    const revoked = (await ledger.read(FORGETFUL)).find(({ type }) => type === 'revoked');
    expect(revoked?.metadata).toMatchObject({
      occurredAt: '2025-07-01T00:00:00+08:00',
      recordedAt: '2025-07-03T06:00:00+08:00',
      actor: { kind: 'system' },
    });

    // Looking again, on the same day and on the next, adds nothing.
    const lengths = await lengthsOf([FORGETFUL, PUNCTUAL, RECORDED_LATE, BARRED]);
    clock.set('2025-07-04T00:00:00+08:00');
    await second.rounded('2025-07-04');
    await second.stop();
    expect(await lengthsOf([FORGETFUL, PUNCTUAL, RECORDED_LATE, BARRED])).toEqual(lengths);
  }, 90_000);

  it('does everything once, though two work at once, one is killed in the middle, and it is started again', async () => {
    const files = Array.from({ length: 40 }, (_, index) => fileIdOf(100 + index));
    for (const fileId of files) await ledger.append(eventsOf(fileId, ON_FILE));

    // In service since before anything fell due.
    const early = start(handClock('2025-05-01T09:00:00+08:00'));
    await early.rounded('2025-05-01');
    await early.stop();
    const first = startProcess();
    await first.said('this timekeeper is the active one');
    const second = startProcess();
    await second.said('this one stands by');
    await first.said('done', 5);
    first.child.kill('SIGKILL');
    await first.exited;
    await second.said('this timekeeper is the active one');
    while ((await revocations(files)).length < files.length) await wait(50);
    second.child.kill('SIGTERM');
    await second.exited;

    // And a third one, in this process, finds nothing left to do.
    const third = start(handClock('2025-07-03T07:00:00+08:00'));
    await third.rounded('2025-07-03');
    await third.stop();
    expect(third.seen.filter(({ kind }) => kind === 'done')).toEqual([]);
    for (const fileId of files) {
      expect((await ledger.read(fileId)).map(({ type }) => type).slice(6)).toEqual([
        'report-overdue',
        'revoked',
        'published',
      ]);
    }
  }, 90_000);

  it('leaves to people what had fallen due before it first went into service', async () => {
    await ledger.append(eventsOf(FORGETFUL, ON_FILE));
    const before = await lengthsOf([FORGETFUL]);
    const clock = handClock('2025-07-03T09:00:00+08:00');
    const timekeeper = start(clock);
    await timekeeper.rounded('2025-07-03');
    clock.set('2025-07-04T00:00:00+08:00');
    await timekeeper.rounded('2025-07-04');
    await timekeeper.stop();
    expect(await lengthsOf([FORGETFUL])).toEqual(before);
  });

  it('refuses to start without its servers, and says which', async () => {
    const refused = startProcess({ DATABASE_URL: '', CLOCK: 'yesterday' });
    expect(await refused.exited).toBe(3);
    expect(refused.errors.join('\n')).toMatch(
      /DATABASE_URL is needed[\s\S]*CLOCK is an instant with \+08:00/,
    );
  });
});

async function lengthsOf(files: readonly FileId[]): Promise<readonly number[]> {
  return await Promise.all(files.map(async (fileId) => (await ledger.read(fileId)).length));
}

async function revocations(files: readonly FileId[]): Promise<readonly string[]> {
  const streams = await Promise.all(files.map((fileId) => ledger.read(fileId)));
  return streams.flatMap((events) =>
    events.filter(({ type }) => type === 'revoked').map(({ stream }) => stream),
  );
}

interface TimekeeperProcess {
  readonly child: ChildProcess;
  readonly errors: readonly string[];
  /** Resolves when so many messages with that text have come. */
  said(text: string, times?: number): Promise<void>;
  readonly exited: Promise<number | null>;
}

function startProcess(environment: Readonly<Record<string, string>> = {}): TimekeeperProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'services/timekeeper/src/main.ts'], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: ledger.databaseUrl,
      EVENTSTORE_URL: ledger.eventStoreUrl,
      CLOCK: '2025-07-03T06:00:00+08:00',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const messages: string[] = [];
  const errors: string[] = [];
  createInterface(child.stdout).on('line', (line) =>
    messages.push((JSON.parse(line) as { msg: string }).msg),
  );
  createInterface(child.stderr).on('line', (line) => errors.push(line));
  return {
    child,
    errors,
    async said(text, times = 1) {
      while (messages.filter((message) => message.includes(text)).length < times) await wait(10);
    },
    exited: once(child, 'close').then(([code]) => code as number | null),
  };
}
