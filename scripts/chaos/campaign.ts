import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkUscc } from '@ledger/schemas';
import { type Chance, chanceOf } from './chance.ts';
import { type Anomaly, check } from './check.ts';
import { readFeed } from './feed-reader.ts';
import { type FinalState, readFinalState } from './final-state.ts';
import type { HistoryEntry } from './history.ts';
import { type LedgerUnderTest, startLedger, type Target } from './ledger-under-test.ts';
import { fileAndAccept, interview } from './life.ts';
import { killInTurn, type Recovery } from './nemesis.ts';
import { type Recorder, recordTo } from './recorder.ts';
import type { WriterOptions } from './writer.ts';

export interface CampaignOptions {
  /** Empty, or not there; what remains in it tells of a failed run. */
  readonly dataDirectory: string;
  readonly seed: number;
  /** Whom to kill, in this order; asked for one at a time. */
  readonly targets: (chance: Chance) => Iterable<Target>;
  readonly log: (line: string) => void;
  /** What is done to the ledger before anybody writes. */
  readonly prepare?: (ledger: LedgerUnderTest) => Promise<void>;
}

export interface CampaignReport {
  readonly operations: number;
  readonly acknowledged: number;
  readonly refused: number;
  /** Attempts without an answer; most were settled by asking again. */
  readonly unanswered: number;
  readonly recoveries: readonly Recovery[];
  readonly anomalies: readonly Anomaly[];
  /** Acknowledged events of which PostgreSQL keeps no receipt, and receipts of which the store has no event. */
  readonly receiptFaults: readonly string[];
  readonly final: FinalState;
  readonly history: readonly HistoryEntry[];
}

const WRITERS = 16;
const FEED_CATCHES_UP_MS = 30_000;
/** Twelve files for sixteen writers: eight are their own, four are fought over by two each. */
const FILES = Array.from(
  { length: 12 },
  (_, index) => `650000-${withCheckCharacters(`91650102MAFAKE${String(index).padStart(2, '0')}`)}`,
);

/** The code that begins so and is sound: the ledger verifies every filing, and accepts none with a wrong one. */
function withCheckCharacters(start: string): string {
  const characters = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];
  const codes = characters.flatMap((one) => characters.map((other) => `${start}${one}${other}`));
  const sound = codes.find((code) => {
    const checked = checkUscc(code);
    return checked.malformed === undefined && checked.findings.length === 0;
  });
  if (sound === undefined) throw new Error(`no code begins ${start}`);
  return sound;
}

/**
 * Sixteen writers command a real ledger over HTTP while its processes are killed; then everything is compared with
 * everything.
 *
 * Errors: when the ledger does not come back after a kill, or refuses what it must take.
 */
export async function runCampaign(options: CampaignOptions): Promise<CampaignReport> {
  const { dataDirectory, seed, targets, log } = options;
  const chance = chanceOf(seed);
  const ledger = await startLedger(dataDirectory, log);
  const recorder = recordTo(join(dataDirectory, 'history.jsonl'));
  const abandoned = new AbortController();
  let writing = true;
  let length: number | undefined;
  try {
    await options.prepare?.(ledger);
    const reading = readFeed(ledger.url, 'dev-token-auditor', recorder, () => length, abandoned.signal);
    const clients = Array.from({ length: WRITERS }, (_, index) => officer(ledger.url, recorder, index));
    await Promise.all(
      FILES.map((fileId) =>
        fileAndAccept(agency(ledger.url, recorder, fileId), clientFor(clients, fileId), fileId),
      ),
    );
    const work = Promise.all(
      clients.map((client, index) =>
        interview(client, filesOf(index), chanceOf(seed + index + 1), () => writing),
      ),
    );
    const recoveries = await killInTurn(ledger, recorder, chance, targets(chance)).finally(() => {
      writing = false;
    });
    await work;
    const final = await readFinalState(ledger);
    length = final.log.length;
    await Promise.race([reading, sleep(FEED_CATCHES_UP_MS, undefined, { ref: false })]);
    return reportOf(recorder, recoveries, final);
  } finally {
    writing = false;
    abandoned.abort();
    await ledger.stop();
    await recorder.close();
  }
}

function filesOf(writer: number): [string, ...string[]] {
  const [first = '', second = first] = writer < 8 ? [FILES[writer]] : [FILES[8 + (writer % 4)]];
  return [first, second];
}

/** One of the officers of the authority that reviews agencies of 650102. */
function officer(url: string, recorder: Recorder, index: number): WriterOptions {
  return { url, recorder, name: `officer ${index}`, token: 'dev-token-officer-650100' };
}

function agency(url: string, recorder: Recorder, fileId: string): WriterOptions {
  return { url, recorder, name: `agency ${fileId}`, token: `dev-token-agency-${fileId}` };
}

function clientFor(clients: readonly WriterOptions[], fileId: string): WriterOptions {
  const client = clients[FILES.indexOf(fileId)];
  if (client === undefined) throw new Error(`nobody is there for ${fileId}`);
  return client;
}

function reportOf(recorder: Recorder, recoveries: readonly Recovery[], final: FinalState): CampaignReport {
  const { history } = recorder;
  const count = (kind: string): number => history.filter((entry) => entry.kind === kind).length;
  const acknowledged = history.flatMap((entry) =>
    entry.kind === 'ok' ? entry.events.map(({ id }) => id) : [],
  );
  const logged = new Set(final.log.map(({ id }) => id));
  return {
    operations: count('op'),
    acknowledged: count('ok'),
    refused: count('refused'),
    unanswered: count('unknown'),
    recoveries,
    anomalies: check(history, final.log),
    receiptFaults: [
      ...acknowledged.filter((id) => !final.receipts.has(id)).map((id) => `no receipt of ${id}`),
      ...[...final.receipts].filter((id) => !logged.has(id)).map((id) => `no event to the receipt of ${id}`),
    ],
    final,
    history,
  };
}
