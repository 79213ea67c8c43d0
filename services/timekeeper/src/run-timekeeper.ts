import type { Refusal } from '@ledger/credit-file';
import { StoreError, type StoreErrorCode } from '@ledger/event-log';
import type { ReadModels } from '@ledger/projection-engine';
import type { FileId, Position } from '@ledger/schemas';
import {
  addDays,
  epochMsOf,
  type Instant,
  type LegalDate,
  legalDateOf,
  startOfDay,
} from '@ledger/statutory-calendar';
import { type WorklistRow, worklist } from '@ledger/worklist';
import { type Turn, tryTakeTurn } from './active-turn.ts';
import { Agenda, type AgendaItem } from './agenda.ts';
import { type Attention, attendFile, type TimekeeperDesk } from './attend-file.ts';
import { type DueAct, firstDue } from './due-acts.ts';
import type { RecordedLaw } from './recorded-law.ts';
import { verificationAwaited } from './verification/next-verification.ts';

export interface TimekeeperOptions extends TimekeeperDesk {
  readonly databaseUrl: string;
  readonly readModels: ReadModels;
  /** The law that it keeps on record and reads back; `rulebookOf`, `calendar` and `actsFrom` are its own then. */
  readonly law?: Pick<RecordedLaw, 'record'>;
  /** Ends the timekeeper, after the act it is at. */
  readonly signal: AbortSignal;
  /** Resolves after so many milliseconds, or earlier when the signal aborts; never rejects. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** How often the clock is looked at. Default 1 000 ms. */
  readonly pollMs?: number;
  readonly observe?: (occurrence: TimekeeperOccurrence) => void;
}

/** What happens to a timekeeper; for its log and for tests. */
export type TimekeeperOccurrence =
  /** Another timekeeper is the active one; this one waits. */
  | { readonly kind: 'standing-by' }
  | { readonly kind: 'active' }
  /** Versions that came into force or lapsed, or notices of holidays, now stand in their streams. */
  | { readonly kind: 'law-recorded'; readonly events: readonly string[] }
  | { readonly kind: 'done'; readonly act: DueAct; readonly events: readonly string[] }
  | { readonly kind: 'refused'; readonly act: DueAct; readonly refusal: Refusal }
  /** One file cannot be attended to; the others can, and it is tried again on the next day or when it has changed. */
  | { readonly kind: 'file-failed'; readonly fileId: string; readonly error: unknown }
  /** All that was due on that day, and known at that position, is done. */
  | { readonly kind: 'round-ended'; readonly today: LegalDate; readonly position: Position }
  /** Something failed that may pass; the round is made again. */
  | { readonly kind: 'interrupted'; readonly error: unknown; readonly retryInMs: number };

const POLL_MS = 1_000;
const STANDBY_POLL_MS = 500;
const RETRY_MS_MIN = 100;
const RETRY_MS_MAX = 5_000;
const PAGE_ROWS = 500;

/** Faults of one file alone. */
const OF_THE_FILE: ReadonlySet<StoreErrorCode> = new Set(['NOT_AN_EVENT', 'STREAM_DELETED', 'TOO_LARGE']);

/**
 * Does what the law lays on the system, on every file, as it falls due, until the signal aborts.
 *
 * One timekeeper is active, others stand by. Nothing is kept of what was done but the events themselves, so whatever is
 * killed when, the next start finds exactly what is still due, and does it in the order in which it fell due. What had
 * fallen due before the ledger's first timekeeper went into service is left to people: a history that was kept elsewhere
 * had its clocks there.
 *
 * Errors: never throws; what fails is reported as an occurrence and tried again.
 */
export async function runTimekeeper(options: TimekeeperOptions): Promise<void> {
  const { signal, observe = () => undefined } = options;
  let retryInMs = RETRY_MS_MIN;
  while (!signal.aborted) {
    try {
      const turn = await becomeActive(options);
      if (turn === undefined) return;
      try {
        await keepTime({ ...options, inServiceSince: turn.inServiceSince }, turn.lost, () => {
          retryInMs = RETRY_MS_MIN;
        });
      } finally {
        await turn.end();
      }
    } catch (error) {
      if (signal.aborted) return;
      observe({ kind: 'interrupted', error, retryInMs });
      await options.wait(retryInMs, signal);
      retryInMs = Math.min(retryInMs * 2, RETRY_MS_MAX);
    }
  }
}

async function becomeActive({
  databaseUrl,
  clock,
  signal,
  wait,
  observe = () => undefined,
}: TimekeeperOptions): Promise<Turn | undefined> {
  for (let standingBy = false; !signal.aborted; standingBy = true) {
    const turn = await tryTakeTurn(databaseUrl, clock);
    if (turn !== undefined) {
      observe({ kind: 'active' });
      return turn;
    }
    if (!standingBy) observe({ kind: 'standing-by' });
    await wait(STANDBY_POLL_MS, signal);
  }
  return undefined;
}

/** Rounds: over every file when a day begins, over those that have changed in between. */
async function keepTime(options: TimekeeperOptions, lost: AbortSignal, onRound: () => void): Promise<void> {
  const { readModels, clock, wait, pollMs = POLL_MS, observe = () => undefined } = options;
  const ended = AbortSignal.any([options.signal, lost]);
  let woken = new AbortController();
  const unsubscribe = readModels.onAdvance(() => woken.abort());
  try {
    let day: LegalDate | undefined;
    let seen = 0 as Position;
    while (!ended.aborted) {
      const now = clock();
      const today = legalDateOf(now);
      // Read before the rows: what changes meanwhile is looked at again.
      const position = await readModels.position();
      if (today !== day || position > seen) {
        if (today !== day) await keepLaw(options, now);
        await makeRound(options, now, today === day ? seen : undefined, ended);
        if (ended.aborted) break;
        [day, seen] = [today, position];
        onRound();
        observe({ kind: 'round-ended', today, position });
      }
      await wait(Math.min(pollMs, untilMidnight(clock())), AbortSignal.any([ended, woken.signal]));
      woken = new AbortController();
    }
  } finally {
    unsubscribe();
  }
  if (lost.aborted && !options.signal.aborted) throw lost.reason;
}

/** The law comes before what is due by it: what came into force, lapsed or was arranged by today goes on record. */
async function keepLaw({ law, randomSalt, observe }: TimekeeperOptions, now: Instant): Promise<void> {
  const events = (await law?.record(now, randomSalt)) ?? [];
  if (events.length > 0) observe?.({ kind: 'law-recorded', events });
}

/** Attends to all files, or to those whose rows have changed behind a position, earliest due act first. */
async function makeRound(
  options: TimekeeperOptions,
  now: Instant,
  changedAfter: Position | undefined,
  ended: AbortSignal,
): Promise<void> {
  const { observe = () => undefined } = options;
  const due: AgendaItem[] = [];
  for await (const { fileId, file } of rowsBehind(options.readModels, changedAfter)) {
    const at =
      firstDue(fileId, file, options, now) ??
      (options.facts && verificationAwaited({ fileId, file }, options, now));
    if (at !== undefined) due.push({ fileId, at });
  }
  const agenda = new Agenda(due);
  const refused = new Set<string>();
  for (let item = agenda.take(); item !== undefined && !ended.aborted; item = agenda.take()) {
    const attention = await attend(options, item.fileId as FileId, refused);
    if (attention === undefined || attention.kind === 'nothing-due') continue;
    const { next, ...occurrence } = attention;
    if (attention.kind === 'refused') refused.add(attention.act.commandId);
    observe(occurrence);
    if (next !== undefined) agenda.put({ fileId: item.fileId, at: next });
  }
}

async function attend(
  options: TimekeeperOptions,
  fileId: FileId,
  refused: ReadonlySet<string>,
): Promise<Attention | undefined> {
  try {
    return await attendFile(options, fileId, refused);
  } catch (error) {
    if (error instanceof StoreError && !OF_THE_FILE.has(error.code)) throw error;
    options.observe?.({ kind: 'file-failed', fileId, error });
    return undefined;
  }
}

async function* rowsBehind(readModels: ReadModels, after: Position | undefined): AsyncGenerator<WorklistRow> {
  const rows = readModels.rowsOf(worklist);
  const query = {
    limit: PAGE_ROWS,
    ...(after !== undefined && { where: { position: { from: after + 1 } } }),
  };
  let page = await rows.page(query);
  for (;;) {
    for (const { row } of page.rows) yield row;
    if (page.next === undefined) return;
    page = await rows.page({ ...query, after: page.next });
  }
}

/** Milliseconds to the next 00:00 in Beijing. */
function untilMidnight(now: Instant): number {
  return epochMsOf(startOfDay(addDays(legalDateOf(now), 1))) - epochMsOf(now);
}
